import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { catalog, loadOptions, renderStack, version } from '../index.js';
import { planProject, type Plan } from '../io/plan.js';
import { conflicts } from '../merge/change.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { RenderedFile } from '../model/files.js';
import type { Stack } from '../model/stack.js';
import { OPTIONS_FILE } from '../project/paths.js';
import { renderProjen } from '../render/project.js';
import { besideStack, extraFiles, withoutEmpty } from './extras.js';
import type { OnConflict } from './folder.js';
import { optionsFile, type Json } from './options.js';
import { NOTHING_PREPARED, type Prepared } from './wizard/screen.js';

export interface Wanted {
  /** Absolute. */
  readonly dir: string;
  /** With the name of the project. */
  readonly options: Json;
  readonly self?: string | undefined;
  readonly conflict: OnConflict;
  /** What was found in a folder that is adopted. */
  readonly prepared?: Prepared | undefined;
}

export interface Planned {
  readonly diagnostics: readonly Diagnostic[];
  /** What is written to lge.stack.json. */
  readonly options: Json;
  /** What was found, as far as it can be beside this stack. */
  readonly prepared: Prepared;
  /** Absent where the diagnostics are mistakes. */
  readonly stack?: Stack;
  readonly plan?: Plan;
}

/** The user's own files, written beside those of the stack. */
function optionsJson(name: string, options: Json): RenderedFile {
  return { path: OPTIONS_FILE, content: optionsFile(name, options, catalog), owner: 'seed' };
}

const ENV_EXAMPLE = '.env.example';

/** Somebody's own list of variables gets those that are missing, and goes on being theirs. */
function addedTo(dir: string): ReadonlyMap<string, 'added'> {
  const there = [ENV_EXAMPLE].filter((path) => existsSync(join(dir, path)));
  return new Map(there.map((path) => [path, 'added']));
}

/** All that creating would do; nothing is written. */
export function planCreate(wanted: Wanted): Planned {
  const { dir, self, conflict } = wanted;
  const load = (options: Json) => loadOptions(options, self === undefined ? {} : { self });
  const first = load(wanted.options);
  const before = wanted.prepared ?? NOTHING_PREPARED;
  const prepared = first.stack ? besideStack(before, first.stack) : before;
  const options = withoutEmpty(wanted.options, before, prepared);
  const { stack, diagnostics } = options === wanted.options ? first : load(options);
  const about = { diagnostics, options, prepared };
  if (!stack) return about;
  const beside = [...renderProjen(), optionsJson(stack.name, options), ...extraFiles(prepared, stack)];
  const shared = { version, beside };
  const rendered = renderStack(stack);
  if (conflict === 'error')
    return { ...about, stack, plan: planProject(dir, rendered, { ...shared, foreign: 'refuse' }) };
  const own = conflict === 'keep' ? addedTo(dir) : new Map<string, 'added'>();
  const aside = planProject(dir, rendered, { ...shared, foreign: 'aside', ...(own.size > 0 && { wishes: { own } }) });
  const waiting = conflicts(aside.changes).map(({ path }) => path);
  if (conflict === 'keep' || waiting.length === 0) return { ...about, stack, plan: aside };
  return { ...about, stack, plan: planProject(dir, rendered, { ...shared, wishes: { restore: new Set(waiting) } }) };
}
