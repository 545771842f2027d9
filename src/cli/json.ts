import { isObject } from '../stack/answer.js';

/** Options in the shape of lge.stack.json. */
export type Json = Readonly<Record<string, unknown>>;
export type Path = readonly string[];

/** What somebody typed for a value: JSON, or else text. */
export function typed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

export function valueAt(json: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) => (isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined),
    json,
  );
}

/** With another value at one place; `undefined` takes the key out, and with it what it leaves empty. */
export function withAt(json: Json, [key, ...rest]: Path, value: unknown): Json {
  if (key === undefined) return json;
  const { [key]: old, ...others } = json;
  const inner = rest.length === 0 ? value : withAt(isObject(old) ? old : {}, rest, value);
  const isGone = inner === undefined || (rest.length > 0 && isObject(inner) && Object.keys(inner).length === 0);
  // In its place, where there was one: the order of keys is the user's.
  if (key in json && !isGone) return { ...json, [key]: inner };
  return isGone ? others : { ...others, [key]: inner };
}

/** What a dotted path can name; a key such as `data/./cache` is said as part of its object. */
const isDottable = (key: string): boolean => /^[^.=\s]+$/.test(key);

/** Every value that is no object, with its path. An object without keys counts as one, and so does one with keys that no dotted path can name. */
export function leavesOf(json: unknown, path: Path = []): readonly (readonly [Path, unknown])[] {
  const isLeaf =
    !isObject(json) || (path.length > 0 && (Object.keys(json).length === 0 || !Object.keys(json).every(isDottable)));
  if (isLeaf) return [[path, json]];
  return Object.entries(json).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}
