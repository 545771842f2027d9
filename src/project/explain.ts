import { lstatSync, realpathSync } from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { codeOf, reasonOf } from '../io/errors.js';
import { PROJENRC_FILE } from './paths.js';
import type { RunContext } from './session.js';
import { Stop } from './stop.js';

type Where = Pick<RunContext, 'errors' | 'dir' | 'env'>;

/** By name, because a class may come from another chunk of the bundle. */
const CODES: Readonly<Record<string, number>> = {
  NoBackupError: 2,
  BusyError: 5,
  StaleError: 5,
  EditedError: 5,
  WriteError: 5,
  ReadError: 5,
};
const REFUSED = 5;
const FAULT = 1;

/** Of what somebody else wrote no more than this is shown: lines, and characters of each. */
const LINES = 3;
const WIDTH = 300;

const DEBUG = '--debug shows all of it.';

/** Where this package is: what is thrown in there is no mistake of the user's. */
const OURS = dirname(dirname(fileURLToPath(import.meta.url)));

/** What an error says, without the place that some put below it, and the colours of a compiler. */
function said(error: unknown): string {
  const text = error instanceof Error ? `${error.message || error.name}` : String(error);
  const lines = text
    // eslint-disable-next-line no-control-regex -- that is what colours are made of
    .replaceAll(/\u001B\[[\d;]*m/g, '')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !/^\s+at |^Require stack:|^- \/|^\s*\/\S+:\d+:\d+$/.test(line));
  return lines
    .slice(0, LINES)
    .map((line) => line.slice(0, WIDTH))
    .join('\n  ');
}

/** Folders by which the project may be called. */
function rootsOf(dir: string): readonly string[] {
  try {
    return [dir, realpathSync(dir)];
  } catch {
    return [dir];
  }
}

const FRAME = /((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^\s()]*\.[cm]?[jt]sx?):(\d+):\d+/g;

/** The line of the user's own code at which it happened, as far as the error tells: what came of it in packages is theirs. */
function placeIn(error: Error, dir: string): string | undefined {
  const roots = rootsOf(dir);
  for (const [, found = '', line] of `${error.message}\n${error.stack ?? ''}`.matchAll(FRAME)) {
    const file = found.startsWith('file:') ? fileURLToPath(found) : found;
    if (file.startsWith(OURS + sep)) return undefined;
    const root = roots.find((one) => file.startsWith(one + sep));
    if (root !== undefined && !file.split(sep).includes('node_modules')) return `${relative(root, file)}:${line}`;
  }
  return undefined;
}

/** The file in whose place a folder is wanted: the system names what should be below it. */
function blocking(path: string): string {
  const parent = dirname(path);
  try {
    return parent === path || lstatSync(path).isFile() ? path : blocking(parent);
  } catch {
    return blocking(parent);
  }
}

/** The system would not let us have what is there. */
function ofSystem(error: NodeJS.ErrnoException, dir: string): string {
  const path = error.code === 'ENOTDIR' && error.path !== undefined ? blocking(error.path) : error.path;
  const root = rootsOf(dir).find((one) => path?.startsWith(one + sep));
  const place =
    root === undefined || path === undefined ? (path ?? `${error.syscall} in ${dir}`) : relative(root, path);
  const [reason, hint] = reasonOf(error);
  return `✗ ${place} cannot be used: ${reason} (${error.code}).\n  ${hint}\n`;
}

function describe(error: unknown, dir: string): readonly [text: string, code: number] {
  if (error instanceof Stop) return [error.message, error.exitCode];
  const again = `Mend it there, then run it again. ${DEBUG}`;
  // We throw nothing else.
  if (!(error instanceof Error)) return [`✗ ${PROJENRC_FILE} threw ${said(error)}\n  ${again}\n`, FAULT];
  const code = CODES[error.name];
  if (code !== undefined) return [`${error.message}\n`, code];
  const place = placeIn(error, dir);
  if (place !== undefined) return [`✗ ${place}: ${said(error)}\n  ${again}\n`, FAULT];
  if (codeOf(error) !== undefined && 'syscall' in error) return [ofSystem(error as Error, dir), REFUSED];
  return [`This is our fault: ${said(error)}\n  ${DEBUG} Please report it with that.\n`, FAULT];
}

/**
 * The exit code of what went wrong, told to the user in at most five lines: what, where, and what to do. With `DEBUG` in
 * the environment, which `--debug` sets, the whole error follows.
 */
export function explain(error: unknown, { errors, dir, env = {} }: Where): number {
  const [text, code] = describe(error, dir);
  errors.write(text);
  if (env.DEBUG && !(error instanceof Stop)) errors.write(`${inspect(error)}\n`);
  return code;
}
