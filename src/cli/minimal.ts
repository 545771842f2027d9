import type { Catalog } from '../model/service.js';
import { layer } from '../stack/parse.js';
import { leavesOf, withAt, type Json } from './json.js';
import { optionsFile } from './options.js';

/**
 * What must be said of the options so that, over `base`, the same file comes of it, to the byte. A default that somebody
 * has said stays: it holds when a later version has another one.
 */
export function minimal(options: Json, catalog: Catalog, base: Json = {}): Json {
  const file = (json: Json): string => optionsFile(String(options.name), json, catalog);
  const wanted = file(options);
  return leavesOf(withAt(options, ['$schema'], undefined)).reduce<Json>((left, [path]) => {
    const without = withAt(left, path, undefined);
    return path[0] !== 'name' && file(layer(base, without) as Json) === wanted ? without : left;
  }, options);
}
