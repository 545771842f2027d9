import { join } from 'node:path';
import { refusals } from '../merge/change.js';
import { CONFLICTS, INCOMING } from '../merge/state.js';
import { normalise } from '../merge/text.js';
import { backUp, pruneBackups, removeBackup, type Backup, type BackupEntry } from './backup.js';
import { StaleError, writeError, WriteError } from './errors.js';
import { sha256 } from './hash.js';
import { closeJournal, openJournal, recover } from './journal.js';
import { BACKUPS, JOURNAL_FILE } from './layout.js';
import { locked } from './lock.js';
import { operationsOf, type Operation } from './operations.js';
import type { Plan } from './plan.js';
import { finder, lookAt, readBytes, type Original } from './read.js';
import { removeFile, setExecutable, setMode, writeFile } from './write.js';

export { StaleError, WriteError };

export interface ApplyOptions {
  /** Named in the backup. Default: `sync`. */
  readonly command?: string;
  /** Called before each step with its name, for tests that kill the process there. */
  readonly onStep?: (step: string) => void;
}

const moved = (paths: readonly string[]): StaleError =>
  new StaleError(`Changed while this ran: ${paths.join(', ')}. Nothing was written; run it again.`);

/** Somebody may have saved a file since it was read. What is there, where there is anything. */
function verify(dir: string, operations: readonly Operation[]): ReadonlyMap<string, Original> {
  const find = finder(dir);
  const originals = new Map<string, Original>();
  const wrong = operations.filter(({ path, before }) => {
    const found = find(path);
    if (typeof found === 'string') return found === 'other' || before !== undefined;
    originals.set(path, found);
    return sha256(found.bytes) !== before;
  });
  if (wrong.length > 0) throw moved(wrong.map(({ path }) => path));
  return originals;
}

/** Hashes the disk again just before: many files take a while, and somebody may save one of them meanwhile. */
function perform(dir: string, { path, before, after, folder }: Operation, { after: hash }: BackupEntry): void {
  const file = join(dir, path);
  const check = (): void => {
    const bytes = readBytes(file);
    if ((bytes && sha256(bytes)) !== before || (!bytes && lookAt(file))) throw moved([path]);
  };
  try {
    if (!after) {
      check();
      removeFile(dir, path, folder);
    } else if (before !== undefined && before === hash) {
      if (after.mode === undefined) setExecutable(file, after.executable);
      else setMode(file, after.mode);
    } else writeFile(file, after.content, after.executable, after, check);
  } catch (error) {
    throw writeError(error, path);
  }
}

/** Takes back what was written until the error. What that cannot, the journal leaves to the next run. */
function undo(dir: string, { id }: Backup, error: unknown): unknown {
  try {
    if (!recover(dir)) removeBackup(dir, id);
    return error;
  } catch (second) {
    const said = error instanceof Error ? error.message.replace(/ Nothing was written[^\n]*/, '') : String(error);
    const { message } = second instanceof Error ? second : new Error(String(second));
    return new WriteError(`${said}\nNor could all that was written be taken back; the next run does it.\n${message}`, {
      cause: error,
    });
  }
}

function keep(
  dir: string,
  operations: readonly Operation[],
  originals: ReadonlyMap<string, Original>,
  about: Omit<Backup, 'id' | 'entries'>,
): Backup {
  try {
    return backUp(dir, operations, originals, about);
  } catch (error) {
    pruneBackups(dir);
    throw writeError(error, BACKUPS);
  }
}

/** What a killed run left half done is taken back, and with it goes what this one was planned for. */
function settle(dir: string): void {
  if (!recover(dir)) return;
  throw new StaleError('What an interrupted run had written was taken back just now. Nothing else was; run it again.');
}

/**
 * Performs all operations or, as far as anybody can see afterwards, none: what they replace is backed up, a journal is
 * open while they run, an error takes back what was done, and the next run what a killed one left half done.
 *
 * @throws StaleError when a file changed since it was planned; BusyError when another run is writing; WriteError when the
 * system does not let us write. Nothing is written then.
 */
export function transact(
  dir: string,
  operations: readonly Operation[],
  about: Omit<Backup, 'id' | 'entries'>,
  onStep: NonNullable<ApplyOptions['onStep']> = () => undefined,
): void {
  locked(dir, () => {
    onStep('verify');
    settle(dir);
    const originals = verify(dir, operations);
    onStep('backup');
    const backup = keep(dir, operations, originals, about);
    try {
      onStep('journal');
      openJournal(dir, { backup: backup.id, command: about.command });
      operations.forEach((operation, index) => {
        onStep(`${operation.after ? 'write' : 'remove'} ${operation.path}`);
        perform(dir, operation, backup.entries[index]!);
      });
      onStep('commit');
      closeJournal(dir);
    } catch (error) {
      throw undo(dir, backup, writeError(error, JOURNAL_FILE));
    }
    onStep('prune');
    tidy(dir);
  });
}

/** All is written by now; what cannot be removed is removed another time. */
function tidy(dir: string): void {
  try {
    pruneBackups(dir);
  } catch {
    return;
  }
}

/** Whether applying writes or removes anything at all. */
export function isIdle(plan: Plan): boolean {
  return operationsOf(plan).length === 0;
}

/** Whether a run replaces or removes lines that no rendering has. */
function isPrecious({ changes, asidesToRemove, before }: Plan, operations: readonly Operation[]): boolean {
  const replacesAside = operations.some(
    ({ path, before: old }) =>
      old !== undefined && (path.startsWith(`${CONFLICTS}/`) || path.startsWith(`${INCOMING}/`)),
  );
  if (asidesToRemove.length > 0 || replacesAside) return true;
  return changes.some((change) => {
    if (change.kind === 'delete') return change.to !== undefined;
    if (change.kind === 'conflict') return change.write !== undefined;
    if (change.kind !== 'update') return false;
    return change.merged === true || before.get(change.path)?.base !== sha256(normalise(change.before));
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
  if (operations.length > 0)
    transact(plan.dir, operations, { command, precious: isPrecious(plan, operations) }, onStep);
}
