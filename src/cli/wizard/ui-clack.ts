import type { Readable } from 'node:stream';
import * as clack from '@clack/prompts';
import { answeredOrBack } from '../answer.js';
import type { Frame } from './frame.js';
import { promptMeter } from './meter-prompt.js';
import { titleOf, wrapped } from './paint.js';
import { promptTable } from './table-prompt.js';
import type { Choice, Ui } from './ui.js';

interface Streams {
  readonly input: Readable;
  readonly output: Frame;
  readonly signal: AbortSignal;
}

/** By index: values are ours, and clack shows them where there is no label. */
function optionsOf(choices: readonly Choice[]) {
  return choices.map(({ label, hint }, value) => ({ value, label, ...(hint !== undefined && { hint }) }));
}

/** A line that is drawn or listed stays as it is. */
function broken(lines: readonly string[], width: number): string[] {
  return lines.flatMap((line) => (line.startsWith(' ') ? [line] : wrapped(line, width)));
}

/** Asks on a terminal whose cursor moves. `stop` ends whatever is asked. */
export function clackUi(input: Readable, output: Frame, stop: AbortSignal): Ui {
  const asked = <T>(prompt: (streams: Streams) => Promise<T | symbol | undefined>) =>
    answeredOrBack(input, (signal) => prompt({ input, output, signal }), stop);
  return {
    help: 'Enter goes on, Esc goes back, Ctrl-C leaves. Nothing is written before the last question.',
    tell: (lines) => clack.log.message(broken(lines, output.columns - 4), { output }),
    select: async ({ place, message, choices, initial }) => {
      const at = choices.findIndex(({ value }) => value === initial);
      const shared = { message: titleOf(place, message), options: optionsOf(choices), showInstructions: false };
      const index = await asked<number>((streams) =>
        clack.select<number>({ ...streams, ...shared, initialValue: Math.max(0, at) }),
      );
      return choices[index]!.value;
    },
    pick: async ({ place, message, choices, initial }) => {
      const initialValues = choices.flatMap(({ value }, index) => (initial.includes(value) ? [index] : []));
      const shared = { message: titleOf(place, message), options: optionsOf(choices), initialValues };
      const picked = await asked<number[]>((streams) => clack.multiselect<number>({ ...streams, ...shared }));
      return picked.map((index) => choices[index]!.value);
    },
    text: ({ place, message, initial, check }) => {
      const shared = { message: titleOf(place, message), initialValue: initial };
      return asked<string>((streams) => clack.text({ ...streams, ...shared, validate: (value) => check(value ?? '') }));
    },
    table: (question) => asked((streams) => promptTable(question, streams)),
    meter: (question) => asked((streams) => promptMeter(question, streams)),
  };
}
