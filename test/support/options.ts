import fc, { type Arbitrary } from 'fast-check';
import { catalog as own, loadOptions, presets as ownPresets, type Diagnostic } from '../../src/index.js';
import type { Question } from '../../src/model/question.js';
import { leaves, type Asked, type Leaf } from './questions.js';

type Json = Record<string, unknown>;

const asked = leaves(own, ownPresets);

/** Strings of a pattern; what a generator of strings does not know (looking ahead) is filtered. */
function matching(pattern: RegExp): Arbitrary<string> {
  const plain = new RegExp(pattern.source.replaceAll(/\(\?<?[=!][^)]*\)/g, ''));
  return fc.stringMatching(plain).filter((text) => pattern.test(text));
}

/** Near the lower end, where a host has room for it. */
const numbers = (min: number, max: number, integer: boolean): Arbitrary<number> =>
  integer
    ? fc.integer({ min, max: Math.min(max, min + 20) })
    : fc
        .double({ min, max: Math.min(max, min + 4), noNaN: true })
        .map((number) => Math.max(min, Math.round(number * 100) / 100));

function answers({ path, question, switches }: Pick<Asked, 'path' | 'question' | 'switches'>): Arbitrary<unknown> {
  switch (question.kind) {
    case 'confirm':
      // Most services need others: with half of them off, little would be left.
      return switches ? fc.constantFrom(true, true, true, true, false) : fc.boolean();
    case 'select':
      return fc.constantFrom(...question.options);
    case 'text':
      return matching(question.pattern);
    case 'number':
      return path[0] === 'host' ? fc.constantFrom(16, 64) : numbers(question.min, question.max, question.integer);
    case 'auto':
      return fc.oneof(fc.constant('auto'), numbers(question.min, question.max, true));
    case 'port':
      return fc.oneof(fc.integer({ min: 1, max: 65_535 }), ...(question.optional ? [fc.constant(false)] : []));
    case 'memory':
      return path[0] === 'host'
        ? fc.constantFrom('64G', '200G')
        : fc.integer({ min: 1, max: 128 }).map((step) => (step === 128 ? '2G' : `${step * 16}M`));
    case 'list':
      return fc.array(matching(question.pattern), { maxLength: 3 });
    case 'named':
      return fc.dictionary(matching(question.pattern), answersBelow(question.of), {
        maxKeys: 2,
        noNullPrototype: true,
      });
  }
}

/** A group by its fields, some of them left out. */
function answersBelow(question: Question): Arbitrary<unknown> {
  if (question.kind !== 'group') return answers({ path: [], question, switches: false });
  const fields = Object.entries(question.fields).map(([key, one]) => [key, answersBelow(one)] as const);
  return fc.record(Object.fromEntries(fields), { requiredKeys: [], noNullPrototype: true });
}

function put(options: Json, path: readonly string[], value: unknown): void {
  const last = path.length - 1;
  let at = options;
  for (const key of path.slice(0, last)) {
    if (typeof at[key] !== 'object' || at[key] === null) at[key] = {};
    at = at[key] as Json;
  }
  at[path[last]!] = value;
}

function take(options: Json, path: readonly string[]): boolean {
  let at: unknown = options;
  for (const key of path.slice(0, -1)) at = (at as Json | undefined)?.[key];
  const key = path.at(-1)!;
  if (typeof at !== 'object' || at === null || !(key in at)) return false;
  return Reflect.deleteProperty(at, key);
}

/** What every service is asked in numbers, and what a host has not enough of. */
const amounts = asked.filter(
  ({ path, question }) => path[0] === 'services' && ['number', 'auto', 'memory'].includes(question.kind),
);

/** Takes back what a rule objects to, so that nearly every set of answers becomes a stack. */
function mended(options: Json): Json {
  const copy = structuredClone(options);
  for (let round = 0; round < 8; round += 1) {
    const errors = loadOptions(copy).diagnostics.filter(({ severity }) => severity === 'error');
    if (errors.length === 0) break;
    for (const error of errors) mend(copy, error);
  }
  return copy;
}

function mend(options: Json, { code, path }: Diagnostic): void {
  if (code === 'unmet-need') put(options, path, false);
  else if (!take(options, path)) for (const amount of amounts) take(options, amount.path);
}

/** Any answers to any of the questions, each of which alone is valid. Derived from the questions: a new one is in it. */
const someAnswers: Arbitrary<Json> = fc
  .tuple(
    fc.record(
      Object.fromEntries(asked.filter(({ switches }) => !switches).map((one) => [one.path.join('.'), answers(one)])),
      { requiredKeys: ['name'] },
    ),
    fc.record(
      Object.fromEntries(asked.filter(({ switches }) => switches).map((one) => [one.path.join('.'), answers(one)])),
      { requiredKeys: [] },
    ),
  )
  .map(([given, switched]) => {
    const options: Json = {};
    for (const [path, value] of Object.entries(given)) put(options, path.split('.'), value);
    // A service that is on keeps its answers.
    for (const [path, value] of Object.entries(switched))
      if (value !== true || !path.includes('.')) put(options, path.split('.'), value);
    return options;
  });

/** Options that make a stack. */
export const validOptions: Arbitrary<Json> = someAnswers
  .map(mended)
  .filter((options) => loadOptions(options).stack !== undefined);

const ANYTHING = fc.jsonValue({ maxDepth: 2 });

/** No answer to this question. */
function wrong({ question, switches, path }: Asked): Arbitrary<unknown> {
  const others = fc.oneof(ANYTHING, fc.constant(null), fc.string(), fc.integer(), fc.double());
  return others.filter(
    (value) =>
      !isAnswer(question, value) &&
      !(switches && path.length > 1 && typeof value === 'object' && value !== null && !Array.isArray(value)),
  );
}

function isAnswer(question: Leaf, value: unknown): boolean {
  switch (question.kind) {
    case 'confirm':
      return typeof value === 'boolean';
    case 'select':
      return typeof value === 'string' && question.options.includes(value);
    case 'text':
      return typeof value === 'string' && question.pattern.test(value);
    case 'number':
    case 'auto':
    case 'port':
      return (
        typeof value === 'number' ||
        (question.kind === 'auto' && value === 'auto') ||
        (question.kind === 'port' && value === false)
      );
    case 'memory':
      return typeof value === 'string' && /^[1-9]\d*[MG]$/.test(value);
    case 'named':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'list':
      return Array.isArray(value) && value.every((item) => typeof item === 'string' && question.pattern.test(item));
  }
}

const spoiled = fc.constantFrom(...asked).chain((one) => wrong(one).map((value) => ({ path: one.path, value })));
const unknown = fc
  .tuple(
    fc.constantFrom([], ['host'], ['services'], ['images'], ['logs'], ['services', 'redis']),
    fc.stringMatching(/^[a-zA-Z_]{3,12}$/),
    ANYTHING,
  )
  .map(([path, key, value]) => ({ path: [...path, `${key}X`], value }));

/** Valid options in which one to three answers are none, or keys are unknown. */
export const invalidOptions: Arbitrary<Json> = fc
  .tuple(
    validOptions,
    fc.array(fc.oneof({ weight: 4, arbitrary: spoiled }, { weight: 1, arbitrary: unknown }), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([options, mistakes]) => {
    const copy = structuredClone(options);
    for (const { path, value } of mistakes) put(copy, path, value);
    return copy;
  });
