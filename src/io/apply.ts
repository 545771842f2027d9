import { join } from 'node:path';
import { refusals } from '../merge/change.js';
import { backUp, pruneBackups, type Backup } from './backup.js';
import { sha256 } from './hash.js';
import { closeJournal, openJournal, unfinished } from './journal.js';
import { locked } from './lock.js';
import { operationsOf, type Operation } from './operations.js';
import type { Plan } from './plan.js';
import { readBytes, readPaths } from './read.js';
import { removeFile, setExecutable, writeFile } from './write.js';

/** The disk is not as it was planned for. Nothing was written; another run plans anew. */
export class StaleError extends Error {
  public override readonly name = 'StaleError';
}

export interface ApplyOptions {
  /** Named in the backup. Default: `sync`. */
  readonly command?: string;
  /** Called before each step with its name, for tests that kill the process there. */
  readonly onStep?: (step: string) => void;
}

/** Somebody may have saved a file since it was read. */
function verify(dir: string, operations: readonly Operation[]): void {
  const disk = readPaths(
    dir,
    operations.map(({ path }) => path),
  );
  const moved = operations.filter(({ path, before }) => {
    const entry = disk.get(path);
    if (!entry) return before !== undefined;
    if (entry.kind !== 'file' && entry.kind !== 'binary') return true;
    const bytes = readBytes(join(dir, path));
    return !bytes || sha256(bytes) !== before;
  });
  if (moved.length > 0)
    throw new StaleError(
      `Changed while this ran: ${moved.map(({ path }) => path).join(', ')}. Nothing was written; run it again.`,
    );
}

function perform(dir: string, { path, before, after }: Operation): void {
  const file = join(dir, path);
  if (!after) removeFile(dir, path);
  else if (before !== undefined && before === sha256(after.content)) setExecutable(file, after.executable);
  else writeFile(file, after.content, after.executable);
}

/**
 * Performs all operations or, as far as anybody can see afterwards, none: what they replace is backed up, a journal is
 * open while they run, and the next run takes back what a killed one left half done.
 */
export function transact(
  dir: string,
  operations: readonly Operation[],
  about: Omit<Backup, 'id' | 'entries'>,
  onStep: NonNullable<ApplyOptions['onStep']> = () => undefined,
): void {
  locked(dir, () => {
    onStep('verify');
    if (unfinished(dir))
      throw new StaleError('Another run was interrupted just now. Nothing was written; run it again.');
    verify(dir, operations);
    onStep('backup');
    const backup = backUp(dir, operations, about);
    onStep('journal');
    openJournal(dir, { backup, command: about.command });
    for (const operation of operations) {
      onStep(`${operation.after ? 'write' : 'remove'} ${operation.path}`);
      perform(dir, operation);
    }
    onStep('commit');
    closeJournal(dir);
    onStep('prune');
    pruneBackups(dir);
  });
}

/** Whether applying writes or removes anything at all. */
export function isIdle(plan: Plan): boolean {
  return operationsOf(plan).length === 0;
}

/** Whether a run replaces or removes lines that no rendering has. */
function isPrecious({ changes, asidesToRemove, before }: Plan): boolean {
  if (asidesToRemove.length > 0) return true;
  return changes.some((change) => {
    if (change.kind === 'delete') return change.to !== undefined;
    return (
      change.kind === 'update' && (change.merged === true || before.get(change.path)?.base !== sha256(change.before))
    );
  });
}

/**
 * Brings the disk to what was planned.
 *
 * @throws StaleError when a file changed since it was planned; BusyError when another run is writing. Nothing is written
 * then.
 */
export function applyPlan(plan: Plan, { command = 'sync', onStep }: ApplyOptions = {}): void {
  const refused = refusals(plan.changes);
  if (refused.length > 0) throw new Error(`A refused plan was applied: ${refused.map(({ path }) => path).join(', ')}`);
  const operations = operationsOf(plan);
  if (operations.length > 0) transact(plan.dir, operations, { command, precious: isPrecious(plan) }, onStep);
}
