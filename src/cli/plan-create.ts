import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { catalog, loadOptions, renderStack, version } from '../index.js';
import { planProject, type Plan } from '../io/plan.js';
import { conflicts } from '../merge/change.js';
import { STATE_FILE } from '../merge/state.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { RenderedFile } from '../model/files.js';
import type { Stack } from '../model/stack.js';
import { OPTIONS_FILE } from '../project/paths.js';
import { renderProjen } from '../render/project.js';
import { optionsFile, type Json } from './options.js';
import type { FolderKind } from './wizard/screen.js';

/** What becomes of a file that is there already: it stops all, ours is set aside, or it is replaced. */
export const CONFLICTS = ['error', 'keep', 'overwrite'] as const;
export type OnConflict = (typeof CONFLICTS)[number];

export interface Wanted {
  /** Absolute. */
  readonly dir: string;
  /** With the name of the project. */
  readonly options: Json;
  readonly self?: string | undefined;
  readonly conflict: OnConflict;
}

export interface Planned {
  readonly diagnostics: readonly Diagnostic[];
  /** Absent where the diagnostics are mistakes. */
  readonly stack?: Stack;
  readonly plan?: Plan;
}

/** The user's own files, written beside those of the stack. */
function optionsJson(name: string, options: Json): RenderedFile {
  return { path: OPTIONS_FILE, content: optionsFile(name, options, catalog), owner: 'seed' };
}

export function folderKind(dir: string): FolderKind {
  if (!existsSync(dir)) return 'missing';
  if (existsSync(join(dir, STATE_FILE))) return 'project';
  return readdirSync(dir).some((name) => name !== '.git') ? 'files' : 'empty';
}

/** All that creating would do; nothing is written. */
export function planCreate({ dir, options, self, conflict }: Wanted): Planned {
  const { stack, diagnostics } = loadOptions(options, self === undefined ? {} : { self });
  if (!stack) return { diagnostics };
  const beside = [...renderProjen(), optionsJson(stack.name, options)];
  const shared = { version, beside };
  const rendered = renderStack(stack);
  if (conflict === 'error')
    return { diagnostics, stack, plan: planProject(dir, rendered, { ...shared, foreign: 'refuse' }) };
  const aside = planProject(dir, rendered, { ...shared, foreign: 'aside' });
  const waiting = conflicts(aside.changes).map(({ path }) => path);
  if (conflict === 'keep' || waiting.length === 0) return { diagnostics, stack, plan: aside };
  return { diagnostics, stack, plan: planProject(dir, rendered, { ...shared, wishes: { restore: new Set(waiting) } }) };
}
