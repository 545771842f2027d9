import { presets } from '../../index.js';
import type { Preset } from '../../model/preset.js';
import type { Catalog } from '../../model/service.js';
import type { Stack } from '../../model/stack.js';
import type { Source } from '../../project/session.js';
import { readJson } from '../../stack/json.js';
import { valueOf, type Key } from '../../stack/keys.js';
import { layer, type ParsedOptions } from '../../stack/parse.js';
import { otherAnswers } from './candidates.js';

type Json = Readonly<Record<string, unknown>>;

/** The options of a project, to be tried with other answers. */
export interface Options {
  readonly source: Source;
  readonly json: Json;
  readonly parsed: ParsedOptions;
  readonly keys: readonly Key[];
}

export function optionsOf(text: string, source: Source, keys: readonly Key[]): Options | undefined {
  const read = readJson(text);
  const parsed = source.parse(text);
  if ('problem' in read || !parsed) return undefined;
  // Last, so that it wins over what code lays over the options as well.
  return { source, json: layer(read.json, source.over) as Json, parsed, keys };
}

const at = (path: readonly string[], value: unknown): Json =>
  path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Json;

/** A service comes with what it needs, and takes those along that need it. */
function withNeeds(id: string, there: boolean, catalog: Catalog): readonly string[] {
  const found = new Set([id]);
  for (const one of found)
    for (const { id: other, needs } of catalog) {
      const hard = (of: string): boolean => needs.some(({ service, optional }) => service === of && optional !== true);
      if (!there && hard(one)) found.add(other);
      if (there && other === one) for (const { service, optional } of needs) if (optional !== true) found.add(service);
    }
  return [...found];
}

/** The options with another answer and nothing else, whatever rules say of that. */
export function answered({ json }: Options, { path }: Key, value: unknown): string {
  return JSON.stringify(layer(json, at(path, value)));
}

/** The options with another answer, and with what follows from it: a service takes those along that need it. */
export function altered({ json, source: { catalog } }: Options, { path }: Key, value: unknown): string {
  const [first, id = ''] = path;
  const isService = first === 'services' && path.length === 2;
  const over = isService
    ? { services: Object.fromEntries(withNeeds(id, value === true, catalog).map((one) => [one, value])) }
    : at(path, value);
  return JSON.stringify(layer(json, over));
}

/** A stack that differs in one thing. */
export interface Variant {
  /** Of the option, or `preset` and the switch. */
  readonly key: string;
  /** What it is instead. */
  readonly value: unknown;
  readonly stack: Stack;
}

/**
 * The stack with the first other answer that no rule refuses. Where rules refuse all, because two options must agree,
 * the first answer is looked at nevertheless; `undefined` where there is none.
 */
export function variantOf(options: Options, key: Key): Variant | undefined {
  const name = key.path.join('.');
  const answers = otherAnswers(key.question, valueOf(key, options.parsed));
  for (const value of answers) {
    const { stack } = options.source.load(altered(options, key, value));
    if (stack) return { key: name, value, stack };
  }
  const [value] = answers;
  const stack = value === undefined ? undefined : options.source.draft(altered(options, key, value));
  return stack && { key: name, value, stack };
}

function flipped(value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  return typeof value === 'number' ? value + 1 : undefined;
}

/** Every switch of a policy the other way round: what a preset decides, and no option does. */
export function policyVariants({ source, json, parsed: { preset } }: Options): readonly Variant[] {
  return Object.entries(preset.policy).flatMap(([name, now]: [string, unknown]) => {
    const value = flipped(now);
    if (value === undefined) return [];
    const other: Preset = { ...preset, policy: { ...preset.policy, [name]: value } };
    const all = presets.map((one) => (one.id === preset.id ? other : one));
    const { stack } = source.load(JSON.stringify(json), all);
    return stack ? [{ key: `${POLICY}${name}`, value, stack }] : [];
  });
}

/** Before the name of a switch of the preset, which is no option. */
export const POLICY = 'preset: ';

/** The one that an influence is about. */
export function variantNamed(name: string, options: Options): Variant | undefined {
  const key = options.keys.find(({ path }) => path.join('.') === name);
  return key ? variantOf(options, key) : policyVariants(options).find((one) => one.key === name);
}
