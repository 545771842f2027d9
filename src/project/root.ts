import { statSync } from 'node:fs';
import util from 'projen/lib/util.js';

function isWritable(file: string): boolean {
  return ((statSync(file, { throwIfNoEntry: false })?.mode ?? 0) & 0o222) !== 0;
}

/**
 * To root every file is writable, so projen takes each of its read-only files for changed and writes it anew on every
 * run. It is told to look at the mode instead, which is what it means.
 */
export function judgeByMode(): void {
  if (process.getuid?.() === 0) (util as unknown as { isWritable: (file: string) => boolean }).isWritable = isWritable;
}
