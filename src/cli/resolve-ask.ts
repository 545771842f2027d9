import * as clack from '@clack/prompts';
import { conflictMessages } from '../merge/explain.js';
import { isConflict, type Choice } from '../merge/merge.js';
import type { Resolution } from '../merge/site.js';
import { placeOf } from '../project/report.js';
import { answered } from './answer.js';
import type { Context } from './command.js';
import { canBeEdited, editedText, lostText, pickedText, type Waiting } from './waiting.js';

type How = 'mine' | 'theirs' | 'edited' | 'each' | 'later';
type Option<T> = { readonly value: T; readonly label: string; readonly hint?: string };

/** Asks with the streams of the command alone. */
function select<T extends string>({ input, output }: Context, message: string, options: Option<T>[]): Promise<T> {
  const ask = (signal: AbortSignal): Promise<string | symbol> =>
    clack.select<string>({ input, output, signal, message, options: [...options] });
  return answered(input, ask) as Promise<T>;
}

function howOptions(one: Waiting): Option<How>[] {
  const count = one.regions.filter(isConflict).length;
  const inFile = placeOf(one.change) === one.change.path;
  const edited: Option<How> = { value: 'edited', label: 'Take what I worked out', hint: placeOf(one.change) };
  return [
    ...(inFile ? [] : [{ value: 'mine', label: 'Keep mine', hint: 'as the file is now' } as const]),
    { value: 'theirs', label: 'Take the template’s', hint: `${lostText(one)}; the backup keeps it` },
    ...(canBeEdited(one) ? [edited] : []),
    ...(count > 0 ? [{ value: 'each', label: count === 1 ? 'Look at it' : `Decide each of ${count}` } as const] : []),
    { value: 'later', label: 'Later' },
  ];
}

async function askEach(one: Waiting, context: Context): Promise<Resolution> {
  const { output } = context;
  const found = one.regions.filter(isConflict);
  const choices: Choice[] = [];
  for (const [index, { base, mine, theirs }] of found.entries()) {
    const show = (lines: readonly string[]): string => (lines.length === 0 ? '(nothing)' : lines.join('\n'));
    clack.note(show(base), 'Before', { output });
    clack.note(show(mine), 'Mine', { output });
    clack.note(show(theirs), 'Template', { output });
    choices.push(
      await select<Choice>(context, `${one.change.path}, ${index + 1} of ${found.length}`, [
        { value: 'mine', label: 'Mine' },
        { value: 'theirs', label: 'The template’s' },
        { value: 'base', label: 'As it was before' },
      ]),
    );
  }
  return pickedText(one, choices);
}

/** Asks file by file. What is left for later is not in the answer. */
export async function askDecisions(
  waiting: readonly Waiting[],
  context: Context,
): Promise<ReadonlyMap<string, Resolution>> {
  const decisions = new Map<string, Resolution>();
  for (const one of waiting) {
    const { path, reason } = one.change;
    const how = await select(context, `${path}: ${conflictMessages[reason]}`, howOptions(one));
    if (how === 'later') continue;
    if (how === 'each') decisions.set(path, await askEach(one, context));
    else decisions.set(path, how === 'edited' ? editedText(context.dir, one) : how);
  }
  return decisions;
}
