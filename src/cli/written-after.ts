import { addWritten, beforehand } from '../io/backup.js';
import type { Stack } from '../model/stack.js';
import { lockFiles } from './lock.js';

/** The repository of Git. */
export const GIT = '.git';

/** Of `npm install` in the project itself. */
const LOCK = 'package-lock.json';
/** Whether the second one was made is remembered to be told: with commits in it, it is nobody's to remove. */
const FOLDERS = ['node_modules', GIT];

/**
 * Looks at what package managers and Git are about to write.
 *
 * @returns what adds that to the backup of the run before them, once they have: it is taken back with the run.
 */
export function watchTools(dir: string, stack: Stack): () => void {
  const before = beforehand(dir, [...new Set([LOCK, ...lockFiles(stack).map(({ path }) => path)])], FOLDERS);
  return () => addWritten(dir, before);
}
