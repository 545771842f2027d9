import type { Readable } from 'node:stream';
import * as clack from '@clack/prompts';
import { answeredOrBack } from '../answer.js';
import type { Frame } from './frame.js';
import { promptMeter } from './meter-prompt.js';
import { titleOf, wrapped } from './paint.js';
import { promptTable } from './table-prompt.js';
import type { Ui } from './ui.js';

/** Asks on a terminal whose cursor moves. `stop` ends whatever is asked. */
export function clackUi(input: Readable, output: Frame, stop: AbortSignal): Ui {
  const asked = <T>(prompt: (signal: AbortSignal) => Promise<T | symbol | undefined>) =>
    answeredOrBack(input, prompt, stop);
  return {
    tell: (lines) =>
      clack.log.message(
        lines.flatMap((line) =>
          line.includes('│') || line.startsWith(' ') ? [line] : wrapped(line, output.columns - 4),
        ),
        { output },
      ),
    select: async ({ place, message, choices, initial }) => {
      const index = await asked<number>((signal) =>
        clack.select<number>({
          ...{ input, output, signal, message: titleOf(place, message) },
          options: choices.map(({ label, hint }, value) => ({ value, label, ...(hint !== undefined && { hint }) })),
          initialValue: Math.max(
            0,
            choices.findIndex(({ value }) => value === initial),
          ),
          showInstructions: false,
        }),
      );
      return choices[index]!.value;
    },
    pick: async ({ place, message, choices, initial }) => {
      const picked = await asked<number[]>((signal) =>
        clack.multiselect<number>({
          ...{ input, output, signal, message: titleOf(place, message) },
          options: choices.map(({ label, hint }, value) => ({ value, label, ...(hint !== undefined && { hint }) })),
          initialValues: choices.flatMap(({ value }, index) => (initial.includes(value) ? [index] : [])),
        }),
      );
      return picked.map((index) => choices[index]!.value);
    },
    text: ({ place, message, initial, check }) =>
      asked<string>((signal) =>
        clack.text({
          ...{ input, output, signal, message: titleOf(place, message), initialValue: initial },
          validate: (value) => check(value ?? ''),
        }),
      ),
    table: (question) => asked<readonly string[]>((signal) => promptTable(question, { input, output, signal })),
    meter: (question) => asked((signal) => promptMeter(question, { input, output, signal })),
  };
}
