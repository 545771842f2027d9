import type { Named } from '../../model/question.js';
import { kindOf, type Leaf } from '../../stack/kinds.js';

/** Valid answers to most questions of text: those that name an example are asked for it first. */
const TEXTS = ['other', 'example.com', 'shop.example.com', 'de', 'de_DE.UTF-8', '172.29.0.0/16', '9.9.9', 'other_app'];

/** `a version, such as 2.5.1` → 2.5.1. */
function exampleIn(must: string): readonly string[] {
  const [, example] = /such as (\S+?)[,.]?(?: |$)/.exec(must) ?? [];
  return example === undefined ? [] : [example];
}

function texts({ must }: { readonly must: string }, current: unknown): readonly string[] {
  const now = typeof current === 'string' ? current : '';
  // Another tag of an image, another version, another name.
  const near = [now.replace(/\d(?=\D*$)/, (digit) => (digit === '9' ? '8' : String(Number(digit) + 1))), `${now}2`];
  return [...near, ...exampleIn(must), ...TEXTS, now.slice(0, -1), ''];
}

type Tried = {
  readonly [K in Leaf['kind']]: (question: Extract<Leaf, { kind: K }>, current: unknown) => readonly unknown[];
};

const near = (current: unknown, min: number, max: number): readonly number[] => {
  const now = typeof current === 'number' ? current : min;
  return [now + 1, now - 1, now * 2, min, max];
};

const OTHERS: Tried = {
  confirm: (_, current) => [current !== true],
  select: ({ options }) => options,
  text: texts,
  number: ({ min, max }, current) => near(current, min, max),
  auto: ({ min, max }, current) => [...near(current, min, max), 'auto'],
  port: ({ optional }, current) => [...near(current, 8080, 18_080), 18_081, ...(optional ? [false] : [])],
  memory: (_, current) => [...doubled(current), '640M', '128M', '1G'],
  list: (_, current) => [
    [],
    ['other'],
    ['https://other.example.com'],
    ...(Array.isArray(current) ? [current.slice(1)] : []),
  ],
};

function doubled(current: unknown): readonly string[] {
  const [, amount, unit] = /^(\d+)([MG])$/.exec(typeof current === 'string' ? current : '') ?? [];
  const now = Number(amount);
  if (unit === undefined) return [];
  // A limit that grows may not fit into the host, one that shrinks may not carry the program: a little of each.
  return [`${unit === 'G' ? now * 1024 + 64 : now + 64}M`, `${Math.max(1, (unit === 'G' ? now * 1024 : now) - 64)}M`];
}

/** Other answers than the one of now, all of them of the right form, those first that change the least. */
export function otherAnswers(question: Leaf | Named, current: unknown): readonly unknown[] {
  // Its names are the user's: no other one is like it.
  if (question.kind === 'named') return [];
  const tried = (OTHERS[question.kind] as (question: Leaf, current: unknown) => readonly unknown[])(question, current);
  const seen = new Set([JSON.stringify(current)]);
  return tried.filter((value) => {
    const text = JSON.stringify(value);
    if (seen.has(text) || !kindOf(question).accepts(question, value)) return false;
    seen.add(text);
    return true;
  });
}

/** Answers at the ends of what is allowed, which rules object to rather than to those near by. */
export function extremeAnswers(question: Leaf | Named, current: unknown): readonly unknown[] {
  if (question.kind === 'memory') return ['1M', '1024G'];
  if (question.kind === 'number' || question.kind === 'auto') return [question.min, question.max];
  return otherAnswers(question, current);
}
