import { mapScalars, type Node } from './node.js';

export type Variables = ReadonlyMap<string, string>;

/** What a text says of a variable. */
export interface Reference {
  readonly name: string;
  /** `-` default, `?` required, `+` replacement; with `:` an empty value counts as none. */
  readonly operator?: '-' | ':-' | '?' | ':?' | '+' | ':+';
  /** What stands behind the operator, as written. */
  readonly argument?: string;
}

export interface Piece {
  readonly text?: string;
  readonly reference?: Reference;
}

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const OPERATOR = /:?[-?+]/y;

function match(pattern: RegExp, text: string, from: number): string | undefined {
  pattern.lastIndex = from;
  return pattern.exec(text)?.[0];
}

/** Where the brace that opened before `from` closes; braces of variables within count. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let index = from; index < text.length; index += 1) {
    if (text[index] === '$' && text[index + 1] === '{') depth += 1;
    if (text[index] === '}') depth -= 1;
    if (depth === 0) return index;
  }
  return -1;
}

function braced(text: string, from: number): { readonly reference: Reference; readonly end: number } | undefined {
  const name = match(NAME, text, from);
  const end = closing(text, from);
  if (name === undefined || end < 0) return undefined;
  const after = from + name.length;
  if (after === end) return { reference: { name }, end: end + 1 };
  const operator = match(OPERATOR, text, after) as Reference['operator'];
  if (operator === undefined) return undefined;
  return { reference: { name, operator, argument: text.slice(after + operator.length, end) }, end: end + 1 };
}

/** A text in its parts. What is no variable after all stays text, as Compose would refuse the file. */
export function pieces(text: string): readonly Piece[] {
  const found: Piece[] = [];
  let plain = '';
  let index = 0;
  const push = (reference: Reference): void => {
    if (plain !== '') found.push({ text: plain });
    plain = '';
    found.push({ reference });
  };
  while (index < text.length) {
    const next = text.indexOf('$', index);
    plain += text.slice(index, next < 0 ? text.length : next);
    if (next < 0) break;
    const name = match(NAME, text, next + 1);
    const brace = text[next + 1] === '{' ? braced(text, next + 2) : undefined;
    if (text[next + 1] === '$') plain += '$';
    else if (name !== undefined) push({ name });
    else if (brace) push(brace.reference);
    else plain += '$';
    index = brace?.end ?? next + 1 + (text[next + 1] === '$' ? 1 : (name?.length ?? 0));
  }
  if (plain !== '') found.push({ text: plain });
  return found;
}

/** The variables that a text names, those within defaults included. */
export function references(text: string, depth = 0): readonly Reference[] {
  if (depth > 10 || !text.includes('$')) return [];
  return pieces(text).flatMap(({ reference }) =>
    reference ? [reference, ...references(reference.argument ?? '', depth + 1)] : [],
  );
}

function filled({ name, operator, argument = '' }: Reference, variables: Variables, depth: number): string {
  const value = variables.get(name);
  const there = operator?.startsWith(':') ? (value ?? '') !== '' : value !== undefined;
  const other = (): string => interpolate(argument, variables, depth + 1);
  if (operator?.endsWith('+')) return there ? other() : '';
  if (operator?.endsWith('-')) return there ? value! : other();
  // What is required and not there is another's to say: here it is what it would be without.
  return value ?? '';
}

/** A text with its variables filled in, as Compose does it: what is unknown is empty. */
export function interpolate(text: string, variables: Variables, depth = 0): string {
  if (depth > 10 || !text.includes('$')) return text;
  return pieces(text)
    .map(({ text: plain, reference }) => plain ?? filled(reference!, variables, depth))
    .join('');
}

/** All values of a file; keys are left as they are, as Compose does. */
export function interpolateAll<T extends Node>(node: T, variables: Variables): T {
  return mapScalars(node, (one) =>
    typeof one.raw === 'string' && one.raw.includes('$') ? { ...one, value: interpolate(one.raw, variables) } : one,
  ) as T;
}
