import {
  chmodSync,
  chownSync,
  closeSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { lookAt } from './read.js';

/** Beside the file, so that the rename stays on one file system; hidden, so that watchers and globs pass it by. */
function temporaryName(file: string): string {
  return join(dirname(file), `.${basename(file)}.lge-tmp`);
}

/** What a killed run may have left beside a file. */
export function removeTemporary(file: string): void {
  rmSync(temporaryName(file), { force: true });
}

function writeAll(file: string, content: string | Uint8Array, mode: number): void {
  const handle = openSync(file, 'wx', mode);
  try {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    for (let done = 0; done < bytes.length;) done += writeSync(handle, bytes, done);
  } finally {
    closeSync(handle);
  }
}

function withExecutable(mode: number, executable: boolean): number {
  return executable ? mode | ((mode & 0o444) >> 2) : mode & ~0o111;
}

/** Mode and owner of the file that is replaced; with `sudo npx projen` it stays the user's. */
function inherit(temporary: string, file: string, executable: boolean): void {
  const before = lookAt(file);
  if (!before) return;
  chmodSync(temporary, withExecutable(before.mode & 0o777, executable));
  if (process.getuid?.() === 0 && before.uid !== 0) chownSync(temporary, before.uid, before.gid);
}

/** Replaces the file as a whole or not at all: a reader sees the old content or the new, never half of either. */
export function writeFile(file: string, content: string | Uint8Array, executable: boolean): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = temporaryName(file);
  removeTemporary(file);
  try {
    writeAll(temporary, content, executable ? 0o777 : 0o666);
    inherit(temporary, file, executable);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Leaves content and times alone. */
export function setExecutable(file: string, executable: boolean): void {
  const stats = lookAt(file);
  if (stats) chmodSync(file, withExecutable(stats.mode & 0o777, executable));
}

/** Removes a file of the project, and the folders above it that are empty then. */
export function removeFile(dir: string, path: string): void {
  rmSync(join(dir, path), { force: true });
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    try {
      // Fails where anything is left, and so never removes what is not empty.
      rmdirSync(join(dir, folder));
    } catch {
      return;
    }
  }
}
