import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readError } from '../io/errors.js';
import { Stop } from './stop.js';

/**
 * The text of a file of the project; `undefined` where there is none.
 *
 * @throws ReadError where something is there that cannot be read.
 */
export function readText(dir: string, path: string): string | undefined {
  const file = join(dir, path);
  try {
    return statSync(file, { throwIfNoEntry: false }) && readFileSync(file, 'utf8');
  } catch (error) {
    throw readError(error, path);
  }
}

/**
 * What a file of projen's holds; `undefined` where there is none.
 *
 * @throws Stop where it is no JSON.
 */
export function readOfProjen(dir: string, path: string): unknown {
  const text = readText(dir, path);
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    throw new Stop(
      `✗ ${path}: It is no JSON, so nobody can tell which files are projen's. Nothing was written.\n  Restore it from git, with \`git checkout -- ${path}\` for example.\n`,
      5,
    );
  }
}
