import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDER } from '../merge/state.js';
import { readBackup, savedBytes, type Backup, type BackupEntry } from './backup.js';
import { sha256 } from './hash.js';
import { readBytes } from './read.js';
import { removeFile, removeTemporary, setExecutable, writeFile } from './write.js';

export const JOURNAL_FILE = `${FOLDER}/journal.json`;

/** A run that did not come to its end. */
export interface Unfinished {
  /** The backup that it made before its first write. */
  readonly backup: string;
  readonly command: string;
}

/** `undefined` where every run came to its end. */
export function unfinished(dir: string): Unfinished | undefined {
  const file = join(dir, JOURNAL_FILE);
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8')) as Unfinished;
}

export function openJournal(dir: string, journal: Unfinished): void {
  writeFile(join(dir, JOURNAL_FILE), `${JSON.stringify(journal)}\n`, false);
}

export function closeJournal(dir: string): void {
  rmSync(join(dir, JOURNAL_FILE), { force: true });
}

function hashAt(dir: string, path: string): string | undefined {
  const bytes = readBytes(join(dir, path));
  return bytes && sha256(bytes);
}

function putBack(dir: string, { id }: Backup, entry: BackupEntry): void {
  const { path, before, executable = false } = entry;
  if (before === undefined) removeFile(dir, path);
  else writeFile(join(dir, path), savedBytes(dir, id, entry), executable);
}

/** Where the mode alone was changed, the content tells nothing. */
function restoreMode(dir: string, { path, before, executable }: BackupEntry): void {
  if (before !== undefined && executable !== undefined) setExecutable(join(dir, path), executable);
}

export interface Recovery {
  readonly command: string;
  /** Files that somebody saved since: they stay as they are. */
  readonly left: readonly string[];
}

/**
 * Takes back what an unfinished run did, so that the project is as it was before. It can be killed itself at any point
 * and begun again. The caller holds the lock.
 */
export function recover(dir: string): Recovery | undefined {
  const journal = unfinished(dir);
  if (!journal) return undefined;
  const backup = readBackup(dir, journal.backup);
  const left: string[] = [];
  for (const entry of [...(backup?.entries ?? [])].reverse()) {
    removeTemporary(join(dir, entry.path));
    const now = hashAt(dir, entry.path);
    if (now === entry.before) restoreMode(dir, entry);
    else if (now === entry.after) putBack(dir, backup!, entry);
    else left.push(entry.path);
  }
  closeJournal(dir);
  return { command: journal.command, left };
}
