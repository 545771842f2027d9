import type { Diagnostic } from '../model/diagnostic.js';
import type { Group, Named, Question } from '../model/question.js';
import { parseMemory } from '../model/units.js';
import { kindOf, quote } from './kinds.js';
import { nearest } from './nearest.js';

/** Reads the answers to questions out of JSON; every mistake is reported, and its default goes on in its place. */
export interface Reader {
  readonly report: (diagnostic: Diagnostic) => void;
  /** The spellings of the project's name that a default may contain. */
  readonly names: Readonly<Record<'name' | 'snake' | 'title', string>>;
}

export type Path = readonly string[];

export function wrong(code: string, path: Path, message: string, hint: string): Diagnostic {
  return { code, severity: 'error', path, message, hint };
}

function fill(text: string, names: Reader['names']): string {
  return text.replaceAll(/\{(name|snake|title)\}/g, (_, key: keyof Reader['names']) => names[key]);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function unknownKeys(
  reader: Reader,
  value: Readonly<Record<string, unknown>>,
  known: readonly string[],
  path: Path,
): void {
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const meant = nearest(key, known);
    reader.report(
      wrong(
        'unknown-key',
        [...path, key],
        'There is no such option.',
        meant ? `Did you mean "${meant}"?` : `Here are: ${known.join(', ')}.`,
      ),
    );
  }
}

function readGroup(group: Group, value: unknown, path: Path, reader: Reader): unknown {
  if (value !== undefined && !isObject(value))
    reader.report(wrong('invalid-value', path, `${quote(value)} is not valid here.`, 'It must be an object.'));
  const given = isObject(value) ? value : {};
  unknownKeys(reader, given, Object.keys(group.fields), path);
  return Object.fromEntries(
    Object.entries(group.fields).map(([key, question]) => [
      key,
      readAnswer(question, given[key], [...path, key], reader),
    ]),
  );
}

function readNamed({ of, pattern, must }: Named, value: unknown, path: Path, reader: Reader): unknown {
  if (value !== undefined && !isObject(value))
    reader.report(wrong('invalid-value', path, `${quote(value)} is not valid here.`, 'It must be an object.'));
  const entries = Object.entries(isObject(value) ? value : {}).filter(([name]) => {
    if (pattern.test(name)) return true;
    reader.report(wrong('invalid-value', [...path, name], `${quote(name)} is no name here.`, `It must be ${must}.`));
    return false;
  });
  return Object.fromEntries(entries.map(([name, one]) => [name, readAnswer(of, one, [...path, name], reader)]));
}

/** The answer in `value`, or the question's default where it is absent or wrong. */
export function readAnswer(question: Question, value: unknown, path: Path, reader: Reader): unknown {
  if (question.kind === 'group') return readGroup(question, value, path, reader);
  if (question.kind === 'named') return readNamed(question, value, path, reader);
  const preset = typeof question.default === 'string' ? fill(question.default, reader.names) : question.default;
  // A default that follows from the name can be wrong as well, such as a database called pg_shop.
  const given = value === undefined ? preset : value;
  const { code, noun, accepts, hint } = kindOf(question);
  const fine = given !== undefined && accepts(question, given);
  if (given === undefined) reader.report(wrong('missing-key', path, 'It is missing.', hint(question, given)));
  else if (!fine) reader.report(wrong(code, path, `${quote(given)} is not ${noun}.`, hint(question, given)));
  const answer = fine ? given : (preset ?? '');
  return question.kind === 'memory' ? parseMemory(answer as string) : answer;
}
