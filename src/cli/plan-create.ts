import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { extraFile, extraPaths, type Beside } from '../adopt/compose/extra-file.js';
import { catalog, loadOptions, renderStack, version } from '../index.js';
import { planProject, type Plan } from '../io/plan.js';
import { conflicts } from '../merge/change.js';
import { STATE_FILE } from '../merge/state.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { RenderedFile } from '../model/files.js';
import { ENVIRONMENTS, type EnvironmentName } from '../model/service.js';
import type { Stack } from '../model/stack.js';
import { OPTIONS_FILE } from '../project/paths.js';
import { networkName } from '../render/compose-shared.js';
import { renderProjen } from '../render/project.js';
import { optionsFile, type Json } from './options.js';
import type { FolderKind, Prepared } from './wizard/screen.js';

/** What becomes of a file that is there already: it stops all, ours is set aside, or it is replaced. */
export const CONFLICTS = ['error', 'keep', 'overwrite'] as const;
export type OnConflict = (typeof CONFLICTS)[number];

const ENV_EXAMPLE = '.env.example';

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
  /** Absent where the diagnostics are mistakes. */
  readonly stack?: Stack;
  readonly plan?: Plan;
}

/** The user's own files, written beside those of the stack. */
function optionsJson(name: string, options: Json): RenderedFile {
  return { path: OPTIONS_FILE, content: optionsFile(name, options, catalog), owner: 'seed' };
}

/** What a stack leaves to services that are none of its own. */
function besideOf(stack: Stack, environment: EnvironmentName): Beside {
  const { containers } = stack.environments[environment];
  const used = (['edge', 'data'] as const).filter((id) => containers.some(({ networks }) => networks.includes(id)));
  return {
    networks: [...new Set(used.map((id) => networkName(stack, id)))],
    services: new Set(containers.map(({ id }) => id)),
    ports: new Set(containers.flatMap(({ publish }) => publish.map(({ host }) => host))),
  };
}

/** Services that are none of ours, in the files that are named under `include`. */
function extraFiles(stack: Stack, prepared: Prepared | undefined): readonly RenderedFile[] {
  const imported = prepared?.imported;
  if (!imported) return [];
  const paths = extraPaths(imported);
  return ENVIRONMENTS.flatMap((name) => {
    const path = paths[name];
    if (path === undefined || !stack.options.include[name].includes(path)) return [];
    return [{ path, content: extraFile(imported.extraServices, name, besideOf(stack, name)), owner: 'seed' as const }];
  });
}

export function folderKind(dir: string): FolderKind {
  if (!existsSync(dir)) return 'missing';
  if (existsSync(join(dir, STATE_FILE))) return 'project';
  return readdirSync(dir).some((name) => name !== '.git') ? 'files' : 'empty';
}

/** Somebody's own list of variables gets those that are missing, and goes on being theirs. */
function addedTo(dir: string): ReadonlyMap<string, 'added'> {
  const there = [ENV_EXAMPLE].filter((path) => existsSync(join(dir, path)));
  return new Map(there.map((path) => [path, 'added']));
}

/** All that creating would do; nothing is written. */
export function planCreate({ dir, options, self, conflict, prepared }: Wanted): Planned {
  const { stack, diagnostics } = loadOptions(options, self === undefined ? {} : { self });
  if (!stack) return { diagnostics };
  const beside = [...renderProjen(), optionsJson(stack.name, options), ...extraFiles(stack, prepared)];
  const shared = { version, beside };
  const rendered = renderStack(stack);
  if (conflict === 'error')
    return { diagnostics, stack, plan: planProject(dir, rendered, { ...shared, foreign: 'refuse' }) };
  const own = conflict === 'keep' ? addedTo(dir) : new Map<string, 'added'>();
  const aside = planProject(dir, rendered, { ...shared, foreign: 'aside', ...(own.size > 0 && { wishes: { own } }) });
  const waiting = conflicts(aside.changes).map(({ path }) => path);
  if (conflict === 'keep' || waiting.length === 0) return { diagnostics, stack, plan: aside };
  return { diagnostics, stack, plan: planProject(dir, rendered, { ...shared, wishes: { restore: new Set(waiting) } }) };
}
