import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Change, Reason } from '../merge/change.js';
import { neededBases, nextState, pristine } from '../merge/next.js';
import { pathsToRead, planChanges } from '../merge/plan.js';
import { formatState, OBJECTS, parseState, STATE_FILE, type State } from '../merge/state.js';
import type { RenderedFile } from '../model/files.js';
import { sha256 } from './hash.js';
import { readPaths, readProject } from './read.js';

export interface PlanOptions {
  /** Version of the template that rendered. */
  readonly version: string;
  /** Paths that another component writes as well: each is refused. */
  readonly taken?: ReadonlySet<string>;
  /** Written like the others and forgotten: the user's, or another tool's, from then on. */
  readonly beside?: readonly RenderedFile[];
}

/** All that applying needs to know; nothing is decided after it. */
export interface Plan {
  readonly dir: string;
  /** Sorted by path. With a refusal among them (`refusals`), the plan cannot be applied. */
  readonly changes: readonly Change[];
  /** What was remembered until now. */
  readonly before: State;
  /** The new text of .lge/state.json; absent where it stays as it is. */
  readonly state?: string;
  /** What .lge/objects lacks, by hash. */
  readonly bases: ReadonlyMap<string, string>;
  /** Hashes in .lge/objects that nothing refers to any more. */
  readonly unused: readonly string[];
}

type Remembered = { readonly state: State; readonly text?: string } | { readonly reason: Reason };

function readState(dir: string): Remembered {
  const entry = readPaths(dir, [STATE_FILE]).get(STATE_FILE);
  if (!entry) return { state: new Map() };
  if (entry.kind === 'outside') return { reason: 'outside' };
  if (entry.kind !== 'file') return { reason: entry.kind === 'binary' ? 'unreadable-state' : 'not-a-file' };
  const state = parseState(entry.content);
  return state ? { state, text: entry.content } : { reason: 'unreadable-state' };
}

function objectsIn(dir: string): readonly string[] {
  const folder = join(dir, OBJECTS);
  return existsSync(folder) ? readdirSync(folder).filter((name) => /^[0-9a-f]{64}$/.test(name)) : [];
}

function refused(dir: string, reason: Reason): Plan {
  const change: Change = { kind: 'refuse', path: STATE_FILE, owner: 'managed', reason };
  return { dir, changes: [change], before: new Map(), bases: new Map(), unused: [] };
}

/** Two writers of one file would undo each other's work; where the stack has it no longer, the other may have it. */
function yieldTaken(
  changes: readonly Change[],
  taken: ReadonlySet<string>,
  wanted: ReadonlySet<string>,
): readonly Change[] {
  return changes.map((change): Change => {
    if (!taken.has(change.path)) return change;
    const { path, owner } = change;
    return wanted.has(path) ? { ...change, kind: 'refuse', reason: 'twice' } : { kind: 'forget', path, owner };
  });
}

/** Reads the project and plans. Nothing is written. */
export function planProject(
  dir: string,
  rendered: readonly RenderedFile[],
  { version, taken = new Set(), beside = [] }: PlanOptions,
): Plan {
  const remembered = readState(dir);
  if ('reason' in remembered) return refused(dir, remembered.reason);
  const { state: before, text } = remembered;
  const all = [...rendered, ...beside];
  const disk = readProject(dir, pathsToRead(before, all));
  const forgotten = new Set(beside.map(({ path }) => path));
  const wanted = new Set(all.map(({ path }) => path));
  const changes = yieldTaken(planChanges(before, disk, all, { hash: sha256, version }), taken, wanted);

  const next = new Map([...nextState(changes)].filter(([path]) => !forgotten.has(path)));
  const state = formatState(next);
  const needed = neededBases(next);
  const there = objectsIn(dir);
  const known = new Set(there);
  const bases = [...pristine(rendered, sha256)].filter(([hash]) => needed.has(hash) && !known.has(hash));
  return {
    dir,
    changes,
    before,
    ...(state !== text && { state }),
    bases: new Map(bases),
    unused: there.filter((hash) => !needed.has(hash)),
  };
}
