import { PassThrough, Readable, Writable } from 'node:stream';
import type { Program } from '../../src/cli/commands/index.js';
import type { Machine } from '../../src/probe/probes.js';
import { main } from '../../src/cli/main.js';

/** What is shown. */
export class Capture extends Writable {
  isTTY = false;
  text = '';
  heard: () => void = () => undefined;
  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    this.heard();
    done();
  }
}

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What somebody types once the screen shows a text; `null` closes the input, as Ctrl-D does. */
export type Typed = readonly [shown: string, keys: string | null];

export interface Where {
  readonly dir: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Whether somebody sits at input and output. */
  readonly terminal?: boolean;
  readonly program?: Program | undefined;
  /** Default: this one. */
  readonly machine?: Machine;
  /** Makes it a terminal at which somebody answers. */
  readonly typed?: readonly Typed[];
}

/** Types one thing after another, each as soon as what has been shown since the last one asks for it. */
export function somebody(stdout: Capture, typed: readonly Typed[]): Readable {
  const keyboard = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => keyboard });
  const left = [...typed];
  let from = 0;
  stdout.heard = () => {
    const [next] = left;
    if (!next || !stdout.text.slice(from).includes(next[0])) return;
    left.shift();
    from = stdout.text.length;
    // Once the prompt listens.
    setImmediate(() => (next[1] === null ? keyboard.end() : keyboard.write(next[1])));
  };
  return keyboard;
}

/** The command line, in this process. */
export async function runMain(
  args: readonly string[],
  { dir, env = {}, input = '', typed, terminal = typed !== undefined, program, machine }: Where,
): Promise<Ran> {
  const [stdout, stderr] = [new Capture(), new Capture()];
  stdout.isTTY = terminal;
  const silent = Object.assign(Readable.from([Buffer.from(input)]), { isTTY: terminal });
  const stdin = typed ? somebody(stdout, typed) : silent;
  const code = await main(args, { cwd: () => dir, env, stdin, stdout, stderr, ...(machine && { machine }) }, program);
  return { code, out: stdout.text, err: stderr.text };
}
