import { addTo } from './add.js';
import { dressedAs } from './dress.js';
import type { Aside, Change, ConflictReason, Reason, Write } from './change.js';
import { hasMarkers, labelsFor, marked, mergeTexts } from './merge.js';
import type { PlanContext, TextFile, Wanted } from './site.js';
import { CONFLICTS, INCOMING, type FileState } from './state.js';
import { normalise } from './text.js';

/** Size in characters beyond which texts are not merged: 1 MiB. */
const LIMIT = 1_048_576;

export function refuse({ path, base, state }: Wanted, reason: Reason): Change {
  return { kind: 'refuse', path, owner: state.owner, reason, ...(base && { state: base }) };
}

function isSameState(a: FileState, b: FileState | undefined): boolean {
  const keys = ['owner', 'chosen', 'base', 'executable', 'version', 'source', 'status', 'incoming'] as const;
  return b !== undefined && keys.every((key) => a[key] === b[key]);
}

/** Nothing to write: `adopt` when the state learns something, else `same`. */
function settled({ path, base, state }: Wanted): Change {
  return { kind: isSameState(state, base) ? 'same' : 'adopt', path, owner: state.owner, state };
}

/** The user's mode stays where they changed it; elsewhere it follows the template. */
function modeFor({ base, state }: Wanted, { executable }: TextFile): boolean {
  return base && executable !== undefined && executable !== base.executable ? executable : state.executable;
}

function write(site: Wanted, found: TextFile, content: string, otherwise: Change): Change {
  const { path, state } = site;
  const executable = modeFor(site, found);
  const sameMode = found.executable === undefined || found.executable === executable;
  if (content === found.content && sameMode) return otherwise;
  return { kind: 'update', path, owner: state.owner, state, before: found.content, content, executable };
}

/** A seed that is not remembered, or moves: what is there is the user's. */
export function planSeed({ path, disk, state }: Wanted, { hash }: PlanContext): Change {
  const same = disk?.kind === 'file' && hash(normalise(disk.content)) === state.base;
  return { kind: same ? 'adopt' : 'keep', path, owner: 'seed', state };
}

/** The user's file, to which ours is added. Once added, what they took out stays out until the template has more. */
export function planAdded(site: Wanted, found: TextFile): Change {
  const { path, base, file, state } = site;
  if (base?.base === state.base) return settled(site);
  const content = addTo(path, found.content, file.content);
  return content === undefined ? refuse(site, 'not-json') : write(site, found, content, settled(site));
}

interface Waiting {
  readonly reason: ConflictReason;
  readonly fault?: string;
  readonly aside: Aside;
  readonly inline?: Write & { readonly before: string };
}

/** The base stays what it was, so that the decision can be made later with the same three sides. */
function wait(
  site: Wanted,
  { reason, fault, aside, inline }: Waiting,
  { conflict, foreign: strange, asides }: PlanContext,
): Change {
  const { path, base, state } = site;
  if (reason === 'not-ours' && strange === 'refuse') return refuse(site, 'not-ours');
  const foreign = reason === 'not-ours';
  const status = foreign ? 'foreign' : 'conflict';
  const line: FileState = {
    ...(foreign || !base ? state : { ...state, base: base.base, executable: base.executable, version: base.version }),
    status,
    incoming: state.base,
  };
  const about = { path, owner: state.owner, state: line };
  const fresh = base?.status !== status || base.incoming !== state.base || !asides?.has(aside.path);
  const because = { reason, ...(fault !== undefined && { fault }) };
  if (conflict === 'inline' && inline) return { kind: 'conflict', ...about, ...because, write: inline };
  // What was set aside before may have been worked on since: only something new takes its place.
  return { kind: 'conflict', ...about, ...because, ...(fresh && { aside }) };
}

function incoming({ path, file }: Wanted): Aside {
  return { path: `${INCOMING}/${path}`, content: file.content };
}

/** All three differ. */
function planMerge(site: Wanted & { readonly base: FileState }, found: TextFile, context: PlanContext): Change {
  const { path, base, file, state } = site;
  const old = context.baseOf(base.base);
  if (old === undefined) return wait(site, { reason: 'no-base', aside: incoming(site) }, context);
  const sides = { base: old, mine: normalise(found.content), theirs: normalise(file.content) };
  if (Object.values(sides).some(({ length }) => length > LIMIT))
    return wait(site, { reason: 'no-text', aside: incoming(site) }, context);
  const result = mergeTexts(sides, context.formatOf?.(path));
  if (result.clean) {
    const change = write(site, found, dressedAs(found.content, result.text), settled(site));
    return change.kind === 'update' ? { ...change, merged: true } : change;
  }
  const text = dressedAs(found.content, marked(result.regions, labelsFor(base.version, state.version)));
  return wait(
    site,
    {
      reason: result.fault === undefined ? 'both-changed' : 'unsound',
      ...(result.fault !== undefined && { fault: result.fault }),
      aside: { path: `${CONFLICTS}/${path}`, content: text },
      inline: { before: found.content, content: text, executable: modeFor(site, found) },
    },
    context,
  );
}

/** A `managed` or `merged` file that is there, as text. */
export function planShared(site: Wanted, found: TextFile, context: PlanContext): Change {
  const { path, base, file, state } = site;
  const { owner } = state;
  const text = normalise(found.content);
  const here = context.hash(text);
  if (here === state.base) return write(site, found, found.content, settled(site));
  if (!base || base.status === 'foreign') return wait(site, { reason: 'not-ours', aside: incoming(site) }, context);
  if (owner === 'managed' && here !== base.base) return refuse(site, 'edited');
  if (here === base.base) return write(site, found, dressedAs(found.content, file.content), settled(site));
  if (base.status === 'conflict' && hasMarkers(text, file.content))
    return { kind: 'conflict', path, owner, reason: 'markers', state: base };
  if (state.base === base.base) return write(site, found, found.content, { kind: 'keep', path, owner, state });
  return planMerge({ ...site, base }, found, context);
}

/** Something that is no text and that we cannot have written: it differs from whatever we remember or render. */
export function planBinary(site: Wanted, context: PlanContext): Change {
  const { path, base, state } = site;
  const { owner } = state;
  if (owner === 'added') return refuse(site, 'not-a-file');
  if (!base || base.status === 'foreign') return wait(site, { reason: 'not-ours', aside: incoming(site) }, context);
  if (owner === 'managed') return refuse(site, 'edited');
  if (state.base === base.base) return { kind: 'keep', path, owner, state };
  return wait(site, { reason: 'no-text', aside: incoming(site) }, context);
}
