import type { Catalog } from '../model/service.js';
import type { Preset } from '../model/preset.js';
import { parseOptions } from '../stack/parse.js';
import { leavesOf, withAt, type Json } from './json.js';

/** What the options mean, as text: two that mean the same are the same stack. */
export function meaningOf(options: Json, catalog: Catalog, presets: readonly Preset[]): string {
  const { options: parsed, diagnostics } = parseOptions(options, catalog, presets);
  const services = [...(parsed?.services ?? [])];
  return JSON.stringify([parsed?.name, parsed?.preset.id, parsed?.stack, services, diagnostics]);
}

/** The options without what follows anyway, from the defaults or from the preset. They mean the same. */
export function minimal(options: Json, catalog: Catalog, presets: readonly Preset[]): Json {
  const { $schema: _, ...rest } = options;
  const meaning = meaningOf(rest, catalog, presets);
  return leavesOf(rest).reduce<Json>((left, [path]) => {
    const without = withAt(left, path, undefined);
    return path[0] !== 'name' && meaningOf(without, catalog, presets) === meaning ? without : left;
  }, rest);
}
