import { spawnSync } from 'node:child_process';
import { isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import type { Repository } from '../detect/repository.js';
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

function git(dir: string, ...kinds: readonly string[]): readonly string[] | undefined {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ELSEWHERE.test(name)));
  // core.fsmonitor names a program, and nothing that a repository names is run.
  const args = ['-c', 'core.fsmonitor=false', 'ls-files', '-z', ...kinds];
  const { status, stdout } = spawnSync('git', args, { cwd: dir, env, encoding: 'utf8', maxBuffer: 256 * LARGEST });
  return status === 0 ? stdout.split('\0').filter((path) => path !== '') : undefined;
}

/** Files that git has or does not ignore; undefined where there is no git, or no repository of it. */
function fromGit(dir: string): readonly string[] | undefined {
  const listed = git(dir, '--cached', '--others', '--exclude-standard');
  // A folder that a repository above it ignores is nothing to git, and may well be what is asked about.
  if (listed?.length === 0) return undefined;
  const gone = new Set(listed && git(dir, '--deleted'));
  return listed && [...new Set(listed)].filter((path) => !gone.has(path));
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
    const within = isOurs(dirname(path)) && (!lookAt(file)?.isSymbolicLink() || isWithin(root, realpathSync(file)));
    const bytes = within ? read(file) : undefined;
    return bytes && isUtf8(bytes) && !bytes.includes(0) ? bytes.toString('utf8').replaceAll('\r\n', '\n') : undefined;
  } catch {
    return undefined;
  }
}

function read(file: string): Buffer | undefined {
  const descriptor = openSync(file, 'r');
  try {
    const stats = fstatSync(descriptor);
    return stats.isFile() && stats.size <= LARGEST ? readFileSync(descriptor) : undefined;
  } finally {
    closeSync(descriptor);
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
