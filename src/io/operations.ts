import { join } from 'node:path';
import { asidesOf, writeOf, type Change } from '../merge/change.js';
import { OBJECTS, STATE_FILE } from '../merge/state.js';
import { sha256 } from './hash.js';
import { IGNORE_FILE } from './layout.js';
import type { Plan } from './plan.js';
import { readBytes } from './read.js';
import type { Exactly } from './write.js';

export interface After extends Exactly {
  readonly content: string | Uint8Array;
  readonly executable: boolean;
}

/** One file that is written or removed. */
export interface Operation {
  readonly path: string;
  /** SHA-256 of what has to be there, to the byte; absent where there has to be nothing. */
  readonly before?: string;
  /** What is there afterwards; absent where it is removed. */
  readonly after?: After;
  /** Where it is removed: the folder above it that stays, empty or not. Default: only the project's own. */
  readonly folder?: string;
}

/** What is of this machine alone. */
const IGNORED = ['/backup/', '/journal.json', '/lock*'];

/** Whatever is there now gives way: only for files of ours, of which nobody plans the content. */
function replaced(dir: string, path: string, after?: After): Operation {
  const bytes = readBytes(join(dir, path));
  return { path, ...(bytes && { before: sha256(bytes) }), ...(after && { after }) };
}

/** Adds to .lge/.gitignore what it lacks. */
function ignoring(dir: string): readonly Operation[] {
  const now = Buffer.from(readBytes(join(dir, IGNORE_FILE)) ?? []).toString('utf8');
  const there = new Set(now.split(/\r?\n/));
  const lacking = IGNORED.filter((line) => !there.has(line));
  if (lacking.length === 0) return [];
  const start = now === '' || now.endsWith('\n') ? now : `${now}\n`;
  return [replaced(dir, IGNORE_FILE, { content: `${start}${lacking.join('\n')}\n`, executable: false })];
}

function planned(change: Change): readonly Operation[] {
  const write = writeOf(change);
  if (write) {
    const { content, executable, before } = write;
    return [
      { path: change.path, ...(before !== undefined && { before: sha256(before) }), after: { content, executable } },
    ];
  }
  return change.kind === 'delete' ? [{ path: change.path, before: sha256(change.before) }] : [];
}

/**
 * Everything that a plan does to the disk, in an order in which a reader never meets a file without its base: bases,
 * what is set aside, files, files that go, the state, and what nobody refers to any more.
 */
export function operationsOf({
  dir,
  changes,
  bases,
  state,
  stateBefore,
  unused,
  asidesToRemove,
}: Plan): readonly Operation[] {
  const plain = (content: string): After => ({ content, executable: false });
  const asides = asidesOf(changes);
  const files = changes.flatMap(planned);
  const list: readonly Operation[] = [
    ...[...bases].map(([hash, content]) => replaced(dir, `${OBJECTS}/${hash}`, plain(content))),
    ...asides.map(({ path, content }) => replaced(dir, path, plain(content))),
    ...files.filter(({ after }) => after),
    ...files.filter(({ after }) => !after),
    ...(state === undefined
      ? []
      : [{ path: STATE_FILE, ...(stateBefore !== undefined && { before: sha256(stateBefore) }), after: plain(state) }]),
    ...asidesToRemove.map((path) => replaced(dir, path)),
    ...unused.map((hash) => replaced(dir, `${OBJECTS}/${hash}`)),
  ];
  if (list.length === 0) return [];
  return [...ignoring(dir), ...list];
}
