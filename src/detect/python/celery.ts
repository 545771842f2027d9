import { at, evidenceOf, find, textOf, type Code } from '../code.js';
import type { Fact } from '../fact.js';
import { isIn, join } from '../path.js';
import type { Scope } from './names.js';
import { madeAs } from './makes.js';
import { moduleName, pathFor, type Reference } from './references.js';
import type { Sources } from './sources.js';
import { argumentsOf, assignmentOf } from './syntax.js';

export interface CeleryFacts {
  readonly celeryApp?: Fact<string>;
  readonly celeryBeat?: Fact<boolean>;
}

interface Found {
  readonly path: string;
  readonly attribute: string;
  readonly code: Code;
}

function celeryObjects(sources: Sources, paths: readonly string[], folder: string): readonly Found[] {
  return paths
    .filter((path) => sources.mentions(path, 'Celery'))
    .flatMap((path) => {
      const module = sources.module(path);
      if (!module) return [];
      const scope: Scope = { sources, module, folder };
      return [...module.values].flatMap(([attribute, code]) =>
        // An instance that another module makes is named there.
        madeAs(scope, code, 'Celery') && code.node.name === 'CallExpression' ? [{ path, attribute, code }] : [],
      );
    });
}

/** How a file that starts Celery means an object: it may leave the attribute out. */
function isMeant({ path, attribute }: Found, reference: Reference): boolean {
  const dots = reference.module.split('.');
  if (pathFor(path, reference.module) !== undefined) {
    return reference.attribute === undefined || reference.attribute === attribute;
  }
  // `-A app` finds app/celery.py, and `-A app.worker.celery` an attribute of app.worker.
  if (pathFor(path, `${reference.module}.celery`) !== undefined) return true;
  return dots.at(-1) === attribute && pathFor(path, dots.slice(0, -1).join('.')) !== undefined;
}

export function celeryFacts(
  {
    sources,
    paths,
    folder,
    root,
  }: { readonly sources: Sources; readonly paths: readonly string[]; readonly folder: string; readonly root: string },
  references: readonly Reference[],
): CeleryFacts {
  const found = celeryObjects(sources, paths, folder);
  const said = references.find((reference) => found.some((one) => isMeant(one, reference)));
  const one = found.find((object) => said && isMeant(object, said)) ?? found[0];
  const beat = beatFact(sources, paths);
  if (!one) return beat ? { celeryBeat: beat } : {};
  const reachable = isIn(root, one.path) ? root : folder;
  const value = `${moduleName(one.path, isIn(join(reachable), one.path) ? reachable : '.')}:${one.attribute}`;
  const sure = said || found.length === 1 ? 'certain' : 'likely';
  return { celeryApp: { value, sure, evidence: evidenceOf(one.code) }, ...(beat && { celeryBeat: beat }) };
}

const BEAT = [
  'beat_schedule',
  'BEAT_SCHEDULE',
  'on_after_configure',
  'on_after_finalize',
  'add_periodic_task',
  'beat_scheduler',
];

/** Something scheduled in the code: an empty schedule is none. */
function scheduled(code: Code): Code | undefined {
  for (const one of find(code, 'AssignStatement')) {
    const { targets, value } = assignmentOf(one);
    const name = targets.at(-1) && textOf(targets.at(-1)!);
    if (name && /(^|[._])beat_schedule$/i.test(name) && value && !/^\{\s*\}$/.test(textOf(value))) return one;
  }
  for (const list of find(code, 'ArgList')) {
    const value = argumentsOf(code, list.node).named.get('beat_schedule');
    if (value && !/^\{\s*\}$/.test(textOf(value))) return value;
  }
  for (const one of find(code, 'Decorator')) if (/\.on_after_(configure|finalize)\b/.test(textOf(one))) return one;
  return find(code, 'CallExpression').find((one) =>
    textOf(at(one, one.node.firstChild!)).endsWith('.add_periodic_task'),
  );
}

function beatFact(sources: Sources, paths: readonly string[]): Fact<boolean> | undefined {
  for (const path of paths.filter((one) => sources.mentions(one, ...BEAT))) {
    const module = sources.module(path);
    const found = module && scheduled(module.code);
    if (found) return { value: true, sure: 'certain', evidence: evidenceOf(found) };
  }
  return undefined;
}

/** A schedule that is kept elsewhere: what starts Celery's beat says that there is one. */
export function startedBeat(
  read: (path: string) => string | undefined,
  files: readonly string[],
): Fact<boolean> | undefined {
  for (const file of files) {
    const line = (read(file) ?? '').split('\n').findIndex((text) => /\bcelery\b.*\bbeat\b/.test(text));
    if (line >= 0) return { value: true, sure: 'likely', evidence: { file, line: line + 1 } };
  }
  return undefined;
}
