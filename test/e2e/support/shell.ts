import { spawn } from 'node:child_process';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
  /** Seconds after which it is killed; default: 300. */
  readonly timeout?: number;
}

/** Runs a command to its end, whatever its exit code. */
export function attempt(command: readonly string[], { cwd, env, input, timeout = 300 }: RunOptions = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const [program = '', ...args] = command;
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    const timer = setTimeout(() => child.kill('SIGKILL'), timeout * 1000);
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.stdin.on('error', () => undefined).end(input ?? '');
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? -1, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() });
    });
  });
}

/** Runs a command that must succeed, and returns what it printed. */
export async function run(command: readonly string[], options: RunOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await attempt(command, options);
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}\n${(stdout + stderr).slice(-4000)}`);
  return stdout;
}

const later = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** An answer that does not come is an answer like any other: a connection may hang while a server starts. */
function within<T>(seconds: number, asked: Promise<T>): Promise<T> {
  const tooLate = later(seconds * 1000).then(() => {
    throw new Error(`no answer within ${seconds} s`);
  });
  return Promise.race([asked, tooLate]);
}

/** Asks again until the answer is right; fails with the last answer after `seconds`. */
export async function eventually<T>(seconds: number, ask: () => Promise<T>, right: (answer: T) => boolean): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await within(5, ask()).catch((error: unknown) =>
      error instanceof Error ? error : new Error(String(error)),
    );
    if (!(answer instanceof Error) && right(answer)) return answer;
    if (Date.now() > end)
      throw new Error(
        `Not within ${seconds} s; the last answer was ${answer instanceof Error ? answer.message : JSON.stringify(answer)}`,
      );
    await later(200);
  }
}
