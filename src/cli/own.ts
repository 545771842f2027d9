import { owners, type Owner } from '../model/files.js';
import type { Call, Context } from './command.js';
import type { flags } from './commands/own.js';
import { EXIT } from './exit.js';
import { projectPath } from './look.js';
import { syncWith } from './wish.js';

const choices: readonly string[] = [...owners.filter((owner) => owner !== 'added'), 'default'];

/** Says whose files these are from now on. */
export async function own({ words, flags: { as, json } }: Call<typeof flags>, context: Context): Promise<number> {
  if (as === undefined || !choices.includes(as)) {
    context.errors.write(`--as wants one of ${choices.join(', ')}.\n`);
    return EXIT.usage;
  }
  const wishes = new Map(words.map((word) => [projectPath(word), as as Owner | 'default']));
  return syncWith('own', { own: wishes }, context, json ? { json } : {});
}
