import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { CONFLICTS, INCOMING } from '../merge/state.js';
import { isProjectPath } from '../merge/path.js';
import { transact, type ApplyOptions } from './apply.js';
import { backupIds, readBackup, savedBytes, type Backup, type BackupEntry } from './backup.js';
import { EditedError, NoBackupError, StaleError } from './errors.js';
import { unfinished } from './journal.js';
import { BACKUPS, IGNORE_FILE } from './layout.js';
import type { After, Operation } from './operations.js';
import { finder, hashOf, lookAt, type Found } from './read.js';

function backupOf(dir: string, id: string | undefined): Backup {
  const whole = backupIds(dir).filter((one) => readBackup(dir, one) !== undefined);
  const wanted = id ?? whole.at(-1);
  const backup = wanted !== undefined && whole.includes(wanted) ? readBackup(dir, wanted) : undefined;
  if (backup) return backup;
  const there = whole.length === 0 ? 'There is none at all' : `There are ${whole.join(', ')}`;
  throw new NoBackupError(
    `${wanted === undefined ? 'There is no backup' : `There is no backup ${wanted}`} in ${BACKUPS}. Nothing was written.\n  ${there}.`,
  );
}

function refuseUnfinished(dir: string): void {
  if (unfinished(dir))
    throw new StaleError(
      'Another run was interrupted. Nothing was written; run npx projen, which takes it back, first.',
    );
}

function saved(dir: string, id: string, entry: BackupEntry): After {
  const { mode, owner } = entry;
  const executable = ((mode ?? 0) & 0o100) !== 0;
  return {
    content: savedBytes(dir, id, entry),
    executable,
    ...(mode !== undefined && { mode }),
    ...(owner && { owner }),
  };
}

export interface RolledBack {
  /** The backup that was taken back. */
  readonly id: string;
  /** The command that had made it. */
  readonly command: string;
  /** What was written or removed, sorted. Empty where all was as before already. */
  readonly paths: readonly string[];
  /** What another program wrote after the run, and somebody has changed since: it is left as it is. */
  readonly left: readonly string[];
}

/** The operation that takes an entry back; `undefined` where all is as before, `edited` where something else is there. */
function inverse(dir: string, id: string, entry: BackupEntry, found: Found): Operation | 'edited' | undefined {
  const { path, before, after, mode, folder } = entry;
  const now = hashOf(found);
  if (found === 'other' || (now !== after && now !== before)) return 'edited';
  const sameMode = typeof found === 'string' || mode === undefined || found.mode === mode;
  if (now === before && (before !== after || sameMode)) return undefined;
  return {
    path,
    ...(now !== undefined && { before: now }),
    ...(before !== undefined && { after: saved(dir, id, entry) }),
    ...(folder !== undefined && { folder }),
  };
}

/** A folder of packages: whoever wants it again installs them. Whether it was there. */
function removeMade(dir: string, path: string): boolean {
  const folder = join(dir, path);
  // A manifest is a file that somebody may have changed: nothing else is ever removed as a whole.
  if (path !== 'node_modules' || !lookAt(folder)?.isDirectory()) return false;
  rmSync(folder, { recursive: true, force: true });
  return true;
}

/**
 * Takes a whole run back, to the byte: contents, permissions, files that it made, and the state. It is backed up itself, so
 * that it can be taken back as well.
 *
 * @param id Of the backup. Default: the newest.
 * @throws EditedError with the files that were changed since; NoBackupError when there is no such backup; and what
 * `transact` throws. Nothing is written then.
 */
export function rollback(dir: string, id?: string, onStep?: ApplyOptions['onStep']): RolledBack {
  refuseUnfinished(dir);
  const backup = backupOf(dir, id);
  const find = finder(dir);
  // The other way round: bases are there before the files that need them.
  const inverses = backup.entries
    // As long as there are backups, git has to pass them by.
    .filter(({ path }) => path !== IGNORE_FILE)
    .toReversed()
    .map((entry) => [entry.path, inverse(dir, backup.id, entry, find(entry.path))] as const);
  const changed = inverses.filter(([, operation]) => operation === 'edited').map(([path]) => path);
  const tools = new Set(backup.entries.filter(({ byTool }) => byTool).map(({ path }) => path));
  const edited = changed.filter((path) => !tools.has(path));
  if (edited.length > 0)
    throw new EditedError(
      `Changed since ${backup.command} (backup ${backup.id}): ${edited.toSorted().join(', ')}. Nothing was written.\n` +
        '  Take later runs back first, or restore single files from the backup.',
      edited.toSorted(),
    );
  const operations = inverses.flatMap(([, operation]) =>
    operation === undefined || operation === 'edited' ? [] : [operation],
  );
  // What it replaces may be lines of the user's as well: those with which they resolved a conflict.
  if (operations.length > 0) transact(dir, operations, { command: 'rollback', precious: true }, onStep);
  const made = (backup.made ?? []).filter((path) => removeMade(dir, path));
  const paths = [...operations.map(({ path }) => path), ...made].toSorted();
  const left = changed.filter((path) => tools.has(path)).toSorted();
  return { id: backup.id, command: backup.command, paths, left };
}

/** Whether a file stands for itself: the state and the bases belong together. */
function isSingle(path: string): boolean {
  return isProjectPath(path) || path.startsWith(`${CONFLICTS}/`) || path.startsWith(`${INCOMING}/`);
}

/**
 * Brings back what a run replaced or removed at one path. What is there now is backed up first.
 *
 * @returns whether anything was written: not where it is there already.
 * @throws NoBackupError when there is no such backup, or no such file in it; and what `transact` throws. Nothing is
 * written then.
 */
export function restoreSaved(dir: string, id: string, path: string, onStep?: ApplyOptions['onStep']): boolean {
  refuseUnfinished(dir);
  const { entries } = backupOf(dir, id);
  const entry = entries.find((one) => one.path === path && one.before !== undefined && isSingle(path));
  if (!entry) {
    const there = entries.filter((one) => one.before !== undefined && isSingle(one.path)).map((one) => one.path);
    throw new NoBackupError(
      `Backup ${id} has nothing of ${path}. Nothing was written.\n  It has ${there.length === 0 ? 'no file' : there.toSorted().join(', ')}.`,
    );
  }
  const found = finder(dir)(path);
  if (found === 'other')
    throw new StaleError(`${path} is no file now, or is behind a link. Nothing was written; move it away first.`);
  const now = hashOf(found);
  if (now === entry.before && typeof found !== 'string' && found.mode === (entry.mode ?? found.mode)) return false;
  const operation: Operation = { path, ...(now !== undefined && { before: now }), after: saved(dir, id, entry) };
  transact(dir, [operation], { command: `restore ${path}`, precious: true }, onStep);
  return true;
}
