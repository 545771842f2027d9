import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { backupIds, backups, readBackup, type Backup, type BackupEntry } from '../io/backup.js';
import { restoreSaved, rollback } from '../io/rollback.js';
import { styleFor, type Style } from '../io/terminal.js';
import { FOLDER, STATE_FILE } from '../merge/state.js';
import { describeFiles, type FileChange } from '../project/report.js';
import { Stop } from '../project/stop.js';
import type { Call, Context } from './command.js';
import type { flags } from './commands/restore.js';
import { EXIT } from './exit.js';
import { guarded, projectPath, writeJson } from './look.js';
import { syncWith } from './wish.js';
import { GIT } from './written-after.js';

/** The command that writes a new project. */
const CREATION = 'create';

/** The program where node_modules of the project are gone. */
const WITHOUT_PACKAGES = 'npx --package=create-lge-stack lge-stack';

/** How many files of a backup are listed. */
const SHOWN = 12;

function kindOf({ before, after }: BackupEntry): FileChange['kind'] {
  if (before === undefined) return 'create';
  return after === undefined ? 'delete' : 'update';
}

/** What a run did to the user's files. */
function changesIn({ entries }: Backup): readonly FileChange[] {
  return entries
    .filter(({ path }) => !path.startsWith(`${FOLDER}/`))
    .map((entry) => ({ kind: kindOf(entry), path: entry.path }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function summary(changes: readonly FileChange[], style: Style): string {
  if (changes.length === 0) return '  what is remembered in .lge, and no file\n';
  const lines = describeFiles(changes.slice(0, SHOWN), style).trimEnd().split('\n');
  const more = changes.length > SHOWN ? [`… and ${changes.length - SHOWN} more`] : [];
  return [...lines, ...more].map((line) => `  ${line}\n`).join('');
}

/** Backups from the newest to the oldest, with what their runs did. */
function list({ dir, output, env }: Context, json: boolean): number {
  const style = styleFor(output, env);
  const all = backups(dir).toReversed();
  if (json)
    writeJson(
      { output },
      all.map((backup) => ({ id: backup.id, command: backup.command, files: changesIn(backup) })),
    );
  else if (all.length === 0) output.write('There is no backup.\n');
  else
    for (const backup of all)
      output.write(`${style.bold(backup.id)} ${backup.command}\n${summary(changesIn(backup), style)}`);
  return EXIT.ok;
}

/**
 * The newest backup. That of the creation has to be named: taking it back removes the project.
 *
 * @throws Stop where there is none but that.
 */
function lastRun(dir: string): string | undefined {
  const all = backups(dir);
  const last = all.findLast(({ command }) => command !== CREATION);
  if (last || all.length === 0) return last?.id;
  throw new Stop(
    `No run since the project was created has a backup. Nothing was written.\n  \`npx lge-stack restore --backup ${all.at(-1)!.id}\` removes every file that its creation wrote.\n`,
    2,
  );
}

/** How taking it back changes a file. */
const inverse = { create: 'delete', update: 'update', delete: 'create' } as const;

/** What is not as it was, in a sentence each. */
function remains(dir: string, left: readonly string[], made: readonly string[]): string {
  const changed = left.length === 0 ? [] : [`${left.join(', ')} stayed: it was changed since.`];
  const gone = existsSync(join(dir, STATE_FILE))
    ? []
    : [`${FOLDER} stays for the backups alone: remove it when you want none of this back.`];
  const git = made.includes(GIT) && existsSync(join(dir, GIT)) ? [`${GIT} stays: your commits may be in it.`] : [];
  return [...changed, ...gone, ...git].map((line) => `${line}\n`).join('');
}

function wholeRun(id: string | undefined, { dir, output, env }: Context, json: boolean): number {
  const { id: taken, command, paths, left } = rollback(dir, id);
  const wrote = new Set(paths);
  const backup = readBackup(dir, taken);
  const made = (backup?.made ?? []).filter((path) => wrote.has(path));
  const changes = [
    ...(backup ? changesIn(backup) : [])
      .filter(({ path }) => wrote.has(path))
      .map(({ kind, path }): FileChange => ({ kind: inverse[kind], path })),
    ...made.map((path): FileChange => ({ kind: 'delete', path: `${path}/` })),
  ];
  const undo = wrote.size > 0 ? backupIds(dir).at(-1) : undefined;
  if (json) {
    writeJson({ output }, { id: taken, command, files: changes, left, ...(undo !== undefined && { undo }) });
    return EXIT.ok;
  }
  output.write(describeFiles(changes, styleFor(output, env)));
  output.write(
    undo === undefined
      ? `Everything is as it was before ${command} (backup ${taken}) already.\n`
      : `${command} (backup ${taken}) is taken back; \`${made.length > 0 ? WITHOUT_PACKAGES : 'npx lge-stack'} restore --backup ${undo}\` undoes that.\n`,
  );
  output.write(remains(dir, left, backup?.made ?? []));
  return EXIT.ok;
}

function singleFiles(words: readonly string[], id: string, { dir, output, env }: Context, json: boolean): number {
  const paths = [...new Set(words.map((word) => projectPath(word, dir)))];
  const saved = new Set(readBackup(dir, id)?.entries.flatMap(({ path, before }) => (before === undefined ? [] : path)));
  // Said of the first that is missing, before any of them is written.
  const order = [...paths.filter((path) => !saved.has(path)), ...paths.filter((path) => saved.has(path))];
  const wrote = order.filter((path) => restoreSaved(dir, id, path));
  if (json) {
    writeJson(
      { output },
      paths.map((path) => ({ path, kind: wrote.includes(path) ? 'update' : 'same' })),
    );
    return EXIT.ok;
  }
  const style = styleFor(output, env);
  for (const path of paths)
    output.write(
      wrote.includes(path) ? describeFiles([{ kind: 'update', path }], style) : `${path} is as it was already.\n`,
    );
  return EXIT.ok;
}

/** Brings files back: as the stack writes them, or as a backup has them. */
export function restore(
  { words, flags: { backup, list: listed, json: asJson } }: Call<typeof flags>,
  context: Context,
): Promise<number> {
  return guarded(context, async () => {
    const { dir, errors } = context;
    const json = asJson === true;
    if (listed) return list(context, json);
    if (backup !== undefined) {
      const { recovered } = await import('../project/run.js');
      await recovered(dir, context);
      const id = backup === 'last' ? lastRun(dir) : backup;
      return words.length === 0 ? wholeRun(id, context, json) : singleFiles(words, id ?? 'last', context, json);
    }
    if (words.length === 0) {
      errors.write('Which file? Or which backup: --backup last. --list names those that there are.\n');
      return EXIT.usage;
    }
    return syncWith(
      { restore: new Set(words.map((word) => projectPath(word, dir))) },
      {
        command: 'restore',
        json,
        told: ({ kind }) => (kind === 'adopt' || kind === 'same' ? 'It is as the stack writes it already.' : undefined),
      },
      context,
    );
  });
}
