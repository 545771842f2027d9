import { spawnSync } from 'node:child_process';
import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, readSync, realpathSync } from 'node:fs';

import { dirname, join } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import type { Repository } from '../detect/repository.js';
import { codeOf } from './errors.js';
import { isWithin, lookAt } from './read.js';

/** Bytes; nobody writes a source of that size by hand. */
const LARGEST = 1024 * 1024;
const NEVER = new Set([
  '.git',
  'node_modules',
  '.venv',
  'venv',
  '__pycache__',
  '.tox',
  '.mypy_cache',
  '.pytest_cache',
  '.lge',
]);
const isOpen = (path: string): boolean => !path.split('/').some((name) => NEVER.has(name));
/** What is no text, by its name: it is not opened to find that out. */
const BINARY =
  /\.(png|jpe?g|gif|webp|avif|ico|bmp|pdf|zip|t?gz|bz2|xz|7z|jar|whl|pyc|so|dll|exe|woff2?|ttf|otf|eot|mp[34]|mov|wav|sqlite3?|db)$/i;

/** Variables with which git would look elsewhere: a hook, under which we may run, sets them. */
const ELSEWHERE = /^GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX|OBJECT_DIRECTORY|COMMON_DIR|CEILING_DIRECTORIES)$/;

/** Files that git has or does not ignore; undefined where there is no git, or no repository of it. */
function fromGit(dir: string): readonly string[] | undefined {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ELSEWHERE.test(name)));
  const kinds = ['--cached', '--others', '--deleted', '--exclude-standard'];
  // core.fsmonitor names a program, and nothing that a repository names is run.
  const args = ['-c', 'core.fsmonitor=false', 'ls-files', '-z', '-t', ...kinds];
  const { status, stdout } = spawnSync('git', args, { cwd: dir, env, encoding: 'utf8', maxBuffer: 256 * LARGEST });
  if (status !== 0) return undefined;
  const paths = (tag: RegExp): readonly string[] => lines.filter((line) => tag.test(line)).map((line) => line.slice(2));
  const lines = stdout.split('\0');
  const gone = new Set(paths(/^R /));
  const there = paths(/^[^R] /).filter((path) => !gone.has(path));
  // A folder that a repository above it ignores is nothing to git, and may well be what is asked about.
  return there.length > 0 ? [...new Set(there)] : undefined;
}

interface Rules {
  /** From the root, with a slash at its end; empty for the root. */
  readonly base: string;
  readonly rules: Ignore;
}

function rulesIn(dir: string, base: string): readonly Rules[] {
  const file = join(dir, base, '.gitignore');
  return lookAt(file)?.isFile() ? [{ base, rules: ignore().add(readFileSync(file, 'utf8')) }] : [];
}

/** The innermost file that has a word on a path decides. */
function isIgnored(path: string, all: readonly Rules[]): boolean {
  for (const { base, rules } of all.toReversed()) {
    const { ignored, unignored } = rules.test(path.slice(base.length));
    if (ignored || unignored) return ignored;
  }
  return false;
}

/** Files below a folder, without those that its .gitignore files name. */
function fromDisk(dir: string, base = '', above: readonly Rules[] = []): readonly string[] {
  const rules = [...above, ...rulesIn(dir, base)];
  return entriesOf(join(dir, base)).flatMap((entry) => {
    const path = `${base}${entry.name}`;
    if (NEVER.has(entry.name) || isIgnored(entry.isDirectory() ? `${path}/` : path, rules)) return [];
    if (entry.isDirectory()) return fromDisk(dir, `${path}/`, rules);
    return entry.isFile() || entry.isSymbolicLink() ? [path] : [];
  });
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // Not ours to read.
    return [];
  }
}

/** Tells whether a folder, which may be a link, is within the root; looks at each folder once. */
function folders(root: string): (folder: string) => boolean {
  const known = new Map<string, boolean>();
  return (folder) => {
    const there = known.get(folder) ?? isWithin(root, realpathSync.native(join(root, folder)));
    known.set(folder, there);
    return there;
  };
}

/** The text of a file, where it is one of at most 1 MiB and within the repository. */
function textOf(root: string, path: string, isOurs: (folder: string) => boolean): string | undefined {
  const file = join(root, path);
  if (BINARY.test(path)) return undefined;
  try {
    const bytes = isOurs(dirname(path)) ? read(root, file) : undefined;
    if (!bytes || !isUtf8(bytes) || bytes.includes(0)) return undefined;
    const text = bytes.toString('utf8');
    return text.includes('\r') ? text.replaceAll('\r\n', '\n') : text;
  } catch {
    return undefined;
  }
}

function read(root: string, file: string): Buffer | undefined {
  const descriptor = open(root, file);
  if (descriptor === undefined) return undefined;
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile() || stats.size > LARGEST) return undefined;
    const bytes = Buffer.allocUnsafe(stats.size);
    return bytes.subarray(0, readSync(descriptor, bytes));
  } finally {
    closeSync(descriptor);
  }
}

// Windows has no such flags; nor has it pipes among its files, which would keep whoever opens them waiting.
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

/** Opens a file, and what a link leads to only where that is within the root. */
function open(root: string, file: string): number | undefined {
  try {
    return openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    if (codeOf(error) !== 'ELOOP') throw error;
    const target = realpathSync.native(file);
    return isWithin(root, target) ? openSync(target, O_RDONLY | O_NONBLOCK) : undefined;
  }
}

/**
 * The repository in a folder, or the part of one that lies there: git says which files, and .gitignore files where there
 * is no git. A file is read when it is asked for, and once.
 */
export function readRepository(dir: string): Repository {
  const root = realpathSync(dir);
  const files = (fromGit(root) ?? fromDisk(root)).filter(isOpen).toSorted();
  const there = new Set(files);
  const known = new Map<string, string | undefined>();
  const isOurs = folders(root);
  return {
    files,
    read: (path) => {
      if (!there.has(path)) return undefined;
      if (!known.has(path)) known.set(path, textOf(root, path, isOurs));
      return known.get(path);
    },
  };
}
