import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDER } from '../merge/state.js';
import { sha256 } from './hash.js';
import type { Operation } from './operations.js';
import { isExecutable, readBytes } from './read.js';

export const BACKUPS = `${FOLDER}/backup`;

/** What one run did to one file. */
export interface BackupEntry {
  readonly path: string;
  /** SHA-256 of what was there before, which is kept beside this; absent where there was nothing. */
  readonly before?: string;
  readonly executable?: boolean;
  /** SHA-256 of what was there afterwards; absent where it was removed. */
  readonly after?: string;
}

/** Everything that a run replaced or removed. */
export interface Backup {
  readonly id: string;
  /** The command that ran, for people. */
  readonly command: string;
  /** Whether lines of a user's are in it; such a backup is kept for ever. */
  readonly precious: boolean;
  readonly entries: readonly BackupEntry[];
}

const MANIFEST = 'manifest.json';

/** Backups without a line of the user's that are kept: enough to go back a while. */
const KEPT = 10;

/** From the oldest to the newest. Numbers, because a clock may jump. */
export function backupIds(dir: string): readonly string[] {
  const folder = join(dir, BACKUPS);
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /^\d{6}$/.test(name))
        .sort()
    : [];
}

/** `undefined` where there is no such backup, or it was never finished: then nothing had been written yet. */
export function readBackup(dir: string, id: string): Backup | undefined {
  try {
    return { id, ...(JSON.parse(readFileSync(join(dir, BACKUPS, id, MANIFEST), 'utf8')) as Omit<Backup, 'id'>) };
  } catch {
    return undefined;
  }
}

/** What was at the path before, as it is kept. */
export function savedBytes(dir: string, id: string, entry: BackupEntry): Uint8Array {
  if (entry.before === undefined) throw new Error(`${entry.path} was not there.`);
  return readFileSync(join(dir, BACKUPS, id, entry.before));
}

/** Copies what the operations replace. Written whole before the first of them. */
export function backUp(dir: string, operations: readonly Operation[], about: Omit<Backup, 'id' | 'entries'>): string {
  const last = Number(backupIds(dir).at(-1) ?? '0');
  const id = String(last + 1).padStart(6, '0');
  const folder = join(dir, BACKUPS, id);
  mkdirSync(folder, { recursive: true });
  const entries = operations.map(({ path, before, after }): BackupEntry => {
    const bytes = before === undefined ? undefined : readBytes(join(dir, path));
    if (before !== undefined && bytes) writeFileSync(join(folder, before), bytes);
    return {
      path,
      ...(before !== undefined && { before, executable: isExecutable(join(dir, path)) }),
      ...(after && { after: sha256(after.content) }),
    };
  });
  writeFileSync(join(folder, MANIFEST), `${JSON.stringify({ ...about, entries }, null, 1)}\n`);
  return id;
}

/** Removes old backups without a line of the user's, and those that were never finished. */
export function pruneBackups(dir: string): void {
  const all = backupIds(dir).map((id) => readBackup(dir, id) ?? { id, precious: false });
  const plain = all.filter(({ precious }) => !precious);
  for (const { id } of plain.slice(0, -KEPT)) rmSync(join(dir, BACKUPS, id), { recursive: true, force: true });
}
