import { spawnSync } from 'node:child_process';
import { isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
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

/** Files that git has or does not ignore; undefined where there is no git, or no repository of it. */
function fromGit(dir: string): readonly string[] | undefined {
  // -c core.fsmonitor=: a repository may name a program there, and nothing of a repository is run.
  const { status, stdout } = spawnSync(
    'git',
    [
      '-c',
      'core.fsmonitor=',
      '-c',
      'core.quotePath=false',
      'ls-files',
      '-z',
      '--cached',
      '--others',
      '--exclude-standard',
    ],
    { cwd: dir, encoding: 'utf8', maxBuffer: 256 * LARGEST, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  if (status !== 0) return undefined;
  return [...new Set(stdout.split('\0').filter((path) => path !== ''))];
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

/** The text of a file, where it is one of at most 1 MiB and within the repository. */
function textOf(root: string, path: string): string | undefined {
  const file = join(root, path);
  if (BINARY.test(path)) return undefined;
  try {
    // A link, or a folder that is one, may lead out of the repository.
    if (!isWithin(root, realpathSync(file))) return undefined;
    const bytes = read(file);
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
  return {
    files,
    read: (path) => {
      if (!there.has(path)) return undefined;
      if (!known.has(path)) known.set(path, textOf(root, path));
      return known.get(path);
    },
  };
}
