import * as clack from '@clack/prompts';
import { conflictMessages } from '../merge/explain.js';
import { chosen, isConflict, type Choice } from '../merge/merge.js';
import type { Resolution } from '../merge/site.js';
import { Cancelled } from './cancelled.js';
import type { Context } from './command.js';
import { editedText, type Waiting } from './waiting.js';

function given<T>(answer: T | symbol): Exclude<T, symbol> {
  if (typeof answer === 'symbol') throw new Cancelled();
  return answer as Exclude<T, symbol>;
}

type How = 'mine' | 'theirs' | 'edited' | 'each' | 'later';

function howOptions({ change, regions }: Waiting): { value: How; label: string; hint?: string }[] {
  const count = regions.filter(isConflict).length;
  const merged = change.state?.status === 'conflict' && change.reason !== 'no-text';
  return [
    { value: 'mine', label: 'Keep mine', hint: 'as the file is now' },
    { value: 'theirs', label: 'Take the template’s', hint: 'mine goes into the backup' },
    ...(merged
      ? [{ value: 'edited', label: 'Take what I worked out', hint: `.lge/conflicts/${change.path}` } as const]
      : []),
    ...(count > 0 ? [{ value: 'each', label: `Decide each of ${count}` } as const] : []),
    { value: 'later', label: 'Later' },
  ];
}

async function askEach({ change, regions }: Waiting, terminal: Context): Promise<Resolution> {
  const found = regions.filter(isConflict);
  const choices: Choice[] = [];
  for (const [index, { base, mine, theirs }] of found.entries()) {
    const show = (lines: readonly string[]): string => (lines.length === 0 ? '(nothing)' : lines.join('\n'));
    for (const [title, lines] of [
      ['Before', base],
      ['Mine', mine],
      ['Template', theirs],
    ] as const)
      clack.note(show(lines), title, { output: terminal.output });
    const options: { value: Choice; label: string }[] = [
      { value: 'mine', label: 'Mine' },
      { value: 'theirs', label: 'The template’s' },
      { value: 'base', label: 'As it was before' },
    ];
    const message = `${change.path}, ${index + 1} of ${found.length}`;
    choices.push(given(await clack.select({ input: terminal.input, output: terminal.output, message, options })));
  }
  return { text: chosen(regions, choices) };
}

/** Asks file by file. What is left for later is not in the answer. */
export async function askDecisions(
  waiting: readonly Waiting[],
  context: Context,
): Promise<ReadonlyMap<string, Resolution>> {
  const decisions = new Map<string, Resolution>();
  for (const one of waiting) {
    const { path, reason } = one.change;
    const message = `${path}: ${conflictMessages[reason]}`;
    const terminal = { input: context.input, output: context.output };
    const how = given(await clack.select({ ...terminal, message, options: howOptions(one) }));
    if (how === 'later') continue;
    if (how === 'each') decisions.set(path, await askEach(one, context));
    else decisions.set(path, how === 'edited' ? editedText(context.dir, path) : how);
  }
  return decisions;
}
