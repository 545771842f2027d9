import { styleText } from 'node:util';
import { Prompt } from '@clack/core';
import widthOf from 'fast-string-width';
import type { Streams } from './frame.js';
import { budgetText, nudged, rebalanced, type Amount, type LimitsMeter } from './limits.js';
import { framed, titleOf, wrapped } from './paint.js';
import type { Ui } from './ui.js';

type Options = Parameters<Ui['meter']>[0];

const HELP = '↑↓ service · ←→ amount · c: CPU or memory · r: rebalance · enter: go on · esc: back';

const BLOCKED = 'It would not start so: see above. Enter once more shows other ways out.';

/** A bar over the budget of the host, as wide as there is room for. */
export function bar({ budget: { total, reserve, used } }: LimitsMeter, width: number): string {
  const full = Math.min(width, Math.round((used / (total - reserve)) * width));
  return `${'█'.repeat(full)}${'░'.repeat(width - full)}`;
}

/** Limits of every service, over a meter of what the host has. */
class MeterPrompt extends Prompt<LimitsMeter> {
  #row = 0;
  #amount: Amount = 'memory';
  /** Limits that were refused: the same once more asks for another way out. */
  #refused: LimitsMeter | undefined;

  public constructor(options: Options, { input, output, signal }: Streams) {
    super(
      {
        input,
        output,
        signal,
        render: () => this.#view(options, output.columns),
        validate: (meter) => this.#refuse(meter),
      },
      false,
    );
    this.value = options.meter;
    this.on('cursor', (action) => {
      const count = this.#meter(options).rows.length;
      if (action === 'up' || action === 'down') this.#row = (this.#row + (action === 'up' ? -1 : 1) + count) % count;
      if (action === 'left' || action === 'right')
        this.value = nudged(this.#meter(options), this.#row, this.#amount, action === 'left' ? -1 : 1);
    });
    this.on('key', (char) => {
      if (char === 'r') this.value = rebalanced(this.#meter(options));
      if (char === 'c') this.#amount = this.#amount === 'memory' ? 'cpus' : 'memory';
    });
  }

  #refuse(meter: LimitsMeter | undefined): string | undefined {
    if (!meter || meter.errors.length === 0 || meter === this.#refused) return undefined;
    this.#refused = meter;
    return 'wrong';
  }

  #meter({ meter }: Options): LimitsMeter {
    return this.value ?? meter;
  }

  #line(meter: LimitsMeter, index: number, width: number, columns: number): string {
    const row = meter.rows[index]!;
    const here = index === this.#row;
    const times = row.replicas > 1 ? ` ×${row.replicas}` : '';
    const mark = (amount: Amount, text: string): string =>
      here && amount === this.#amount ? styleText('underline', text) : text;
    const pad = (text: string, size: number): string => ' '.repeat(Math.max(0, size - widthOf(text)));
    const [memory, cpus] = [`${row.memory} MiB`, `${row.cpus} CPU`];
    const name = `${row.title}${times}`;
    // Where there is no room for both, the one that the keys change.
    const both = columns >= width + 28;
    const amounts = [
      ...(both || this.#amount === 'memory' ? [`${pad(memory, 9)}${mark('memory', memory)}`] : []),
      ...(both || this.#amount === 'cpus' ? [`${pad(cpus, 10)}${mark('cpus', cpus)}`] : []),
    ].join('');
    return `${here ? styleText('green', '●') : ' '} ${name}${pad(name, width)}${amounts}`;
  }

  #view(options: Options, columns: number): string {
    const meter = this.#meter(options);
    const { state } = this;
    const quiet = state === 'submit' || state === 'cancel';
    const width = Math.min(20, Math.max(...meter.rows.map(({ title }) => widthOf(title))) + 4);
    const rows = quiet ? [] : meter.rows.map((_, index) => this.#line(meter, index, width, columns));
    const over = meter.budget.free < 0;
    const tone = over ? 'red' : 'green';
    const meterLine = styleText(tone, bar(meter, Math.max(8, Math.min(32, columns - 8))));
    const text = wrapped(budgetText(meter), columns - 4);
    const told = quiet ? [] : this.#told(meter, columns);
    const blocked = state === 'error' ? wrapped(BLOCKED, columns - 4).map((line) => styleText('yellow', line)) : [];
    return framed(
      state,
      titleOf(options.place, options.message),
      [...rows, ...(quiet ? [] : ['']), meterLine, ...text, ...told, ...blocked],
      HELP,
      columns,
    );
  }

  /** What the rules say: mistakes first. The rest of a list is there once those before it are mended. */
  #told({ errors, warnings }: LimitsMeter, columns: number): readonly string[] {
    const lines = [
      ...errors.map(({ message }) => ['red', `✗ ${message}`] as const),
      ...warnings.map(({ message }) => ['yellow', `! ${message}`] as const),
    ];
    return lines.slice(0, 3).flatMap(([tone, text]) => wrapped(text, columns - 6).map((line) => styleText(tone, line)));
  }
}

export function promptMeter(options: Options, streams: Streams): Promise<LimitsMeter | symbol | undefined> {
  return new MeterPrompt(options, streams).prompt();
}
