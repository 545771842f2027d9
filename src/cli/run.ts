import { spawn } from 'node:child_process';
import type { Env } from './command.js';

export interface Outcome {
  readonly ok: boolean;
  /** The last line that the command said, or, where it failed, what to tell of it. */
  readonly said: string;
}

export interface RunOptions {
  readonly input?: string;
  readonly env?: Env;
}

/** npm's lines that tell details, before or after the one that tells what is wrong. */
const DETAIL = /^(?:code|syscall|errno|path|dest|file|signal|command|cwd|network|A complete log)\b/;

function saidByNpm(lines: readonly string[]): string {
  const npm = lines.flatMap((line) => /^npm (?:ERR!|error) (.*\S)/.exec(line)?.[1] ?? []);
  const code = npm.flatMap((line) => /^code (\S+)$/.exec(line)?.[1] ?? [])[0];
  const message = npm.find((line) => !DETAIL.test(line));
  return [code, message].filter((part) => part !== undefined).join(': ');
}

/** With --json, Yarn has a line of JSON for each of its own: the first of a mistake says what it is, the last that there was one. */
function saidByYarn(lines: readonly string[]): string {
  const [first] = lines.flatMap((line) => /^\{"type":"error",.*"data":("(?:[^"\\]|\\.)*")\}$/.exec(line)?.[1] ?? []);
  return first === undefined ? '' : (JSON.parse(first) as string);
}

/** pnpm ends a chain of causes with the one that all others come from. */
function saidByPnpm(lines: readonly string[]): string {
  return lines.findLast((line) => line.includes('╰─▶ '))?.replace(/^.*╰─▶ /, '') ?? '';
}

/** Why a command failed. npm, Yarn and pnpm tell more after it; others say it last. */
export function reasonIn(text: string): string {
  const lines = text.trim().split(/\r?\n/);
  const said = [saidByNpm, saidByYarn, saidByPnpm].map((read) => read(lines)).find((reason) => reason !== '');
  return said ?? lines.at(-1) ?? '';
}

const ownEnv = { BUILDX_METADATA_PROVENANCE: 'disabled' };

/** Runs a command to its end, quietly. A command that is not there is a failure like any other. */
export function run(
  command: readonly string[],
  cwd: string,
  { input = '', env = process.env }: RunOptions = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const [program = '', ...args] = command;
    const child = spawn(program, args, {
      cwd,
      stdio: ['pipe', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
      env: { ...env, ...ownEnv },
    });
    let text = '';
    const listen = (chunk: Buffer): void => void (text += chunk.toString());
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.stdin.on('error', () => undefined).end(input);
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ ok: false, said: error.code === 'ENOENT' ? `${program} is not installed` : error.message }),
    );
    child.on('close', (code) =>
      resolve(
        code === 0 ? { ok: true, said: text.trim().split('\n').at(-1) ?? '' } : { ok: false, said: reasonIn(text) },
      ),
    );
  });
}
