import { closeSync, lstatSync, mkdirSync, openSync, readFileSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { explanations } from '../merge/explain.js';
import { codeOf, StaleError, writeError } from './errors.js';
import { LOCK_FILE, misplaced } from './layout.js';

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
  // Each time, because a run that ends removes the folder where it wrote nothing.
  mkdirSync(dirname(file), { recursive: true });
  let handle: number;
  try {
    handle = openSync(file, 'wx');
  } catch (error) {
    if (['EEXIST', 'ENOENT'].includes(codeOf(error) ?? '')) return false;
    throw error;
  }
  try {
    writeSync(handle, JSON.stringify(myself()));
    return true;
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(handle);
  }
}

function release(file: string): void {
  const holder = look(file)?.holder;
  const { pid, host, started } = myself();
  // A process that slept for long may find that its lock is another's now.
  if (holder?.pid === pid && holder.host === host && holder.started === started) rmSync(file, { force: true });
  try {
    // The folder was made for the lock where nothing was written; it fails where anything is in it.
    rmdirSync(dirname(file));
  } catch {
    return;
  }
}

/**
 * Removes the lock if it is still the one of which nobody is left. One process at a time: a second one could remove the
 * lock that the first one has taken meanwhile.
 */
function discard(file: string, { identity }: Sight): void {
  const guard = `${file}.stale`;
  try {
    closeSync(openSync(guard, 'wx'));
  } catch {
    pause();
    return;
  }
  try {
    if (look(file)?.identity === identity) rmSync(file, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
}

function busy(holder: Holder | undefined): BusyError {
  const who = holder ? ` (process ${holder.pid} on ${holder.host})` : '';
  return new BusyError(
    `Another run is writing in this project${who}. Nothing was written.\n` +
      `  Wait for it. If there is none, delete ${LOCK_FILE} and ${LOCK_FILE}.stale.`,
  );
}

function acquire(file: string): void {
  const seen = new Map<string, number>();
  for (let waited = 0; !take(file); waited += PAUSE) {
    const sight = look(file);
    if (waited > PATIENCE) throw busy(sight?.holder);
    const since = sight && (seen.get(sight.identity) ?? waited);
    if (sight && since !== undefined) seen.set(sight.identity, since);
    const silent = since !== undefined && !sight?.holder && waited - since > SILENCE;
    const gone = sight?.holder?.host === hostname() && !isAlive(sight.holder);
    if (sight && (silent || gone)) discard(file, sight);
    else pause();
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
