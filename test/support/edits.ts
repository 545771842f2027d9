import fc from 'fast-check';
import { isReadable } from './says.js';

/** One thing that somebody does to a text, line by line. Places count modulo its lines, so that an edit fits any text. */
export interface Edit {
  readonly kind: keyof typeof kinds;
  readonly at: number;
  readonly to: number;
  /** Few, so that two sides sometimes write the same. */
  readonly word: string;
}

type Lines = readonly string[];
type Change = (lines: Lines, at: number, to: number, word: string) => Lines;

const indentOf = (line = ''): string => /^[ \t]*/.exec(line)![0];
const insert = (lines: Lines, at: number, ...added: Lines): Lines => [
  ...lines.slice(0, at),
  ...added,
  ...lines.slice(at),
];
const cut = (lines: Lines, at: number, count: number): Lines => [...lines.slice(0, at), ...lines.slice(at + count)];
const replace = (lines: Lines, at: number, ...now: Lines): Lines => [
  ...lines.slice(0, at),
  ...now,
  ...lines.slice(at + 1),
];

/** The line and what is indented below it: a service, a key with its values, a block of nginx. */
function blockEnd(lines: Lines, at: number): number {
  const indent = indentOf(lines[at]).length;
  let end = at + 1;
  while (end < lines.length && (lines[end]!.trim() === '' || indentOf(lines[end]).length > indent)) end += 1;
  while (end > at + 1 && lines[end - 1]!.trim() === '') end -= 1;
  return /^\s*\}$/.test(lines[end] ?? '') && lines[at]!.trimEnd().endsWith('{') ? end + 1 : end;
}

/** The line with another value where it has one: after `:` or `=`, or its last word. */
function revalued(line: string, word: string): string {
  const assigned = /^(\s*(?:- )?[\w.<"-]+\s*[:=]\s*)(?=\S)(?![|>&*{[])(?:(".*")(,?)|(.*))$/.exec(line);
  if (assigned) return assigned[1]! + (assigned[2] === undefined ? word : `"${word}"${assigned[3]}`);
  return /^\s*$|: [{[&*]|[:{[]$/.test(line) ? line : line.replace(/[\w.-]+(?=\W*$)/, word);
}

/** The line under another name: its first word is one. */
const renamed = (line: string, word: string): string => line.replace(/[A-Za-z][\w-]*/, word).replace(/(: )&\w+/, '$1');

/** The next place at which a line stands that is indented alike: what moves there is among its equals. */
function among(lines: Lines, from: number, indent: string): number {
  for (let step = 0; step < lines.length; step += 1) {
    const at = (from + step) % lines.length;
    if (lines[at]!.trim() !== '' && indentOf(lines[at]) === indent) return at;
  }
  return lines.length;
}

function moved(lines: Lines, at: number, end: number, to: number): Lines {
  const rest = cut(lines, at, end - at);
  return insert(rest, among(rest, to % Math.max(rest.length, 1), indentOf(lines[at])), ...lines.slice(at, end));
}

const deeper = (line: string): string => (line.trim() === '' ? line : `  ${line}`);

const kinds = {
  comment: (lines, at, _to, word) => insert(lines, at, `${indentOf(lines[at])}# ${word}`),
  change: (lines, at, _to, word) => replace(lines, at, revalued(lines[at] ?? '', word)),
  add: (lines, at, _to, word) => insert(lines, blockEnd(lines, at), renamed(lines[at] ?? '', word)),
  repeat: (lines, at, to) => insert(lines, among(lines, to, indentOf(lines[at])), lines[at] ?? ''),
  blank: (lines, at) => insert(lines, at, ''),
  remove: (lines, at) => cut(lines, at, blockEnd(lines, at) - at),
  removeSome: (lines, at, to) => cut(lines, at, 1 + (to % 3)),
  move: (lines, at, to) => moved(lines, at, blockEnd(lines, at), to),
  moveLine: (lines, at, to) => moved(lines, at, at + 1, to),
  off: (lines, at) => {
    const end = blockEnd(lines, at);
    return lines.map((line, index) => (index < at || index >= end ? line : line.replace(/^(\s*)(?=\S)/, '$1# ')));
  },
  copy: (lines, at, _to, word) => {
    const block = lines.slice(at, blockEnd(lines, at));
    return insert(lines, at, renamed(block[0] ?? '', word), ...block.slice(1));
  },
  indent: (lines, at) => {
    const end = blockEnd(lines, at);
    return lines.map((line, index) => (index > at && index < end ? deeper(line) : line));
  },
} satisfies Readonly<Record<string, Change>>;

const WORDS = ['healthcheck', 'mode', 'alpha', 'beta', 'gamma', 'delta', 'x7', 'y30s'];
/** What people do most of the time, and what leaves a text sound. */
const DAILY: readonly Edit['kind'][] = [
  ...(['change', 'change', 'change', 'change', 'add', 'add'] as const),
  ...(['comment', 'comment', 'remove', 'copy', 'move', 'off'] as const),
];

export const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom(...DAILY, ...(Object.keys(kinds) as Edit['kind'][])),
  at: fc.nat(9999),
  to: fc.nat(9999),
  word: fc.constantFrom(...WORDS),
});

export const edits = (most: number): fc.Arbitrary<readonly Edit[]> => fc.array(edit, { minLength: 1, maxLength: most });

function once(text: string, { kind, at, to, word }: Edit): string {
  const lines = text.split('\n').slice(0, -1);
  const size = Math.max(lines.length, 1);
  return kinds[kind](lines, at % size, to % size, word)
    .map((line) => `${line}\n`)
    .join('');
}

/** The text after the edits, without those after which nobody could read it any more. */
export function edited(path: string, text: string, all: readonly Edit[]): string {
  const after = all.reduce(once, text);
  if (isReadable(path, after)) return after;
  return all.reduce((now, one) => {
    const next = once(now, one);
    return isReadable(path, next) ? next : now;
  }, text);
}
