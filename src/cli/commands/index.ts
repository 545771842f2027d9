import type { Command } from '../command.js';
import { add } from './add.js';
import { budget } from './budget.js';
import { check } from './check.js';
import { completion } from './completion.js';
import { create } from './create.js';
import { diff } from './diff.js';
import { doctor } from './doctor.js';
import { eject } from './eject.js';
import { explain } from './explain.js';
import { own } from './own.js';
import { pin } from './pin.js';
import { ports } from './ports.js';
import { remove } from './remove.js';
import { resolve } from './resolve.js';
import { restore } from './restore.js';
import { set } from './set.js';
import { sync } from './sync.js';
import { upgrade } from './upgrade.js';

/** Every command, in the order of the help. A new one is a file here and its place in this list. */
export const commands: readonly Command[] = [
  sync,
  set,
  add,
  remove,
  upgrade,
  diff,
  check,
  doctor,
  explain,
  ports,
  budget,
  resolve,
  restore,
  own,
  pin,
  eject,
  completion,
  create,
];

/** What the package installs, and the command that is meant where none is named. */
export const PROGRAMS: Readonly<Record<Program, Command | undefined>> = {
  'create-lge-stack': create,
  'lge-stack': undefined,
};

export type Program = 'create-lge-stack' | 'lge-stack';
