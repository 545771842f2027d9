import { Readable, Writable } from 'node:stream';
import type { Program } from '../../src/cli/commands/index.js';
import { main } from '../../src/cli/main.js';

class Capture extends Writable {
  isTTY = false;
  text = '';
  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Where {
  readonly dir: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Whether somebody sits at input and output. */
  readonly terminal?: boolean;
  readonly program?: Program | undefined;
}

/** The command line, in this process. */
export async function runMain(
  args: readonly string[],
  { dir, env = {}, input = '', terminal = false, program }: Where,
): Promise<Ran> {
  const [stdout, stderr] = [new Capture(), new Capture()];
  stdout.isTTY = terminal;
  const stdin = Object.assign(Readable.from([Buffer.from(input)]), { isTTY: terminal });
  const code = await main(args, { cwd: () => dir, env, stdin, stdout, stderr }, program);
  return { code, out: stdout.text, err: stderr.text };
}
