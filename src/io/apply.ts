import { join } from 'node:path';
import { refusals, touchesDisk, type Change } from '../merge/change.js';
import { OBJECTS, STATE_FILE } from '../merge/state.js';
import type { Plan } from './plan.js';
import { readPaths } from './read.js';
import { removeFile, setExecutable, writeFile } from './write.js';

/** The disk is not as it was planned for. Nothing was written; another run plans anew. */
export class StaleError extends Error {
  public override readonly name = 'StaleError';
}

type Step = (plan: Plan) => void;

/** The content with which the file was planned for; `undefined` where there was none. */
function expected(change: Change): string | undefined {
  return change.kind === 'update' || change.kind === 'delete' ? change.before : undefined;
}

/** Somebody may have saved a file since it was read. */
const verify: Step = ({ dir, changes }) => {
  const touched = changes.filter(touchesDisk);
  const disk = readPaths(dir, [...touched.map(({ path }) => path), STATE_FILE, OBJECTS]);
  const moved = touched.filter((change) => {
    const entry = disk.get(change.path);
    return (entry?.kind === 'file' ? entry.content : entry?.kind) !== expected(change);
  });
  if (moved.length > 0)
    throw new StaleError(
      `Changed while this ran: ${moved.map(({ path }) => path).join(', ')}. Nothing was written; run it again.`,
    );
  const state = disk.get(STATE_FILE)?.kind ?? 'file';
  const objects = disk.get(OBJECTS)?.kind ?? 'directory';
  if (state !== 'file' || objects !== 'directory')
    throw new Error('.lge is not a folder of files. Restore it from git; nothing was written.');
};

// Bases come first: a file whose base is lost cannot be merged, a base without a file does no harm.
const writeBases: Step = ({ dir, bases }) => {
  for (const [hash, content] of bases) writeFile(join(dir, OBJECTS, hash), content, false);
};

const writeFiles: Step = ({ dir, changes }) => {
  for (const change of changes) {
    if (change.kind === 'create') writeFile(join(dir, change.path), change.content, change.executable);
    else if (change.kind === 'update' && change.content === change.before)
      setExecutable(join(dir, change.path), change.executable);
    else if (change.kind === 'update') writeFile(join(dir, change.path), change.content, change.executable);
  }
};

const removeFiles: Step = ({ dir, changes }) => {
  for (const change of changes) if (change.kind === 'delete') removeFile(dir, change.path);
};

// Killed before this, the next run finds what it would write on disk already and adopts it.
const writeState: Step = ({ dir, state }) => {
  if (state !== undefined) writeFile(join(dir, STATE_FILE), state, false);
};

const removeBases: Step = ({ dir, unused }) => {
  for (const hash of unused) removeFile(dir, `${OBJECTS}/${hash}`);
};

/** Lock, journal and backup are to become steps of their own: before the first, and after the last of these. */
const steps: readonly Step[] = [verify, writeBases, writeFiles, removeFiles, writeState, removeBases];

/** Whether applying writes or removes anything at all. */
export function isIdle({ changes, state, bases, unused }: Plan): boolean {
  return state === undefined && bases.size === 0 && unused.length === 0 && !changes.some(touchesDisk);
}

/**
 * Brings the disk to what was planned. All of it is checked before the first write, and the state is written last.
 *
 * @throws StaleError when a file changed since it was planned; nothing is written then.
 */
export function applyPlan(plan: Plan): void {
  const refused = refusals(plan.changes);
  if (refused.length > 0) throw new Error(`A refused plan was applied: ${refused.map(({ path }) => path).join(', ')}`);
  if (isIdle(plan)) return;
  for (const step of steps) step(plan);
}
