import { isUtf8 } from 'node:buffer';
import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, statSync, type Stats } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { Disk, DiskEntry } from '../merge/change.js';
import { isProjectPath } from '../merge/path.js';
import { codeOf } from './errors.js';
import { sha256 } from './hash.js';

type Folder = 'folder' | 'none' | 'blocked' | 'outside';

/** What is at a path itself; a link is not followed. */
export function lookAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    // A file where the path wants a folder: so there is nothing at the path.
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** What a link leads to; `undefined` where that is nothing, or the link itself. */
export function follow(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (['ELOOP', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

export function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** A link may lead elsewhere in the project, but not to what is git's, npm's or ours. */
function isOpen(root: string, target: string): boolean {
  const way = relative(root, target).split(sep).join('/');
  return isWithin(root, target) && (way === '' || isProjectPath(way));
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
    const target = follow(join(root, path));
    if (!target) return 'blocked';
    if (!isOpen(root, realpathSync(join(root, path)))) return 'outside';
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

/** What `read` reads; `undefined` where another run removed it since it was looked at: then it is not there. */
function unlessGone<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function readFile(path: string, { mode }: Stats): DiskEntry | undefined {
  const bytes = unlessGone(() => readFileSync(path));
  if (!bytes) return undefined;
  if (!isUtf8(bytes)) return { kind: 'binary' };
  return { kind: 'file', content: bytes.toString('utf8'), ...(hasModes && { executable: (mode & 0o100) !== 0 }) };
}

type Spot = Stats | Exclude<Folder, 'folder'>;

/** What a path leads to: where it is free, `none`. */
function spot(dir: string, path: string, folderOf: (path: string) => Folder): Spot {
  const folder = folderOf(dirname(path));
  return folder === 'folder' ? (lookAt(join(dir, path)) ?? 'none') : folder;
}

function readEntry(dir: string, path: string, folderOf: (path: string) => Folder): DiskEntry | undefined {
  const stats = spot(dir, path, folderOf);
  if (stats === 'none') return undefined;
  if (typeof stats === 'string') return { kind: stats };
  if (stats.isSymbolicLink()) return { kind: 'link' };
  if (stats.isDirectory()) return { kind: 'directory' };
  return stats.isFile() ? readFile(join(dir, path), stats) : { kind: 'blocked' };
}

/** The bytes of a file; `undefined` where there is none. */
export function readBytes(file: string): Uint8Array | undefined {
  return lookAt(file)?.isFile() ? unlessGone(() => readFileSync(file)) : undefined;
}

/** A file to the byte, with all that it takes to make it once more. */
export interface Original {
  readonly bytes: Uint8Array;
  /** Permissions. */
  readonly mode: number;
  /** User and group. */
  readonly owner: readonly [number, number];
}

/** What is at a path; `other` where it is no file, or the way to it leads through something else than folders of ours. */
export type Found = Original | 'none' | 'other';

/** SHA-256 of what was found; `undefined` where that is no file. */
export function hashOf(found: Found): string | undefined {
  return typeof found === 'string' ? undefined : sha256(found.bytes);
}

/** Every file below a folder of the project, by its path in it; none where there is no such folder. */
export function filesBelow(dir: string, folder: string): readonly string[] {
  const entries = unlessGone(() => readdirSync(join(dir, folder), { recursive: true, withFileTypes: true })) ?? [];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

/** Looks at one path after another. For a short time only: it looks at each folder once. */
export function finder(dir: string): (path: string) => Found {
  const folderOf = folders(dir);
  return (path) => {
    const stats = spot(dir, path, folderOf);
    if (stats === 'none') return 'none';
    if (typeof stats === 'string' || !stats.isFile()) return 'other';
    const bytes = unlessGone(() => readFileSync(join(dir, path)));
    return bytes ? { bytes, mode: stats.mode & 0o7777, owner: [stats.uid, stats.gid] } : 'none';
  };
}

/** The paths at which a file can be neither read nor written, because something else is there or in the way. */
export function obstructed(dir: string, paths: Iterable<string>): readonly string[] {
  const folderOf = folders(dir);
  return [...paths].filter((path) => {
    const stats = spot(dir, path, folderOf);
    return stats !== 'none' && (typeof stats === 'string' || !stats.isFile());
  });
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
