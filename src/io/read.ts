import { isUtf8 } from 'node:buffer';
import { existsSync, lstatSync, readFileSync, realpathSync, statSync, type Stats } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { Disk, DiskEntry } from '../merge/change.js';
import { isProjectPath } from '../merge/path.js';

type Folder = 'folder' | 'none' | 'blocked' | 'outside';

/** What is at a path itself; a link is not followed. */
export function lookAt(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Looks at each folder once, however many files are in it. */
function folders(dir: string): (path: string) => Folder {
  // A project that is yet to be made has nothing in it.
  const root = existsSync(dir) ? realpathSync(dir) : dir;
  const known = new Map<string, Folder>([['.', 'folder']]);
  const look = (path: string): Folder => {
    const parent = folderOf(dirname(path));
    if (parent !== 'folder') return parent;
    const stats = lookAt(join(root, path));
    if (!stats) return 'none';
    if (!stats.isSymbolicLink()) return stats.isDirectory() ? 'folder' : 'blocked';
    const target = statSync(join(root, path), { throwIfNoEntry: false });
    if (!target) return 'blocked';
    if (!isWithin(root, realpathSync(join(root, path)))) return 'outside';
    return target.isDirectory() ? 'folder' : 'blocked';
  };
  const folderOf = (path: string): Folder => {
    const there = known.get(path) ?? look(path);
    known.set(path, there);
    return there;
  };
  return folderOf;
}

// Windows has no such mode, and Node makes one up from the file's name.
const hasModes = process.platform !== 'win32';

function readFile(path: string, { mode }: Stats): DiskEntry {
  const bytes = readFileSync(path);
  if (!isUtf8(bytes)) return { kind: 'binary' };
  return { kind: 'file', content: bytes.toString('utf8'), ...(hasModes && { executable: (mode & 0o100) !== 0 }) };
}

function readEntry(dir: string, path: string, folderOf: (path: string) => Folder): DiskEntry | undefined {
  const folder = folderOf(dirname(path));
  if (folder === 'none') return undefined;
  if (folder !== 'folder') return { kind: folder };
  const stats = lookAt(join(dir, path));
  if (!stats) return undefined;
  if (stats.isSymbolicLink()) return { kind: 'link' };
  if (stats.isDirectory()) return { kind: 'directory' };
  return stats.isFile() ? readFile(join(dir, path), stats) : { kind: 'blocked' };
}

/** The bytes of a file; `undefined` where there is none. */
export function readBytes(file: string): Uint8Array | undefined {
  return lookAt(file)?.isFile() ? readFileSync(file) : undefined;
}

export function isExecutable(file: string): boolean {
  return ((lookAt(file)?.mode ?? 0) & 0o100) !== 0;
}

/** What is on disk at these paths, which may be those of the state itself. */
export function readPaths(dir: string, paths: Iterable<string>): Disk {
  const folderOf = folders(dir);
  const disk = new Map<string, DiskEntry>();
  for (const path of paths) {
    const entry = readEntry(dir, path, folderOf);
    if (entry) disk.set(path, entry);
  }
  return disk;
}

/** What is on disk at these paths of a project. Nothing is read through a link that leads out of it. */
export function readProject(dir: string, paths: Iterable<string>): Disk {
  const all = [...paths];
  // Before anything is looked up: the paths of a committed state are input like any other.
  const outside = all.filter((path) => !isProjectPath(path)).map((path) => [path, { kind: 'outside' }] as const);
  return new Map<string, DiskEntry>([...readPaths(dir, all.filter(isProjectPath)), ...outside]);
}
