import { execFile } from 'node:child_process';

export interface Said {
  readonly ok: boolean;
  readonly out: string;
  readonly err: string;
  /** There is no such program. */
  readonly missing: boolean;
}

/** An engine that does not answer must not hold a command up. Milliseconds. */
const PATIENCE = 10_000;

/** Runs a program to its end, quietly; it is ended after `patience` milliseconds. Never throws. */
export function ask(program: string, args: readonly string[], patience = PATIENCE): Promise<Said> {
  return new Promise((resolve) => {
    execFile(program, [...args], { timeout: patience, maxBuffer: 16 * 1024 * 1024 }, (error, out, err) => {
      const late = error?.killed === true ? `${program} did not answer within ${patience / 1000} s` : '';
      resolve({ ok: error === null, out, err: late || err, missing: error?.code === ('ENOENT' as unknown) });
    });
  });
}
