import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDER } from '../merge/state.js';
import { backupIds, readBackup, removeBackup, savedBytes, type BackupEntry } from './backup.js';
import { WriteError, writeError } from './errors.js';
import { sha256 } from './hash.js';
import { BACKUPS, JOURNAL_FILE } from './layout.js';
import { finder, hashOf, lookAt, readBytes, type Found } from './read.js';
import { flushFolder, remove, removeFile, removeTemporary, setMode, writeFile } from './write.js';

/** A run that did not come to its end. */
export interface Unfinished {
  /** The backup that it made before its first write. */
  readonly backup: string;
  readonly command: string;
  /** It is taken back already, and only its backup is left to remove. */
  readonly undone?: true;
}

function damaged(dir: string): WriteError {
  const last = backupIds(dir).at(-1);
  const place = last === undefined ? '' : ` What it replaced is in ${BACKUPS}/${last}.`;
  return new WriteError(
    `${JOURNAL_FILE} is damaged, so that the run which left it cannot be taken back.${place} Nothing was written.\n  Compare, then delete ${JOURNAL_FILE}.`,
  );
}

/**
 * `undefined` where every run came to its end.
 *
 * @throws WriteError where that cannot be told.
 */
export function unfinished(dir: string): Unfinished | undefined {
  const file = join(dir, JOURNAL_FILE);
  if (!lookAt(file)) return undefined;
  try {
    const journal = JSON.parse(Buffer.from(readBytes(file) ?? []).toString('utf8')) as Unfinished;
    if (/^\d{6,}$/.test(journal.backup)) return journal;
  } catch {
    // It is damaged.
  }
  throw damaged(dir);
}

export function openJournal(dir: string, journal: Unfinished): void {
  // In the folder of the backup, which git does not see, so that a killed run leaves nothing elsewhere.
  const draft = join(dir, BACKUPS, journal.backup, 'journal.json');
  writeFileSync(draft, `${JSON.stringify(journal)}\n`, { flush: true });
  renameSync(draft, join(dir, JOURNAL_FILE));
  flushFolder(join(dir, FOLDER));
}

export function closeJournal(dir: string): void {
  remove(join(dir, JOURNAL_FILE));
}

interface Site {
  readonly dir: string;
  readonly backup: string;
  readonly find: (path: string) => Found;
}

function putBack({ dir, backup }: Site, entry: BackupEntry): boolean {
  const { path, mode, owner, after } = entry;
  let saved: Uint8Array;
  try {
    saved = savedBytes(dir, backup, entry);
  } catch {
    return false;
  }
  const moved = new Error('Somebody saved it just now.');
  const file = join(dir, path);
  try {
    writeFile(file, saved, false, { ...(mode !== undefined && { mode }), ...(owner && { owner }) }, () => {
      const bytes = readBytes(file);
      if ((bytes && sha256(bytes)) !== after) throw moved;
    });
  } catch (error) {
    if (error === moved) return false;
    throw error;
  }
  return true;
}

/** Whether the file is as it was before the run. */
function takeBack(site: Site, entry: BackupEntry): boolean {
  const { dir, find } = site;
  const { path, before, after, mode, folder } = entry;
  const found = find(path);
  if (found === 'other') return false;
  removeTemporary(join(dir, path));
  const now = hashOf(found);
  if (before === undefined) {
    if (now !== undefined && now !== after) return false;
    removeFile(dir, path, folder);
    return true;
  }
  if (now !== before) return now === after && putBack(site, entry);
  // Where the mode alone was changed, the content tells nothing.
  if (after === before && mode !== undefined) setMode(join(dir, path), mode);
  return true;
}

export interface Recovery {
  readonly command: string;
  /** Files that somebody saved since: they stay as they are, and what they were before stays in the backup. */
  readonly left: readonly string[];
  /** The backup is lost, so nothing could be taken back: what was written stays. */
  readonly lost?: true;
}

function takeAllBack(dir: string, backup: string, entries: readonly BackupEntry[]): readonly string[] {
  const site: Site = { dir, backup, find: finder(dir) };
  // What was made goes first: on a full disk, that is the room for the rest.
  const made = entries.filter(({ before }) => before === undefined);
  const replaced = entries.filter(({ before }) => before !== undefined);
  const left: string[] = [];
  const errors: unknown[] = [];
  for (const entry of [...made, ...replaced.toReversed()])
    try {
      if (!takeBack(site, entry)) left.push(entry.path);
    } catch (error) {
      // One that cannot be written is no reason to leave the others half done.
      errors.push(writeError(error, entry.path, 'The next run takes it back.'));
    }
  if (errors.length > 0) throw errors[0];
  return left;
}

/**
 * Takes back what an unfinished run did, so that the project is as it was before. It can be killed itself at any point
 * and begun again. The caller holds the lock.
 */
export function recover(dir: string): Recovery | undefined {
  const journal = unfinished(dir);
  if (!journal) return undefined;
  const { backup: id, command, undone } = journal;
  const backup = undone ? undefined : readBackup(dir, id);
  const left = backup ? takeAllBack(dir, id, backup.entries) : [];
  if (backup && left.length === 0) openJournal(dir, { backup: id, command, undone: true });
  if (undone ?? (backup && left.length === 0)) removeBackup(dir, id);
  closeJournal(dir);
  return { command, left, ...(!undone && !backup && { lost: true }) };
}
