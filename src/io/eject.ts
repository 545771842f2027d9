import { join } from 'node:path';
import { FOLDER } from '../merge/state.js';
import { transact } from './apply.js';
import { sha256 } from './hash.js';
import { BACKUPS, IGNORE_FILE, JOURNAL_FILE, LOCK_FILE } from './layout.js';
import type { Operation } from './operations.js';
import { filesBelow, lookAt, readBytes } from './read.js';

export interface EjectOptions {
  /** Files and folders that go; what is not there is passed by. */
  readonly remove: readonly string[];
  /** What becomes of files that stay, by path. */
  readonly edit: Readonly<Record<string, (text: string) => string>>;
}

function removals(dir: string, path: string): readonly Operation[] {
  const bytes = readBytes(join(dir, path));
  if (bytes) return [{ path, before: sha256(bytes) }];
  return filesBelow(dir, path).flatMap((file) => removals(dir, file));
}

function edits(dir: string, path: string, edit: (text: string) => string): readonly Operation[] {
  const bytes = readBytes(join(dir, path));
  if (!bytes) return [];
  const text = Buffer.from(bytes).toString('utf8');
  const content = edit(text);
  if (content === text) return [];
  const executable = ((lookAt(join(dir, path))?.mode ?? 0) & 0o100) !== 0;
  return [{ path, before: sha256(bytes), after: { content, executable } }];
}

/**
 * Takes the state and what else is ours out of a project, as one transaction. Every other file stays as it is, and so do
 * the backups: the newest of them takes this back.
 */
export function eject(dir: string, { remove, edit }: EjectOptions): void {
  const live = [LOCK_FILE, JOURNAL_FILE, IGNORE_FILE];
  const gone = [FOLDER, ...remove]
    .flatMap((path) => removals(dir, path))
    .filter(({ path }) => !live.includes(path) && !path.startsWith(`${BACKUPS}/`));
  const changed = Object.entries(edit).flatMap(([path, how]) => edits(dir, path, how));
  transact(dir, [...gone, ...changed], { command: 'eject', precious: true });
}
