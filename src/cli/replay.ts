import type { Preset } from '../model/preset.js';
import { ENVIRONMENTS, type Catalog } from '../model/service.js';
import { parseOptions } from '../stack/parse.js';
import { leavesOf, valueAt, type Json, type Path } from './json.js';
import { minimal } from './minimal.js';
import { nameFrom, onlyServices, optionsFrom } from './options.js';
import { mainPort } from './services.js';

export interface Replayed {
  /** As it is typed. */
  readonly folder: string;
  /** Its absolute path, by which the project is named where the options do not name it. */
  readonly path: string;
  readonly options: Json;
  /** What lies under the flags when the command runs: what adoption finds in the folder. */
  readonly base?: Json;
  readonly version: string;
  /** Flags that are no options, such as `--adopt`. */
  readonly more?: readonly string[];
}

type Known = Pick<
  Parameters<typeof optionsFrom>[0],
  'preset' | 'target' | 'services' | 'host' | 'limit' | 'port' | 'set'
>;

/** What a flag of its own says shortest. What none says is left for `--set`. */
function hosts(options: Json): readonly string[] {
  return ENVIRONMENTS.flatMap((name) => {
    const { memory, cpus } = (valueAt(options, ['host', name]) ?? {}) as { memory?: unknown; cpus?: unknown };
    const amount = amounts(memory, cpus).join('/');
    return amount === '' ? [] : [name === 'production' ? amount : `${name}=${amount}`];
  });
}

function amounts(memory: unknown, cpus: unknown): readonly string[] {
  return [
    ...(typeof memory === 'string' ? [memory.toLowerCase()] : []),
    ...(typeof cpus === 'number' && /^\d+(\.\d+)?$/.test(String(cpus)) ? [`${cpus}cpu`] : []),
  ];
}

function limits(options: Json, catalog: Catalog): readonly string[] {
  return catalog.flatMap(({ id }) =>
    ENVIRONMENTS.flatMap((name) => {
      const given = (valueAt(options, ['services', id, 'limits', name]) ?? {}) as { memory?: unknown; cpus?: unknown };
      const amount = amounts(given.memory, given.cpus).join(',');
      return amount === '' ? [] : [`${id}${name === 'production' ? '' : `.${name}`}=${amount}`];
    }),
  );
}

function ports(options: Json, catalog: Catalog): readonly string[] {
  return catalog.flatMap((service) =>
    Object.entries((service.questions ?? {}) as Record<string, { kind: string }>).flatMap(([key, { kind }]) => {
      const value = valueAt(options, ['services', service.id, key]);
      if (kind !== 'port' || value === undefined) return [];
      const name = key === mainPort(service) ? service.id : `${service.id}.${key}`;
      return [`${name}=${value === false ? 'none' : JSON.stringify(value)}`];
    }),
  );
}

/** The list for `--services`, where one is left out that would be there otherwise. */
function services(least: Json, options: Json, catalog: Catalog, presets: readonly Preset[]): string | undefined {
  if (!catalog.some(({ id }) => valueAt(least, ['services', id]) === false)) return undefined;
  const { options: parsed } = parseOptions(options, catalog, presets);
  const on = catalog.map(({ id }) => id).filter((id) => parsed?.services.has(id));
  // One that comes with the others by itself is not named.
  const named = on.filter((id) => {
    const { services: rest } = onlyServices(on.filter((one) => one !== id).join(','), catalog);
    return (rest as Json)[id] === false;
  });
  const items = named.map((id) => {
    const replicas = valueAt(least, ['services', id, 'replicas']);
    return typeof replicas === 'number' ? `${id}:${replicas}` : id;
  });
  return items.length > 0 ? items.join(',') : undefined;
}

function text(value: unknown): string {
  // What reads as JSON would be taken for that.
  const plain = typeof value === 'string' && !/^\s*(?:[[{"\d-]|true|false|null)/.test(value);
  return plain ? value : JSON.stringify(value);
}

const flat = (path: Path): string => path.join('.');

/** `least` is what must be said of `options`. */
function flagsFor(least: Json, options: Json, base: Json, catalog: Catalog, presets: readonly Preset[]): Known {
  const list = services(least, options, catalog, presets);
  const known: Known = {
    ...(typeof least.preset === 'string' && { preset: least.preset }),
    ...(typeof least.target === 'string' && { target: least.target }),
    ...(list !== undefined && { services: list }),
    host: hosts(least),
    limit: limits(least, catalog),
    port: ports(least, catalog),
  };
  const { options: reached } = optionsFrom(known, { ...base, name: options.name }, catalog);
  const missing = leavesOf(least).filter(
    ([path, value]) => path[0] !== 'name' && JSON.stringify(valueAt(reached, path)) !== JSON.stringify(value),
  );
  // A service that the list leaves out, and that is wanted all the same.
  const back = leavesOf(reached).filter(
    ([path, value]) =>
      path[0] === 'services' && path.length === 2 && value === false && valueAt(options, path) !== false,
  );
  const set = [
    ...back.map(([path]) => `${flat(path)}=true`),
    ...missing.map(([path, value]) => `${flat(path)}=${text(value)}`),
  ];
  return { ...known, set };
}

/** In single quotes where a shell would read more into it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The words after the name of the program that lead to the same project, none of which could be left out. */
export function replayWords(
  { folder, path, options, base = {}, more = [] }: Omit<Replayed, 'version'>,
  catalog: Catalog,
  presets: readonly Preset[],
): readonly string[] {
  const least = minimal(options, catalog, base);
  const flags = flagsFor(least, options, base, catalog, presets);
  const named = least.name === nameFrom(path) ? [] : ['--set', `name=${text(least.name)}`];
  const said = Object.entries(flags).flatMap(([flag, value]) => [value].flat().flatMap((one) => [`--${flag}`, one]));
  return [folder, '--yes', ...said, ...named, ...more];
}

/** The command that makes the same project anywhere, pinned to the version that made this one. */
export function replayCommand(replayed: Replayed, catalog: Catalog, presets: readonly Preset[]): string {
  const words = replayWords(replayed, catalog, presets);
  return ['npx', `create-lge-stack@${replayed.version}`, ...words].map(quoted).join(' ');
}
