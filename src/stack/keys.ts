import type { Preset } from '../model/preset.js';
import type { Group, Named, Question, Questions } from '../model/question.js';
import type { Catalog } from '../model/service.js';
import { formatMemory } from '../model/units.js';
import type { Leaf } from './kinds.js';
import type { ParsedOptions } from './parse.js';
import { nameQuestion, presetQuestion, serviceQuestions, stackFields } from './questions.js';

/** An option that holds one value, with where it is said and what it answers. */
export interface Key {
  /** In lge.stack.json, outermost key first. */
  readonly path: readonly string[];
  readonly question: Leaf | Named;
  /** What the groups around it are about, outermost first. */
  readonly groups: readonly string[];
}

function leaves(fields: Questions, path: readonly string[], groups: readonly string[]): readonly Key[] {
  return Object.entries(fields).flatMap(([name, question]: [string, Question]) =>
    question.kind === 'group'
      ? leaves(question.fields, [...path, name], [...groups, question.message])
      : [{ path: [...path, name], question, groups }],
  );
}

/** Whether a service is part of the stack at all. */
function presence(id: string, summary: string): Key {
  return { path: ['services', id], question: { kind: 'confirm', message: summary, default: true }, groups: [] };
}

/** Every option there is, in the order of the documents. */
export function allKeys(catalog: Catalog, presets: readonly Preset[]): readonly Key[] {
  const services: readonly (readonly Key[])[] = catalog.map((definition) => [
    presence(definition.id, definition.summary),
    ...leaves(serviceQuestions(definition), ['services', definition.id], [definition.title]),
  ]);
  return [
    { path: ['name'], question: nameQuestion, groups: [] },
    { path: ['preset'], question: presetQuestion(presets), groups: [] },
    ...leaves(stackFields, [], []),
    ...services.flat(),
  ];
}

/** The groups of options, such as `services.redis.limits`. */
export function groupAt(path: readonly string[], keys: readonly Key[]): readonly Key[] {
  return keys.filter((key) => key.path.length > path.length && path.every((part, index) => key.path[index] === part));
}

function inside(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Readonly<Record<string, unknown>> | undefined)?.[key], value);
}

/** The value of an option after all defaults, as lge.stack.json would write it; `undefined` where its service is left out. */
export function valueOf({ path, question }: Key, options: ParsedOptions): unknown {
  const [first, id = '', ...rest] = path;
  if (first === 'name') return options.name;
  if (first === 'preset') return options.preset.id;
  if (first !== 'services') {
    return written(question, inside(options.stack, path));
  }
  if (rest.length === 0) return options.services.has(id);
  return written(question, inside(options.services.get(id), rest));
}

function written(question: Exclude<Question, Group>, value: unknown): unknown {
  return question.kind === 'memory' && typeof value === 'number' ? formatMemory(value) : value;
}
