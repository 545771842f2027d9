import { HEADER } from '../../render/header.js';
import { Mapping, print, type Value } from '../../render/yaml.js';

/** Why something is as it is, by the keys that lead to it; items of lists have none of their own. */
export type Comments = Readonly<Record<string, string | undefined>>;

type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function valueOf(value: unknown, path: string, comments: Comments): Value {
  if (Array.isArray(value)) return value.map((item) => valueOf(item, path, comments));
  if (!isPlain(value)) return value as Value;
  const map = new Mapping();
  for (const [key, item] of Object.entries(value)) {
    const own = path === '' ? key : `${path}.${key}`;
    if (item !== undefined) map.add(key, valueOf(item, own, comments), { comment: comments[own] });
  }
  return map;
}

/** An object of the API, with its comments. */
export interface Manifest {
  readonly object: object;
  readonly comments?: Comments;
}

/** A file of several objects, with one header for all. */
export function manifestFile(about: string, manifests: readonly Manifest[]): string {
  return manifests
    .map(({ object, comments = {} }, index) =>
      print(valueOf(object, '', comments) as Mapping, index === 0 ? [about, ...HEADER] : []),
    )
    .join('');
}
