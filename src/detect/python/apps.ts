import type { Code } from '../code.js';
import { folderOf } from '../path.js';
import type { Scope } from './names.js';
import { madeAs, needsNothing, returned } from './makes.js';
import type { Sources } from './sources.js';

/** A place that an ASGI server could be given. */
export interface AppCandidate {
  readonly path: string;
  readonly attribute: string;
  readonly factory: boolean;
  /** Where it is assigned or defined. */
  readonly code: Code;
  /** The call `FastAPI(…)` that it comes from. */
  readonly made: Code;
}

function scopeOf(sources: Sources, path: string): Scope | undefined {
  const module = sources.module(path);
  return module && { sources, module, folder: folderOf(path) };
}

function factories(sources: Sources, path: string): readonly AppCandidate[] {
  const scope = scopeOf(sources, path);
  return [...(scope?.module.functions ?? [])].flatMap(([attribute, code]) => {
    const made = scope && returned(scope, code, 'FastAPI');
    return made ? [{ path, attribute, factory: true, code, made }] : [];
  });
}

function assigned(sources: Sources, path: string): readonly AppCandidate[] {
  const scope = scopeOf(sources, path);
  return [...(scope?.module.values ?? [])].flatMap(([attribute, code]) => {
    const made = scope && madeAs(scope, code, 'FastAPI');
    return made ? [{ path, attribute, factory: false, code, made }] : [];
  });
}

/** Every `FastAPI()` at the top level of a module, and every function that returns one. */
export function appCandidates(sources: Sources): readonly AppCandidate[] {
  const saying = sources.paths.filter((path) => sources.mentions(path, 'FastAPI'));
  const makers = saying.flatMap((path) => factories(sources, path));
  // A server calls one without arguments.
  const alone = makers.filter(({ code }) => needsNothing(code));
  const names = [...new Set(makers.map(({ attribute }) => attribute))];
  // A module that calls a factory of another need not name FastAPI.
  const calling = sources.paths.filter((path) => !saying.includes(path) && sources.mentions(path, ...names));
  return [...[...saying, ...calling].flatMap((path) => assigned(sources, path)), ...alone];
}
