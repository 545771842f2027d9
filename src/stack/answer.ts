import type { Diagnostic } from '../model/diagnostic.js';
import type { Group, Question } from '../model/question.js';
import { parseMemory } from '../model/units.js';
import { nearest } from './nearest.js';

/** Reads the answers to questions out of JSON; every mistake is reported, and its default goes on in its place. */
export interface Reader {
  readonly report: (diagnostic: Diagnostic) => void;
  /** The spellings of the project's name that a default may contain. */
  readonly names: Readonly<Record<'name' | 'snake' | 'title', string>>;
}

export type Path = readonly string[];

const quote = (value: unknown): string => JSON.stringify(value);

export function wrong(code: string, path: Path, message: string, hint: string): Diagnostic {
  return { code, severity: 'error', path, message, hint };
}

function invalid(reader: Reader, path: Path, value: unknown, must: string): void {
  reader.report(wrong('invalid-value', path, `${quote(value)} is not valid here.`, `It must be ${must}.`));
}

function fill(text: string, names: Reader['names']): string {
  return text.replaceAll(/\{(name|snake|title)\}/g, (_, key: keyof Reader['names']) => names[key]);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function unknownKeys(reader: Reader, value: Readonly<Record<string, unknown>>, known: readonly string[], path: Path): void {
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const meant = nearest(key, known);
    reader.report(
      wrong('unknown-key', [...path, key], 'There is no such option.', meant ? `Did you mean "${meant}"?` : `Here are: ${known.join(', ')}.`),
    );
  }
}

function readGroup(group: Group, value: unknown, path: Path, reader: Reader): unknown {
  if (value !== undefined && !isObject(value)) invalid(reader, path, value, 'an object');
  const given = isObject(value) ? value : {};
  unknownKeys(reader, given, Object.keys(group.fields), path);
  return Object.fromEntries(Object.entries(group.fields).map(([key, question]) => [key, readAnswer(question, given[key], [...path, key], reader)]));
}

function readMemory(question: { readonly default: string }, value: unknown, path: Path, reader: Reader): number {
  const parsed = typeof value === 'string' ? parseMemory(value) : undefined;
  if (value !== undefined && parsed === undefined) {
    const near = /^(\d+)\s*([mg])i?b?$/i.exec(String(value));
    const hint = near ? `Write ${quote(near[1] + near[2]!.toUpperCase())}.` : 'Write a whole number and M or G, such as "512M" or "2G".';
    reader.report(wrong('invalid-size', path, `${quote(value)} is not a size.`, hint));
  }
  return parsed ?? parseMemory(question.default)!;
}

function inRange(value: unknown, min: number, max: number, integer: boolean): value is number {
  return typeof value === 'number' && value >= min && value <= max && (!integer || Number.isInteger(value));
}

/** The answer itself, or `undefined` with what it must be. */
function check(question: Exclude<Question, Group | { kind: 'memory' }>, value: unknown): { readonly ok: unknown } | { readonly must: string } {
  switch (question.kind) {
    case 'confirm':
      return typeof value === 'boolean' ? { ok: value } : { must: 'true or false' };
    case 'select': {
      if (typeof value === 'string' && question.options.includes(value)) return { ok: value };
      const meant = typeof value === 'string' ? nearest(value, question.options) : undefined;
      return { must: `one of ${question.options.join(', ')}${meant ? `: did you mean ${quote(meant)}?` : ''}` };
    }
    case 'text':
      return typeof value === 'string' && question.pattern.test(value) ? { ok: value } : { must: question.must };
    case 'number':
      return inRange(value, question.min, question.max, question.integer)
        ? { ok: value }
        : { must: `a ${question.integer ? 'whole ' : ''}number from ${question.min} to ${question.max}` };
    case 'auto':
      return value === 'auto' || inRange(value, question.min, question.max, true)
        ? { ok: value }
        : { must: `"auto" or a whole number from ${question.min} to ${question.max}` };
    case 'port':
      return (question.optional && value === false) || inRange(value, 1, 65_535, true)
        ? { ok: value }
        : { must: `a whole number from 1 to 65535${question.optional ? ', or false for none' : ''}` };
    case 'list':
      return Array.isArray(value) && value.every((item) => typeof item === 'string' && question.pattern.test(item))
        ? { ok: value }
        : { must: `a list, each item of it ${question.must}` };
  }
}

/** The answer in `value`, or the question's default where it is absent or wrong. */
export function readAnswer(question: Question, value: unknown, path: Path, reader: Reader): unknown {
  if (question.kind === 'group') return readGroup(question, value, path, reader);
  if (question.kind === 'memory') return readMemory(question, value, path, reader);
  const preset = typeof question.default === 'string' ? fill(question.default, reader.names) : question.default;
  if (value === undefined && preset === undefined) {
    reader.report(wrong('missing-key', path, 'It is missing.', `It must be ${'must' in question ? question.must : 'given'}.`));
    return '';
  }
  const result = check(question, value ?? preset);
  if ('ok' in result) return result.ok;
  // A default that follows from the name can be wrong as well, such as a database called pg_shop.
  if (result.must.startsWith('a whole number from 1 to 65535')) reader.report(wrong('invalid-port', path, `${quote(value)} is not a port.`, `It must be ${result.must}.`));
  else invalid(reader, path, value ?? preset, result.must.replace(/:? did you mean (.*)\?$/, '. Did you mean $1?').replace(/\.$/, ''));
  return preset;
}
