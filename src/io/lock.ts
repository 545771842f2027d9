import { closeSync, mkdirSync, openSync, readFileSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { FOLDER } from '../merge/state.js';

export const LOCK_FILE = `${FOLDER}/lock`;

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
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return started === undefined || startOf(pid) === started;
}

function read(file: string): Holder | undefined {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Holder;
    return typeof holder.pid === 'number' && typeof holder.host === 'string' ? holder : undefined;
  } catch {
    return undefined;
  }
}

/** Milliseconds. A run writes for a fraction of a second, so that a little patience does. */
const PATIENCE = 5000;
const PAUSE = 25;

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
}

function take(file: string): boolean {
  try {
    const handle = openSync(file, 'wx');
    const started = startOf('self');
    writeSync(
      handle,
      JSON.stringify({ pid: process.pid, host: hostname(), ...(started !== undefined && { started }) }),
    );
    closeSync(handle);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function release(file: string): void {
  rmSync(file, { force: true });
  try {
    // The folder was made for the lock where nothing was written; it fails where anything is in it.
    rmdirSync(dirname(file));
  } catch {
    return;
  }
}

/**
 * Runs `body` while no other run writes in this project. A lock whose process is gone counts for nothing.
 *
 * @throws BusyError when another one is still writing after five seconds.
 */
export function locked<T>(dir: string, body: () => T): T {
  const file = join(dir, LOCK_FILE);
  mkdirSync(dirname(file), { recursive: true });
  for (let waited = 0; !take(file); waited += PAUSE) {
    const holder = read(file);
    // Empty for the moment between its making and its writing.
    if (holder?.host === hostname() && !isAlive(holder)) rmSync(file, { force: true });
    else if (waited > PATIENCE)
      throw new BusyError(
        `Another run is writing in this project${holder ? ` (process ${holder.pid} on ${holder.host})` : ''}. Nothing was written.\n` +
          `  Wait for it. If there is none, delete ${LOCK_FILE}.`,
      );
    else pause();
  }
  try {
    return body();
  } finally {
    release(file);
  }
}
