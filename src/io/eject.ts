import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDER } from '../merge/state.js';
import { transact } from './apply.js';
import { sha256 } from './hash.js';
import { BACKUPS, JOURNAL_FILE, LOCK_FILE } from './layout.js';
import type { Operation } from './operations.js';
import { readBytes } from './read.js';

export interface EjectOptions {
  /** The user's own code runs in it. */
  readonly keepProjen: boolean;
  /** Lines of the user's are in them. */
  readonly keepBackups: boolean;
  /** What becomes of package.json. */
  readonly packageJson: (text: string) => string;
}

function filesBelow(dir: string, folder: string): readonly string[] {
  if (!existsSync(join(dir, folder))) return [];
  return readdirSync(join(dir, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(dir, '/').length).replaceAll('\\', '/'));
}

function removal(dir: string, path: string): readonly Operation[] {
  const bytes = readBytes(join(dir, path));
  return bytes ? [{ path, before: sha256(bytes) }] : [];
}

/** Takes state, options and tasks of ours out of a project, as one transaction. Every other file stays as it is. */
export function eject(dir: string, { keepProjen, keepBackups, packageJson }: EjectOptions): void {
  const live = [LOCK_FILE, JOURNAL_FILE, `${FOLDER}/.gitignore`];
  const ours = filesBelow(dir, FOLDER).filter((path) => !live.includes(path) && !path.startsWith(`${BACKUPS}/`));
  const projen = keepProjen ? [] : [...filesBelow(dir, '.projen'), '.projenrc.ts'];
  const text = existsSync(join(dir, 'package.json')) ? readFileSync(join(dir, 'package.json'), 'utf8') : undefined;
  const content = text === undefined ? undefined : packageJson(text);
  const edit: readonly Operation[] =
    text === undefined || content === undefined || content === text
      ? []
      : [{ path: 'package.json', before: sha256(text), after: { content, executable: false } }];
  const gone = [...ours, ...projen, 'lge.stack.json'].flatMap((path) => removal(dir, path));
  transact(dir, [...gone, ...edit], { command: 'eject', precious: false });
  if (!keepBackups) rmSync(join(dir, FOLDER), { recursive: true, force: true });
}
