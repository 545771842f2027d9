import type { Program } from './commands/index.js';

// Imports nothing but types before the version of Node is known.
/** Runs this process as the program, to its end. */
export async function start(program: Program): Promise<void> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    process.stderr.write(`create-lge-stack needs Node.js 20.19 or later; this is ${process.versions.node}.\n`);
    process.exit(1);
  }
  let unwritten: string | undefined;
  // Whoever reads may have read enough, as `head` does: that is no fault.
  const hear = ({ code, message }: NodeJS.ErrnoException): void => void (code === 'EPIPE' || (unwritten = message));
  for (const stream of [process.stdout, process.stderr]) stream.on('error', hear);
  const { main } = await import('./main.js');
  const ended = await main(process.argv.slice(2), process, program);
  // What is written to a pipe may still be on its way.
  await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
  if (unwritten !== undefined) process.stderr.write(`✗ What this command says could not be written: ${unwritten}\n`);
  const { EXIT } = await import('./exit.js');
  process.exit(unwritten !== undefined && ended === EXIT.ok ? EXIT.incomplete : ended);
}
