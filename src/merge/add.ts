import jsonc from 'jsonc-parser';
import { addVariables } from './add-variables.js';
import { withValue } from './json-edit.js';
import { dressedAs } from './dress.js';
import { normalise } from './text.js';

type Key = readonly string[];
type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The comment lines above a line belong to it, and go where it goes. */
function withComments(lines: readonly string[], wanted: (line: string) => boolean): readonly string[] {
  const result: string[] = [];
  let comments: string[] = [];
  for (const line of lines) {
    if (line.startsWith('#')) comments.push(line);
    else if (line === '') comments = [];
    else if (wanted(line)) {
      if (comments.length > 0 && result.length > 0) result.push('');
      result.push(...comments, line);
      comments = [];
    }
  }
  return result;
}

/** Appends the lines of `ours` that `theirs` has not, after a blank line; comments go along with the lines below them. */
export function addLines(theirs: string, ours: string): string {
  const text = normalise(theirs);
  const present = new Set(text.split('\n').map((line) => line.trim()));
  const missing = withComments(normalise(ours).split('\n'), (line) => !present.has(line.trim()));
  if (missing.length === 0) return theirs;
  const before = text.trim() === '' ? '' : `${text.replace(/\n*$/, '')}\n\n`;
  return dressedAs(theirs, `${before}${missing.join('\n')}\n`);
}

function missingKeys(theirs: Json, ours: Json, at: Key = []): readonly (readonly [Key, unknown])[] {
  return Object.entries(ours).flatMap(([key, value]) => {
    const path = [...at, key];
    if (!Object.hasOwn(theirs, key)) return [[path, value] as const];
    const there = theirs[key];
    return isObject(there) && isObject(value) ? missingKeys(there, value, path) : [];
  });
}

/** As the file is indented; two blanks where that cannot be seen. */
function indentation(text: string): Pick<jsonc.FormattingOptions, 'insertSpaces' | 'tabSize'> {
  const [, indent = '  '] = /^[[{][^\S\n]*\n([ \t]+)\S/.exec(text) ?? [];
  return { insertSpaces: !indent.startsWith('\t'), tabSize: indent.length };
}

/** `undefined` where `theirs` is no JSON object: it is not for us to repair. */
export function addKeys(theirs: string, ours: string): string | undefined {
  const text = normalise(theirs);
  const errors: jsonc.ParseError[] = [];
  const parsed: unknown = jsonc.parse(text, errors, { disallowComments: true });
  if (errors.length > 0 || !isObject(parsed)) return undefined;
  const missing = missingKeys(parsed, JSON.parse(ours) as Json);
  if (missing.length === 0) return theirs;
  const layout = indentation(text);
  const edited = missing.reduce((result, [path, value]) => withValue(result, path, value, layout), text);
  return dressedAs(theirs, edited);
}

/** What the user's own file becomes when it gets what it lacks of ours; itself when it lacks nothing. */
export function addTo(path: string, theirs: string, ours: string): string | undefined {
  if (path.endsWith('.json')) return addKeys(theirs, ours);
  return /(^|\/)\.env(\.[\w.-]+)?$/.test(path) ? addVariables(theirs, ours) : addLines(theirs, ours);
}
