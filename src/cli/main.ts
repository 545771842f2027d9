import { readArguments } from './args.js';
import { Cancelled } from './cancelled.js';
import { create, type Streams } from './create.js';
import { EXIT } from './flags.js';
import { pin } from './pin.js';
import { sync } from './sync.js';

interface Process {
  readonly cwd: () => string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Streams['input'];
  readonly stdout: Streams['output'];
  readonly stderr: Streams['output'];
}

/** Runs the command line and says with which code to end. Never throws. */
export async function main(args: readonly string[], { cwd, env, stdin, stdout, stderr }: Process): Promise<number> {
  const read = readArguments(args);
  if (read.mistakes.length > 0) {
    stderr.write(`${read.mistakes.join('\n')}\n`);
    return EXIT.usage;
  }
  const streams: Streams = { input: stdin, output: stdout, errors: stderr };
  try {
    if (read.positionals[0] === 'sync') return await sync(cwd(), streams);
    if (read.positionals[0] === 'pin') return await pin(cwd(), streams, env);
    return await create(read, cwd(), streams, env);
  } catch (error) {
    if (error instanceof Cancelled) {
      stderr.write('Cancelled. Nothing was written.\n');
      return EXIT.interrupted;
    }
    stderr.write(
      `This is our fault: ${error instanceof Error ? (env.DEBUG ? error.stack : error.message) : String(error)}\nNothing was changed. DEBUG=1 shows where it happened.\n`,
    );
    return EXIT.fault;
  }
}
