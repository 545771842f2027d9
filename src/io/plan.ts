import { formatOf } from '../formats/index.js';
import { asidesOf, conflicts, type Change, type ConflictChange, type Reason } from '../merge/change.js';
import { neededBases, nextState, pristine } from '../merge/next.js';
import { pathsToRead, planChanges } from '../merge/plan.js';
import type { PlanContext, Wishes } from '../merge/site.js';
import {
  compareVersions,
  CONFLICTS,
  formatState,
  INCOMING,
  OBJECTS,
  parseState,
  STATE_FILE,
  versionOf,
  type State,
} from '../merge/state.js';
import { normalise } from '../merge/text.js';
import type { RenderedFile } from '../model/files.js';
import { inOrder, overlaid, withEdits, type Edit } from './edits.js';
import { sha256 } from './hash.js';
import { misplaced } from './layout.js';
import { objectReader, objectsIn, readObject } from './objects.js';
import { filesBelow, obstructed, readPaths, readProject } from './read.js';

export interface PlanOptions {
  /** Version of the template that rendered. */
  readonly version: string;
  /** Paths that another component writes as well: each is refused. */
  readonly taken?: ReadonlySet<string>;
  /** Written like the others and forgotten: the user's, or another tool's, from then on. */
  readonly beside?: readonly RenderedFile[];
  /** Default: a conflict is set aside. */
  readonly conflict?: NonNullable<PlanContext['conflict']>;
  /** Default: a file that was there before waits for a decision. */
  readonly foreign?: NonNullable<PlanContext['foreign']>;
  readonly wishes?: Wishes;
  readonly edits?: readonly Edit[];
}

/** All that applying needs to know; nothing is decided after it. */
export interface Plan {
  readonly dir: string;
  /** Version of the template that rendered. */
  readonly version: string;
  readonly rendered: readonly RenderedFile[];
  /** Sorted by path. With a refusal among them (`refusals`), the plan cannot be applied. */
  readonly changes: readonly Change[];
  /** What was remembered until now. */
  readonly before: State;
  /** .lge/state.json as it was read; absent where there was none. */
  readonly stateBefore?: string;
  /** The new text of .lge/state.json; absent where it stays as it is. */
  readonly state?: string;
  /** What .lge/objects lacks, by hash. */
  readonly bases: ReadonlyMap<string, string>;
  /** Hashes in .lge/objects that nothing refers to any more. */
  readonly unused: readonly string[];
  /** Below .lge, of conflicts that are none any more. */
  readonly asidesToRemove: readonly string[];
}

type Remembered =
  | {
      readonly state: State;
      readonly text?: string;
      /** Version that wrote the project; absent where nothing is remembered. */
      readonly version?: string;
    }
  /** `path`: what stands in the way, where that is not the state itself. */
  | { readonly reason: Reason; readonly path?: string };

/** What is remembered of the project in `dir`, or why that cannot be read. */
export function readState(dir: string): Remembered {
  const entry = readPaths(dir, [STATE_FILE]).get(STATE_FILE);
  if (entry?.kind === 'outside') return { reason: 'outside' };
  if (entry && entry.kind !== 'file') return { reason: entry.kind === 'binary' ? 'unreadable-state' : 'not-a-file' };
  const wrong = misplaced(dir);
  if (wrong) return wrong;
  if (!entry) return { state: new Map() };
  const state = parseState(entry.content);
  const version = versionOf(entry.content);
  return state
    ? { state, text: entry.content, ...(version !== undefined && { version }) }
    : { reason: 'unreadable-state' };
}

function refusal(path: string, reason: Reason): Change {
  return { kind: 'refuse', path, owner: 'managed', reason };
}

function refused(dir: string, version: string, reason: Reason, path = STATE_FILE): Plan {
  const nothing = { rendered: [], bases: new Map<string, string>(), unused: [], asidesToRemove: [] };
  return { dir, version, changes: [refusal(path, reason)], before: new Map(), ...nothing };
}

/** Two writers of one file would undo each other's work; where the stack has it no longer, the other may have it. */
function yieldTaken(
  changes: readonly Change[],
  taken: ReadonlySet<string>,
  wanted: ReadonlySet<string>,
): readonly Change[] {
  return changes.map((change): Change => {
    if (!taken.has(change.path)) return change;
    const { path, owner, state } = change;
    const line = state && { state };
    return wanted.has(path)
      ? { kind: 'refuse', path, owner, ...line, reason: 'twice' }
      : { kind: 'forget', path, owner };
  });
}

/** Not where the markers go into the file: what was set aside before would be taken for the user's decision. */
function isAside({ write }: ConflictChange): boolean {
  return write === undefined || write.from !== undefined;
}

/** Files that were set aside in earlier runs. */
function asidesIn(dir: string): readonly string[] {
  return [CONFLICTS, INCOMING].flatMap((folder) => filesBelow(dir, folder));
}

/** Objects that the state needs and the folder lacks, or holds damaged. */
function missingBases(
  dir: string,
  needed: ReadonlySet<string>,
  rendered: ReadonlyMap<string, string>,
  baseOf: (hash: string) => string | undefined,
): ReadonlyMap<string, string> {
  const lacking = [...needed].filter((hash) => readObject(dir, hash) === undefined);
  return new Map(
    lacking.flatMap((hash) => {
      const text = rendered.get(hash) ?? baseOf(hash);
      return text === undefined ? [] : [[hash, text] as const];
    }),
  );
}

/** A folder or a link where an object or something set aside belongs stops the plan as it would at any other path. */
function guarded(plan: Plan): Plan {
  const asides = asidesOf(plan.changes);
  const ours = [...[...plan.bases.keys()].map((hash) => `${OBJECTS}/${hash}`), ...asides.map(({ path }) => path)];
  const inTheWay = obstructed(plan.dir, ours).map((path) => refusal(path, 'not-a-file'));
  return inTheWay.length === 0 ? plan : { ...plan, changes: [...plan.changes, ...inTheWay].sort(inOrder) };
}

type Known = Extract<Remembered, { state: State }>;

/** What follows from the changes: the next state, and which objects and files below .lge it needs. */
function planWith(
  changes: readonly Change[],
  { state: before, text }: Known,
  {
    dir,
    version,
    rendered,
    beside = [],
    asides,
    baseOf,
  }: Pick<Plan, 'dir' | 'version' | 'rendered'> &
    Pick<PlanOptions, 'beside'> & { readonly asides: readonly string[] } & Pick<PlanContext, 'baseOf'>,
): Plan {
  const forgotten = new Set(beside.map(({ path }) => path));
  const next = new Map([...nextState(changes)].filter(([path]) => !forgotten.has(path)));
  const state = formatState(next, version);
  const needed = neededBases(next);
  const waiting = new Set(
    conflicts(changes)
      .filter(isAside)
      .map(({ path }) => path),
  );
  return guarded({
    dir,
    version,
    rendered,
    changes,
    before,
    ...(text !== undefined && { stateBefore: text }),
    // A checkout may have given it other line ends, which say nothing.
    ...((text === undefined || state !== normalise(text)) && { state }),
    bases: missingBases(dir, needed, pristine(rendered, sha256), baseOf),
    unused: objectsIn(dir).filter((hash) => !needed.has(hash)),
    asidesToRemove: asides.filter((path) => !waiting.has(path.replace(/^\.lge\/[^/]+\//, ''))),
  });
}

/** Reads the project and plans. Nothing is written. */
export function planProject(dir: string, rendered: readonly RenderedFile[], options: PlanOptions): Plan {
  const { version, taken = new Set(), beside = [], conflict, foreign, wishes, edits = [] } = options;
  const remembered = readState(dir);
  if ('reason' in remembered) return refused(dir, version, remembered.reason, remembered.path);
  const { state: before, version: last = version } = remembered;
  if (compareVersions(last, version) > 0) return refused(dir, version, 'newer-state');

  const all = [...rendered, ...beside];
  const disk = readProject(dir, [...pathsToRead(before, all, wishes), ...edits.map(({ path }) => path)]);
  const asides = asidesIn(dir);
  const baseOf = objectReader(dir);
  const context: PlanContext = {
    hash: sha256,
    version,
    baseOf,
    formatOf,
    asides: new Set(asides),
    ...(conflict && { conflict }),
    ...(foreign && { foreign }),
    ...(wishes && { wishes }),
  };
  const wanted = new Set(all.map(({ path }) => path));
  const planned = yieldTaken(planChanges(before, overlaid(disk, edits), all, context), taken, wanted);
  return planWith(withEdits(planned, edits, disk), remembered, { dir, version, rendered, beside, asides, baseOf });
}
