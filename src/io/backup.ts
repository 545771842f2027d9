import { existsSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { OBJECTS } from '../merge/state.js';
import { WriteError } from './errors.js';
import { sha256 } from './hash.js';
import { BACKUPS } from './layout.js';
import type { Operation } from './operations.js';
import { finder, hashOf, lookAt, readBytes, type Original } from './read.js';
import { flushFolder, makeFolder, remove } from './write.js';

/** What one run did to one file. */
export interface BackupEntry {
  readonly path: string;
  /** SHA-256 of what was there before, which is kept beside this; absent where there was nothing. */
  readonly before?: string;
  /** Permissions that it had. */
  readonly mode?: number;
  /** User and group that it had. */
  readonly owner?: readonly [number, number];
  /** Where there was nothing: the folder above it that was there already. */
  readonly folder?: string;
  /** SHA-256 of what was there afterwards; absent where it was removed. */
  readonly after?: string;
  /** Another program wrote it after the run, such as a lock file: with edits made since, it stays. */
  readonly byTool?: true;
}

/** Everything that a run replaced or removed. */
export interface Backup {
  readonly id: string;
  /** The command that ran, for people. */
  readonly command: string;
  /** Whether lines of a user's are in it; such a backup is kept for ever. */
  readonly precious: boolean;
  readonly entries: readonly BackupEntry[];
  /** Folders that were not there, and that other programs filled after the run; of these node_modules is taken back. */
  readonly made?: readonly string[];
}

const MANIFEST = 'manifest.json';

/** Backups without a line of the user's that are kept: enough to go back a while. */
const KEPT = 10;

/** From the oldest to the newest. Numbers, because a clock may jump. */
export function backupIds(dir: string): readonly string[] {
  const folder = join(dir, BACKUPS);
  if (!lookAt(folder)?.isDirectory()) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && /^\d{6,}$/.test(entry.name))
    .map(({ name }) => name)
    .sort((a, b) => Number(a) - Number(b));
}

/** `undefined` where there is no such backup, or it was never finished: then nothing had been written yet. */
export function readBackup(dir: string, id: string): Backup | undefined {
  try {
    const backup = JSON.parse(readFileSync(join(dir, BACKUPS, id, MANIFEST), 'utf8')) as Omit<Backup, 'id'>;
    return Array.isArray(backup.entries) ? { id, ...backup } : undefined;
  } catch {
    return undefined;
  }
}

/** Those that can be read, from the oldest to the newest. */
export function backups(dir: string): readonly Backup[] {
  return backupIds(dir).flatMap((id) => readBackup(dir, id) ?? []);
}

/**
 * What was at the path before, as it is kept.
 *
 * @throws WriteError where that is lost or damaged.
 */
export function savedBytes(dir: string, id: string, { path, before }: BackupEntry): Uint8Array {
  if (before === undefined) throw new Error(`${path} was not there.`);
  const bytes = /^[0-9a-f]{64}$/.test(before) ? readBytes(join(dir, BACKUPS, id, before)) : undefined;
  if (bytes && sha256(bytes) === before) return bytes;
  throw new WriteError(
    `Backup ${id} is damaged: what it kept of ${path} is not there. Nothing was written.\n  Look into ${BACKUPS}/${id}, or at the history of the repository.`,
  );
}

/** The nearest folder above a path that is there. */
function folderAbove(dir: string, path: string): string {
  let folder = dirname(path);
  while (folder !== '.' && !existsSync(join(dir, folder))) folder = dirname(folder);
  return folder;
}

function entryOf(dir: string, { path, before, after }: Operation, original: Original | undefined): BackupEntry {
  return {
    path,
    ...(before === undefined
      ? { folder: folderAbove(dir, path) }
      : { before, ...(original && { mode: original.mode, owner: original.owner }) }),
    ...(after && { after: sha256(after.content) }),
  };
}

/** A pristine rendering has no line of anybody's, so that nothing is lost where a power cut takes it. */
const isPristine = (dir: string, hash: string): boolean => existsSync(join(dir, OBJECTS, hash));

/**
 * Keeps what the operations replace. Written whole before the first of them, and what may hold lines of the user's is on
 * the disk itself by then, not merely in the system's memory: no power cut takes both it and the file that it was.
 *
 * @param originals What is at their paths, where there is anything.
 */
export function backUp(
  dir: string,
  operations: readonly Operation[],
  originals: ReadonlyMap<string, Original>,
  about: Omit<Backup, 'id' | 'entries'>,
): Backup {
  const last = Number(backupIds(dir).at(-1) ?? '0');
  const id = String(last + 1).padStart(6, '0');
  const folder = join(dir, BACKUPS, id);
  makeFolder(folder);
  const kept = new Set<string>();
  const entries = operations.map((operation): BackupEntry => {
    const original = originals.get(operation.path);
    const { before } = operation;
    // A base that goes is, more often than not, the very file that it was the base of.
    if (before !== undefined && original && !kept.has(before))
      writeFileSync(join(folder, before), original.bytes, { flush: !isPristine(dir, before) });
    if (before !== undefined) kept.add(before);
    return entryOf(dir, operation, original);
  });
  const backup = { id, ...about, entries };
  writeManifest(dir, backup);
  for (const one of [folder, join(dir, BACKUPS)]) flushFolder(one);
  return backup;
}

function writeManifest(dir: string, { id, ...backup }: Backup): void {
  const manifest = join(dir, BACKUPS, id, MANIFEST);
  writeFileSync(`${manifest}.tmp`, `${JSON.stringify(backup, null, 1)}\n`, { flush: true });
  renameSync(`${manifest}.tmp`, manifest);
}

/** What was at paths, and above them, before other programs were started. */
export interface Beforehand {
  readonly files: ReadonlyMap<string, { readonly original?: Original; readonly folder: string }>;
  /** Folders that were not there. */
  readonly absent: readonly string[];
}

/** Looks at what other programs are about to write: `files` and `folders` are relative to the project. */
export function beforehand(dir: string, files: readonly string[], folders: readonly string[]): Beforehand {
  const find = finder(dir);
  const seen = files.flatMap((path) => {
    const found = find(path);
    const folder = folderAbove(dir, path);
    if (found === 'other') return [];
    return [[path, typeof found === 'string' ? { folder } : { original: found, folder }] as const];
  });
  return { files: new Map(seen), absent: folders.filter((path) => !lookAt(join(dir, path))) };
}

/** Adds to the newest backup what other programs have written since, so that taking the run back takes that back, too. */
export function addWritten(dir: string, { files, absent }: Beforehand): void {
  const id = backupIds(dir).at(-1);
  const backup = id === undefined ? undefined : readBackup(dir, id);
  if (!backup) return;
  const known = new Set(backup.entries.map(({ path }) => path));
  const find = finder(dir);
  const entries = [...files].flatMap(([path, { original, folder }]): readonly BackupEntry[] => {
    const after = hashOf(find(path));
    const before = original && sha256(original.bytes);
    if (known.has(path) || after === undefined || after === before) return [];
    if (!original || before === undefined) return [{ path, folder, after, byTool: true }];
    writeFileSync(join(dir, BACKUPS, backup.id, before), original.bytes, { flush: true });
    return [{ path, before, mode: original.mode, owner: original.owner, after, byTool: true }];
  });
  const made = absent.filter((path) => lookAt(join(dir, path))?.isDirectory());
  if (entries.length === 0 && made.length === 0) return;
  const precious = backup.precious || entries.some(({ before }) => before !== undefined);
  writeManifest(dir, { ...backup, precious, entries: [...backup.entries, ...entries], made });
}

/** The manifest goes first, so that what is half removed counts as never finished. */
export function removeBackup(dir: string, id: string): void {
  remove(join(dir, BACKUPS, id, MANIFEST));
  rmSync(join(dir, BACKUPS, id), { recursive: true, force: true });
  try {
    rmdirSync(join(dir, BACKUPS));
  } catch {
    return;
  }
}

/** Removes old backups without a line of the user's, and those that were never finished. The caller holds the lock. */
export function pruneBackups(dir: string): void {
  const ids = backupIds(dir);
  const plain = ids.filter((id) => readBackup(dir, id)?.precious === false);
  // One that cannot be read any more may hold anything: it stays.
  const unfinished = ids.filter((id) => !existsSync(join(dir, BACKUPS, id, MANIFEST)));
  for (const id of [...plain.slice(0, -KEPT), ...unfinished]) removeBackup(dir, id);
}
