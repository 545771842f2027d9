import { owners, type Owner } from '../model/files.js';
import type { Call, Context } from './command.js';
import type { flags } from './commands/own.js';
import { EXIT } from './exit.js';
import { projectPath } from './look.js';
import { syncWith } from './wish.js';

const choices: readonly string[] = [...owners.filter((owner) => owner !== 'added'), 'default'];

const sentences: Readonly<Record<Owner, string>> = {
  managed: 'create-lge-stack alone writes it from now on; an edit is refused.',
  merged: 'It is shared from now on: your changes are merged with those of the template.',
  seed: 'It is yours from now on, and never written again.',
  added: 'It is yours; lines that the stack needs are added to it.',
};

/** Says whose files these are from now on. */
export async function own({ words, flags: { as, json } }: Call<typeof flags>, context: Context): Promise<number> {
  if (as === undefined || !choices.includes(as)) {
    context.errors.write(`--as wants one of ${choices.join(', ')}.\n`);
    return EXIT.usage;
  }
  const wishes = new Map(words.map((word) => [projectPath(word, context.dir), as as Owner | 'default']));
  return syncWith({ own: wishes }, { command: 'own', json, told: ({ owner }) => sentences[owner] }, context);
}
