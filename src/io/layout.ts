import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { CONFLICTS, FOLDER, INCOMING, OBJECTS, STATE_FILE } from '../merge/state.js';
import { follow, isWithin, lookAt } from './read.js';

export const BACKUPS = `${FOLDER}/backup`;
export const JOURNAL_FILE = `${FOLDER}/journal.json`;
export const LOCK_FILE = `${FOLDER}/lock`;
export const IGNORE_FILE = `${FOLDER}/.gitignore`;

const FOLDERS = [FOLDER, OBJECTS, CONFLICTS, INCOMING, BACKUPS];
const FILES = [STATE_FILE, JOURNAL_FILE, LOCK_FILE, IGNORE_FILE];

export interface Misplaced {
  readonly path: string;
  readonly reason: 'outside' | 'not-a-file';
}

function leadsOut(dir: string, path: string): boolean {
  return follow(join(dir, path)) !== undefined && !isWithin(realpathSync(dir), realpathSync(join(dir, path)));
}

/** What is in the place of a file or a folder of ours. Through a link we would write, and remove, who knows where. */
export function misplaced(dir: string): Misplaced | undefined {
  const isWrong = (path: string): boolean => {
    const stats = lookAt(join(dir, path));
    return stats !== undefined && !(FOLDERS.includes(path) ? stats.isDirectory() : stats.isFile());
  };
  const path = [...FOLDERS, ...FILES].find(isWrong);
  return path === undefined ? undefined : { path, reason: leadsOut(dir, path) ? 'outside' : 'not-a-file' };
}
