import type { Group, Named, Question } from '../model/question.js';
import { parseMemory } from '../model/units.js';
import { nearest } from './nearest.js';

export type Leaf = Exclude<Question, Group | Named>;

/** How answers of one kind are read. */
interface Kind<Q extends Leaf> {
  readonly code: string;
  /** What a value that is refused is not, for the message. */
  readonly noun: string;
  readonly accepts: (question: Q, value: unknown) => boolean;
  /** The way out: a sentence. */
  readonly hint: (question: Q, value: unknown) => string;
}

export const quote = (value: unknown): string => JSON.stringify(value);

function inRange(value: unknown, min: number, max: number, integer: boolean): value is number {
  return typeof value === 'number' && value >= min && value <= max && (!integer || Number.isInteger(value));
}

function sizeHint(value: unknown): string {
  const near = /^([1-9]\d*)\s*([mg])i?b?$/i.exec(typeof value === 'string' ? value : '');
  return near
    ? `Write ${quote(near[1]! + near[2]!.toUpperCase())}.`
    : 'Write a whole number and M or G, such as "512M" or "2G".';
}

function choiceHint(options: readonly string[], value: unknown): string {
  const meant = typeof value === 'string' ? nearest(value, options) : undefined;
  return `It must be one of ${options.join(', ')}.${meant ? ` Did you mean ${quote(meant)}?` : ''}`;
}

const general = { code: 'invalid-value', noun: 'valid here' } as const;

export const KINDS: { readonly [K in Leaf['kind']]: Kind<Extract<Leaf, { kind: K }>> } = {
  confirm: { ...general, accepts: (_, value) => typeof value === 'boolean', hint: () => 'It must be true or false.' },
  select: {
    ...general,
    accepts: ({ options }, value) => typeof value === 'string' && options.includes(value),
    hint: ({ options }, value) => choiceHint(options, value),
  },
  text: {
    ...general,
    accepts: ({ pattern }, value) => typeof value === 'string' && pattern.test(value),
    hint: ({ must }) => `It must be ${must}.`,
  },
  number: {
    ...general,
    accepts: ({ min, max, integer }, value) => inRange(value, min, max, integer),
    hint: ({ min, max, integer }) => `It must be a ${integer ? 'whole ' : ''}number from ${min} to ${max}.`,
  },
  auto: {
    ...general,
    accepts: ({ min, max }, value) => value === 'auto' || inRange(value, min, max, true),
    hint: ({ min, max }) => `It must be "auto" or a whole number from ${min} to ${max}.`,
  },
  port: {
    code: 'invalid-port',
    noun: 'a port',
    accepts: ({ optional }, value) => (optional && value === false) || inRange(value, 1, 65_535, true),
    hint: ({ optional }) => `It must be a whole number from 1 to 65535${optional ? ', or false for none' : ''}.`,
  },
  memory: {
    code: 'invalid-size',
    noun: 'a size',
    accepts: (_, value) => typeof value === 'string' && parseMemory(value) !== undefined,
    hint: (_, value) => sizeHint(value),
  },
  list: {
    ...general,
    accepts: ({ pattern }, value) =>
      Array.isArray(value) && value.every((item) => typeof item === 'string' && pattern.test(item)),
    hint: ({ must }) => `It must be a list, each item of it ${must}.`,
  },
};

/** What an answer looks like, as a sentence. */
export function hintFor(question: Leaf | Named): string {
  return question.kind === 'named'
    ? `It must be an object, each name in it ${question.must}.`
    : kindOf(question).hint(question, undefined);
}

/** The row of the table that fits the question; the two agree by their `kind`. */
export function kindOf(question: Leaf): Kind<Leaf> {
  return KINDS[question.kind] as unknown as Kind<Leaf>;
}
