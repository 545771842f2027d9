import type { Command } from '../command.js';
import { create } from './create.js';
import { pin } from './pin.js';
import { sync } from './sync.js';

/** Every command, in the order of the help. A new one is a file here and its place in this list. */
export const commands: readonly Command[] = [sync, pin, create];

/** What the package installs, and the command that is meant where none is named. */
export const PROGRAMS: Readonly<Record<Program, Command | undefined>> = {
  'create-lge-stack': create,
  'lge-stack': undefined,
};

export type Program = 'create-lge-stack' | 'lge-stack';
