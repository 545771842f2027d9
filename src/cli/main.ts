import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OPTIONS_FILE } from '../project/paths.js';
import { isPlain, readArguments, type Read } from './args.js';
import { Cancelled } from './cancelled.js';
import type { Machine } from '../probe/probes.js';
import type { Context, Env, Streams } from './command.js';
import { commands, type Program } from './commands/index.js';
import { EXIT } from './exit.js';

interface Process {
  readonly cwd: () => string;
  readonly env: Env;
  readonly stdin: Streams['input'];
  readonly stdout: Streams['output'];
  readonly stderr: Streams['output'];
  readonly machine?: Machine;
}

async function say({ command, wants }: Read, program: Program, output: Context['output']): Promise<number> {
  if (wants === 'version') {
    const { version } = await import('../generated/version.js');
    output.write(`${version}\n`);
    return EXIT.ok;
  }
  const { helpFor } = await import('./help.js');
  output.write(helpFor(command, program));
  return EXIT.ok;
}

/** What finds similar names is loaded where there is something to guess: `--help` is to be quick. */
async function understood(args: readonly string[], program: Program, inProject: boolean): Promise<Read> {
  const read = readArguments(args, program, inProject);
  if (read.mistakes.length === 0 && isPlain(args)) return read;
  const { nearest } = await import('../stack/nearest.js');
  return readArguments(args, program, inProject, nearest);
}

async function carryOut(read: Read, program: Program, context: Context): Promise<number> {
  const { command, call, mistakes, wants } = read;
  if (mistakes.length > 0 && (wants === undefined || command === undefined)) {
    const more = (await command?.alsoWrong?.(call, context)) ?? '';
    context.errors.write(`${mistakes.join('\n')}\n${more}`);
    return EXIT.usage;
  }
  // A flag may be misspelled by whoever wants to know how it is spelled.
  if (wants !== undefined || command === undefined) return say(read, program, context.output);
  return command.run(call, context, commands);
}

/** Runs the command line and says with which code to end. Never throws. */
export async function main(
  args: readonly string[],
  { cwd, env, stdin, stdout, stderr, machine }: Process,
  program: Program = 'create-lge-stack',
): Promise<number> {
  let context: Context = { dir: '.', env, input: stdin, output: stdout, errors: stderr, ...(machine && { machine }) };
  try {
    context = { ...context, dir: cwd() };
    const read = await understood(args, program, existsSync(join(context.dir, OPTIONS_FILE)));
    if (read.debug) context = { ...context, env: { ...env, DEBUG: '1' } };
    return await carryOut(read, program, context);
  } catch (error) {
    if (error instanceof Cancelled) {
      stderr.write('Cancelled. Nothing was written.\n');
      return EXIT.interrupted;
    }
    const { explain } = await import('../project/explain.js');
    return explain(error, context);
  }
}
