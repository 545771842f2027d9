import type { Readable, Writable } from 'node:stream';
import type { Output } from '../io/terminal.js';
import type { Machine } from '../probe/probes.js';
import type { ExitName } from './exit.js';

export interface Flag {
  readonly about: string;
  /** What follows it, such as FILE; without one it is a switch. The word says how a shell completes it. */
  readonly value?: string;
  /** All that may follow it, where that is a few words. */
  readonly choices?: readonly string[];
  /** Each time it is said counts; otherwise the last one does. */
  readonly many?: true;
  /** Its one letter. */
  readonly short?: string;
}

/** By name, without the two dashes. */
export type Flags = Readonly<Record<string, Flag>>;

type ValueOf<F extends Flag> = F extends { value: string }
  ? F extends { many: true }
    ? readonly string[]
    : string
  : true;

/** What stands on the command line without a dash, after the name of the command. */
export interface Word {
  /** Such as FOLDER. It says how a shell completes it. */
  readonly name: string;
  /** All that may stand there, where that is a few words. */
  readonly choices?: readonly string[];
  readonly required?: true;
  /** The last one may be said several times. */
  readonly many?: true;
}

/** What was said to a command. */
export interface Call<F extends Flags = Flags> {
  readonly words: readonly string[];
  /** What was not said is absent. */
  readonly flags: { readonly [Name in keyof F]?: ValueOf<F[Name]> };
}

export interface Streams {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable & Output;
  readonly errors: Writable & Output;
}

export type Env = Readonly<Record<string, string | undefined>>;

/** Where a command runs. */
export interface Context extends Streams {
  readonly dir: string;
  readonly env: Env;
  /** What is asked of the machine. Default: that on which this runs. */
  readonly machine?: Machine;
}

/**
 * A command, as data: the parser, the help, the documents and the dispatch read it. Its file is loaded for every
 * command, so `run` imports by itself what it needs. Texts may be marked as code by backticks.
 */
export interface Command<F extends Flags = Flags> {
  readonly name: string;
  /** What it does, in one line. */
  readonly about: string;
  /** What else there is to know, for its own help: paragraphs, each without a line end. */
  readonly notes?: readonly string[];
  readonly words?: readonly Word[];
  readonly flags: F;
  /** As they are typed. Tests read each of them with the parser. */
  readonly examples: readonly string[];
  /** With what it may end, beside `ok` and `usage`. */
  readonly exits: readonly ExitName[];
  /** What to say of a word too many, beyond that. */
  readonly stray?: string;
  /** Carries it out and says with which code to end. `all`: for a command that is about the others. */
  run(call: Call<F>, context: Context, all: readonly Command[]): Promise<number>;
  /** What else is wrong beside the mistakes that the parser has found in `call`, as text to print. Changes nothing. */
  alsoWrong?(call: Call<F>, context: Context): Promise<string>;
}

/** Checks a command against its own flags. */
export function defineCommand<const F extends Flags>(command: Command<F>): Command<F> {
  return command;
}

/** Every command has them. */
export const COMMON = {
  help: { about: 'This text', short: 'h' },
  version: { about: 'The version', short: 'v' },
  debug: { about: 'Show all of a fault, with where it happened' },
} as const satisfies Flags;
