import { targets } from '../../index.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import { allRules } from '../../stack/check.js';
import { readJson } from '../../stack/json.js';
import { groupAt, valueOf, type Key } from '../../stack/keys.js';
import { hintFor } from '../../stack/kinds.js';
import { offsetOf, writtenAt } from '../change/edit.js';
import type { Opened } from '../inspect/open.js';
import { answered, variantOf, type Options } from './alter.js';
import { extremeAnswers } from './candidates.js';
import { influenceOf, renderingOf, type Span } from './influence.js';

/** Who says what an option is, the one that wins. */
export type Origin = 'code' | 'file' | 'preset' | 'default';

/** Public in `--json`: keys are added, and never change their meaning. */
export interface KeyFacts {
  readonly key: string;
  readonly question: string;
  /** Absent where the service is left out. */
  readonly value?: unknown;
  readonly default?: unknown;
  readonly origin: Origin;
  /** In lge.stack.json, where it is written there. */
  readonly line?: number;
  readonly takes: string;
  /** Those that look at it. */
  readonly rules: readonly { readonly code: string; readonly about: string }[];
  /** What another answer would change, by path. */
  readonly changes: Readonly<Record<string, readonly Span[]>>;
  /** Files that it would change if they were not written once, and had not been. */
  readonly once: readonly string[];
  readonly tried?: unknown;
  /** Options below it. */
  readonly below: readonly string[];
}

function originOf({ path }: Key, { text, source }: Opened, { parsed }: Options): Origin {
  const says = (json: unknown): boolean => writtenAt(JSON.stringify(json ?? {}), path) !== undefined;
  if (says(source.over)) return 'code';
  const read = readJson(text);
  if ('json' in read && says(read.json)) return 'file';
  return says(parsed.preset.options) ? 'preset' : 'default';
}

/** What each rule finds, as text to compare. */
function findings(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, string> {
  const codes = [...new Set(diagnostics.map(({ code }) => code))];
  return new Map(codes.map((code) => [code, JSON.stringify(diagnostics.filter((one) => one.code === code))]));
}

/** Rules that find something else once the option is at one of its ends: those that look at it. */
function rulesFor(key: Key, options: Options, { diagnostics, source }: Opened): KeyFacts['rules'] {
  const now = findings(diagnostics);
  // Two of a kind may be refused: what another option has already.
  const others = options.keys
    .filter(({ question }) => question.kind === 'port' && key.question.kind === 'port')
    .map((other) => valueOf(other, options.parsed));
  const answers = [...extremeAnswers(key.question, valueOf(key, options.parsed)), ...others];
  const tried = answers.map((value) => findings(source.load(answered(options, key, value)).diagnostics));
  return allRules(source.catalog, targets)
    .filter(({ code }) => tried.some((found) => found.get(code) !== now.get(code)))
    .map(({ code, about }) => ({ code, about }));
}

/**
 * Everything about one option. Pure: it renders the stack with another answer, and compares.
 *
 * @param once Files that are written once, and have been.
 */
export function keyFacts(key: Key, options: Options, opened: Opened, once: ReadonlySet<string>): KeyFacts {
  const { question, path } = key;
  const variant = variantOf(options, key);
  const stack = opened.source.load(opened.text).stack;
  const influence = variant && stack && influenceOf(variant, renderingOf(stack));
  const value = valueOf(key, options.parsed);
  const origin = originOf(key, opened, options);
  return {
    key: path.join('.'),
    question: [...key.groups, question.message].join(': '),
    ...(value !== undefined && { value }),
    ...('default' in question && question.default !== undefined && { default: question.default }),
    origin,
    ...(origin === 'file' && { line: lineOf(path, opened.text) }),
    takes: hintFor(question),
    rules: rulesFor(key, options, opened),
    changes: {
      ...Object.fromEntries(Object.entries(influence?.files ?? {}).filter(([file]) => !once.has(file))),
      ...Object.fromEntries((influence?.appears ?? []).map((added) => [added, [] as readonly Span[]])),
    },
    once: Object.keys(influence?.files ?? {}).filter((file) => once.has(file)),
    ...(variant && { tried: variant.value }),
    below: groupAt(path, options.keys).map((one) => one.path.join('.')),
  };
}

function lineOf(path: readonly string[], text: string): number {
  const offset = offsetOf(text, path);
  return text.slice(0, offset).split(/\r\n?|\n/).length;
}
