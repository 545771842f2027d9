import { backupIds, readBackup } from '../io/backup.js';
import { locked } from '../io/lock.js';
import { recover } from '../io/journal.js';
import { restoreSaved, rollback } from '../io/rollback.js';
import type { Call, Context } from './command.js';
import type { flags } from './commands/restore.js';
import { EXIT } from './exit.js';
import { guarded, projectPath, writeJson } from './look.js';
import { syncWith } from './wish.js';

/** Backups from the newest to the oldest, with what is in them. */
function list({ dir, output }: Context, json: boolean): number {
  const backups = backupIds(dir)
    .toReversed()
    .flatMap((id) => readBackup(dir, id) ?? []);
  if (json)
    writeJson(
      { output },
      backups.map(({ id, command, entries }) => ({ id, command, files: entries.map(({ path }) => path) })),
    );
  else if (backups.length === 0) output.write('There is no backup.\n');
  for (const { id, command, entries } of json ? [] : backups) {
    const paths = entries
      .filter(({ path, before }) => before !== undefined && !path.startsWith('.lge/'))
      .map(({ path }) => path);
    output.write(`${id}  ${command}  ${paths.join(' ')}\n`);
  }
  return EXIT.ok;
}

function fromBackup(words: readonly string[], backup: string, { dir, output }: Context): number {
  locked(dir, () => recover(dir));
  const id = backup === 'last' ? backupIds(dir).at(-1) : backup;
  if (words.length === 0) {
    const { command, paths } = rollback(dir, id);
    output.write(
      `${command} was taken back.\n${paths
        .filter((path) => !path.startsWith('.lge/'))
        .map((path) => `~ ${path}\n`)
        .join('')}`,
    );
    return EXIT.ok;
  }
  for (const word of words) {
    const path = projectPath(word);
    const wrote = restoreSaved(dir, id ?? '', path);
    output.write(wrote ? `~ ${path}\n` : `${path} is as it was already.\n`);
  }
  return EXIT.ok;
}

/** Brings files back: as the stack writes them, or as a backup has them. */
export function restore(
  { words, flags: { backup, list: listed, json } }: Call<typeof flags>,
  context: Context,
): Promise<number> {
  return guarded(context, async () => {
    if (listed) return list(context, json === true);
    if (backup !== undefined) return fromBackup(words, backup, context);
    if (words.length === 0) {
      context.errors.write('Which file? Or which backup: --backup last. --list names those that there are.\n');
      return EXIT.usage;
    }
    return syncWith('restore', { restore: new Set(words.map(projectPath)) }, context, json ? { json } : {});
  });
}
