import { closeSync, lstatSync, openSync, readFileSync, rmdirSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { explanations } from '../merge/explain.js';
import { codeOf, StaleError, writeError } from './errors.js';
import { LOCK_FILE, misplaced } from './layout.js';
import { makeFolder, remove } from './write.js';

/** Another run writes in this project. Nothing was written. */
export class BusyError extends Error {
  public override readonly name = 'BusyError';
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process started, in ticks since boot: numbers of processes are used again. Linux alone tells it. */
  readonly started?: string;
}

function startOf(pid: number | 'self'): string | undefined {
  try {
    // Field 22; the name in field 2 may contain blanks and parentheses.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19];
  } catch {
    return undefined;
  }
}

function isAlive({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
  return started === undefined || startOf(pid) === started;
}

/** A lock as it is found. */
interface Sight {
  /** Absent where the file does not say: it is being written, or whoever did so was killed. */
  readonly holder?: Holder;
  /** Of this very file: another one in its place has another. */
  readonly identity: string;
}

function look(file: string): Sight | undefined {
  try {
    const { ino, ctimeMs } = lstatSync(file);
    const identity = `${ino} ${ctimeMs}`;
    const holder = parse(readFileSync(file, 'utf8'));
    return { identity, ...(holder && { holder }) };
  } catch {
    return undefined;
  }
}

function parse(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Holder;
    return Number.isInteger(holder.pid) && holder.pid > 0 && typeof holder.host === 'string' ? holder : undefined;
  } catch {
    return undefined;
  }
}

/** Milliseconds. A run writes for a fraction of a second, so that a little patience does. */
const PATIENCE = 5000;
/** A lock is written in one go: one that says nothing for as long as this has nobody who would write it. */
const SILENCE = 2000;
const PAUSE = 25;

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
}

function myself(): Holder {
  const started = startOf('self');
  return { pid: process.pid, host: hostname(), ...(started !== undefined && { started }) };
}

function take(file: string): boolean {
  let handle: number;
  try {
    // Each time, because a run that ends removes the folder where it wrote nothing. It may do so while this looks.
    makeFolder(dirname(file));
    handle = openSync(file, 'wx');
  } catch (error) {
    if (['EEXIST', 'ENOENT'].includes(codeOf(error) ?? '')) return false;
    throw error;
  }
  try {
    writeSync(handle, JSON.stringify(myself()));
    return true;
  } catch (error) {
    remove(file);
    throw error;
  } finally {
    closeSync(handle);
  }
}

function release(file: string): void {
  const holder = look(file)?.holder;
  const { pid, host, started } = myself();
  // A process that slept for long may find that its lock is another's now.
  if (holder?.pid === pid && holder.host === host && holder.started === started) remove(file);
  try {
    // The folder was made for the lock where nothing was written; it fails where anything is in it.
    rmdirSync(dirname(file));
  } catch {
    return;
  }
}

const guardOf = (file: string): string => `${file}.stale`;

/**
 * Removes the lock if it is still the one of which nobody is left. One process at a time: a second one could remove the
 * lock that the first one has taken meanwhile.
 */
function discard(file: string, { identity }: Sight): void {
  try {
    closeSync(openSync(guardOf(file), 'wx'));
  } catch {
    return;
  }
  try {
    if (look(file)?.identity === identity) remove(file);
  } finally {
    remove(guardOf(file));
  }
}

function busy(holder: Holder | undefined): BusyError {
  const who = holder ? ` (process ${holder.pid} on ${holder.host})` : '';
  return new BusyError(
    `Another run is writing in this project${who}. Nothing was written.\n` +
      `  Wait for it. If there is none, delete ${LOCK_FILE}.`,
  );
}

/** Whether nobody is left who would remove it. */
function isAbandoned({ holder, identity }: Sight, seen: Map<string, number>, waited: number): boolean {
  if (holder) return holder.host === hostname() && !isAlive(holder);
  const since = seen.get(identity) ?? waited;
  seen.set(identity, since);
  return waited - since > SILENCE;
}

function acquire(file: string): void {
  const seen = new Map<string, number>();
  for (let waited = 0; !take(file); waited += PAUSE) {
    const [lock, guard] = [look(file), look(guardOf(file))];
    if (waited > PATIENCE) throw busy(lock?.holder);
    // Its process was killed in the very moment for which it is there.
    if (guard && isAbandoned(guard, seen, waited)) remove(guardOf(file));
    if (lock && isAbandoned(lock, seen, waited)) discard(file, lock);
    pause();
  }
}

/**
 * Runs `body` while no other run writes in this project. A lock whose process is gone counts for nothing.
 *
 * @throws BusyError when another one is still writing after five seconds; StaleError when something else is in the place
 * of a file or folder of ours.
 */
export function locked<T>(dir: string, body: () => T): T {
  const wrong = misplaced(dir);
  if (wrong) {
    const { message, hint } = explanations[wrong.reason];
    throw new StaleError(`${wrong.path}: ${message} Nothing was written.\n  ${hint}`);
  }
  const file = join(dir, LOCK_FILE);
  try {
    acquire(file);
  } catch (error) {
    throw writeError(error, LOCK_FILE);
  }
  try {
    return body();
  } finally {
    release(file);
  }
}
