import { styleText } from 'node:util';
import { Prompt } from '@clack/core';
import widthOf from 'fast-string-width';
import type { Streams } from './frame.js';
import { framed, titleOf, wrapped } from './paint.js';
import type { Problems, Ui } from './ui.js';

type Options = Parameters<Ui['table']>[0];

const HELP = '↑↓ line · type to change · enter: go on · esc: back';

/** Values in a table, one a line, of which the one under the cursor is typed into. */
class TablePrompt extends Prompt<readonly string[]> {
  #values: string[];
  #row = 0;
  /** What is typed first replaces what stands there. */
  #fresh = true;
  problems: Problems = new Map();

  public constructor(options: Options, { input, output, signal }: Streams) {
    super({
      input,
      output,
      signal,
      render: () => this.#view(options, output.columns),
      validate: async () => {
        this.problems = await options.check(this.#values);
        const first = options.fields.findIndex(({ id }) => this.problems.has(id));
        if (first >= 0) this.#row = first;
        this.#fresh = true;
        return first >= 0 ? 'wrong' : undefined;
      },
    });
    this.#values = options.fields.map(({ value }) => value);
    this.value = this.#values;
    this.on('cursor', (action) => {
      if (action === 'up' || action === 'down') this.#move(action === 'up' ? -1 : 1);
    });
    this.on('key', (char, key) => this.#type(char, key.name));
  }

  #move(by: number): void {
    this.#row = (this.#row + by + this.#values.length) % this.#values.length;
    this.#fresh = true;
  }

  #type(char: string | undefined, name: string | undefined): void {
    const text = this.#values[this.#row] ?? '';
    const isText = char !== undefined && /^[a-z0-9.]$/i.test(char);
    if (!isText && name !== 'backspace' && name !== 'delete') return;
    this.#values[this.#row] = isText ? (this.#fresh ? char : text + char) : text.slice(0, -1);
    this.#fresh = false;
    this.problems = new Map();
    this.value = [...this.#values];
  }

  #view({ fields, place, message, help }: Options, columns: number): string {
    const { state } = this;
    const quiet = state === 'submit' || state === 'cancel';
    const width = Math.min(Math.max(...fields.map(({ label }) => widthOf(label))), Math.max(10, columns - 14));
    const lines = fields.flatMap(({ id, label }, index) => {
      const here = index === this.#row && !quiet;
      const value = this.#values[index] ?? '';
      const cell = here ? `${styleText('underline', value === '' ? ' ' : value)}` : value;
      const cut = cutTo(label, width);
      const line = `${here ? styleText('green', '●') : ' '} ${here ? cut : styleText('dim', cut)}  ${cell}`;
      const problem = this.problems.get(id);
      const told =
        problem === undefined ? [] : wrapped(problem, columns - 8).map((one) => `    ${styleText('yellow', one)}`);
      return [line, ...told];
    });
    const looking = state === 'validating' ? ['', styleText('dim', 'Looking…')] : [];
    const helped = quiet ? [] : ['', ...wrapped(help, columns - 4).map((one) => styleText('dim', one))];
    return framed(state, titleOf(place, message), [...lines, ...helped, ...looking], HELP, columns);
  }
}

/** As wide as asked: filled with blanks, or without its end. */
function cutTo(text: string, width: number): string {
  const letters = [...text];
  while (widthOf(letters.join('')) > width - 1) letters.pop();
  const cut = widthOf(text) > width ? `${letters.join('')}…` : text;
  return cut + ' '.repeat(width - widthOf(cut));
}

export function promptTable(options: Options, streams: Streams): Promise<readonly string[] | symbol | undefined> {
  return new TablePrompt(options, streams).prompt();
}
