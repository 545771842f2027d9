import { addWritten, beforehand } from '../io/backup.js';
import type { Stack } from '../model/stack.js';
import { lockFiles } from './lock.js';

/** Of `npm install` in the project itself. */
const NPM = { lock: 'package-lock.json', folder: 'node_modules' } as const;

/**
 * Looks at what package managers are about to write.
 *
 * @returns what adds that to the backup of the run before them, once they have: it is taken back with the run.
 */
export function watchTools(dir: string, stack: Stack): () => void {
  const before = beforehand(dir, [...new Set([NPM.lock, ...lockFiles(stack).map(({ path }) => path)])], [NPM.folder]);
  return () => addWritten(dir, before);
}
