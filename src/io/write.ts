import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { codeOf } from './errors.js';
import { lookAt } from './read.js';

/** Beside the file, so that the rename stays on one file system; hidden, so that watchers and globs pass it by. */
function temporaryName(file: string): string {
  return join(dirname(file), `.${basename(file)}.lge-tmp`);
}

/** Like `rm -f`. Node's own takes a file that it may not remove for a folder, and tells of that instead. */
export function remove(file: string): void {
  // Asked first: a read-only disk refuses before it looks.
  if (!lookAt(file)) return;
  try {
    unlinkSync(file);
  } catch (error) {
    // Another run may have been faster.
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** Like `mkdir -p`. Node's own says on a read-only disk that there is no such folder. */
export function makeFolder(folder: string): void {
  // Most are there, and an error costs more than a look.
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another run may have been faster, and may have removed it again by now.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** Where a file system, or Windows, flushes no folder, it sees to its names by itself. */
const UNFLUSHED = ['EINVAL', 'ENOTSUP', 'EPERM', 'EISDIR'];

/** What a folder names outlasts a power cut only once the folder itself is flushed. */
export function flushFolder(folder: string): void {
  let handle: number | undefined;
  try {
    handle = openSync(folder, 'r');
    fsyncSync(handle);
  } catch (error) {
    if (!UNFLUSHED.includes(codeOf(error) ?? '')) throw error;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** What a killed run may have left beside a file. */
export function removeTemporary(file: string): void {
  remove(temporaryName(file));
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

/** Where the file has to be as it once was, and not merely as the one that it replaces. */
export interface Exactly {
  readonly mode?: number;
  readonly owner?: readonly [number, number];
}

function giveTo(file: string, [user, group]: readonly [number, number]): void {
  if (process.getuid?.() === 0 && user !== 0) chownSync(file, user, group);
}

/** Mode and owner of the file that is replaced; with `sudo npx projen` it stays the user's. */
function inherit(temporary: string, file: string, executable: boolean, exactly: Exactly): void {
  const before = lookAt(file);
  const owner = exactly.owner ?? (before && ([before.uid, before.gid] as const));
  if (owner) giveTo(temporary, owner);
  const mode = exactly.mode ?? (before && withExecutable(before.mode & 0o777, executable));
  if (mode !== undefined) chmodSync(temporary, mode);
}

/**
 * Replaces the file as a whole or not at all: a reader sees the old content or the new, never half of either.
 *
 * @param ready Called just before the new file takes its place: what it throws leaves the old one there.
 */
export function writeFile(
  file: string,
  content: string | Uint8Array,
  executable: boolean,
  exactly: Exactly = {},
  ready: () => void = () => undefined,
): void {
  makeFolder(dirname(file));
  const temporary = temporaryName(file);
  removeTemporary(file);
  try {
    writeAll(temporary, content, executable ? 0o777 : 0o666);
    inherit(temporary, file, executable, exactly);
    ready();
    renameSync(temporary, file);
  } catch (error) {
    remove(temporary);
    throw error;
  }
}

/** Leaves content and times alone. */
export function setExecutable(file: string, executable: boolean): void {
  const stats = lookAt(file);
  if (stats) setMode(file, withExecutable(stats.mode & 0o777, executable));
}

/** Leaves content and times alone. */
export function setMode(file: string, mode: number): void {
  const stats = lookAt(file);
  if (stats && (stats.mode & 0o7777) !== mode) chmodSync(file, mode);
}

/** Removes the folder, and those above it up to `keep`, as long as nothing is in them. */
export function removeEmptyFolders(dir: string, from: string, keep = '.'): void {
  for (let folder = from; folder !== keep && folder !== '.'; folder = dirname(folder)) {
    try {
      // Fails where anything is left, and so never removes what is not empty.
      rmdirSync(join(dir, folder));
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') return;
    }
  }
}

/** Removes a file of the project, and the folders above it that are empty then, up to `keep`. */
export function removeFile(dir: string, path: string, keep?: string): void {
  remove(join(dir, path));
  removeEmptyFolders(dir, dirname(path), keep);
}
