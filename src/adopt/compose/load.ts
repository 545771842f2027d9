import type { Repository } from '../../detect/repository.js';
import { canonical, canonicalService } from './canonical.js';
import { environmentOf, readDotenv, type EnvFiles } from './dotenv.js';
import { interpolateAll, type Variables } from './interpolate.js';
import { mergeFiles, mergeService, type Lost } from './merge.js';
import { at, entriesOf, itemsOf, mapping, textOf, withEntries, type Mapping, type Node, type Place } from './node.js';
import { folderOf, join, movedFiles, movedService } from './paths.js';
import { readCompose, type ReadFile } from './read.js';

/** What is wrong with a file, or with what it names. */
export interface Fault {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** Reads each file once, so that a value is one value wherever it turns up. */
export interface Loader {
  readonly repository: Repository;
  readonly read: (path: string) => ReadFile | undefined;
  readonly env: (folder: string) => EnvFiles;
  readonly fault: (place: Place, message: string) => void;
  readonly faults: () => readonly Fault[];
  /** Tells of a file that another one names, and how. */
  readonly names: (path: string, how: 'included' | 'extended') => void;
  readonly named: ReadonlyMap<string, 'included' | 'extended'>;
  readonly lost: Lost;
  /** By what another file says, or the same file further down. */
  readonly overridden: ReadonlyMap<Place, Place>;
}

export function createLoader(repository: Repository): Loader {
  const files = new Map<string, ReadFile | undefined>();
  const envs = new Map<string, EnvFiles>();
  const faults = new Map<string, Fault>();
  const named = new Map<string, 'included' | 'extended'>();
  const overridden = new Map<Place, Place>();
  const fault = (place: Pick<Place, 'file' | 'line'>, message: string): void => {
    faults.set(`${place.file}:${place.line}:${message}`, { file: place.file, line: place.line, message });
  };
  const read = (path: string): ReadFile | undefined => {
    if (files.has(path)) return files.get(path);
    const text = repository.read(path);
    const file = text === undefined ? undefined : readCompose(path, text);
    files.set(path, file);
    for (const { line, message } of file?.faults ?? []) fault({ file: path, line }, message);
    return file;
  };
  const env = (folder: string): EnvFiles => {
    const known = envs.get(folder) ?? environmentOf(repository, folder);
    envs.set(folder, known);
    return known;
  };
  const lost: Lost = (node, by) => {
    if (node.place !== by) overridden.set(node.place, by);
    if (node.kind === 'list') for (const item of node.items) lost(item, by);
    if (node.kind === 'mapping') for (const item of node.entries.values()) lost(item, by);
  };
  const names: Loader['names'] = (path, how) => void named.set(path, named.get(path) ?? how);
  return { repository, read, env, fault, faults: () => [...faults.values()], names, named, lost, overridden };
}

interface Scope {
  readonly loader: Loader;
  readonly variables: Variables;
  /** That of the project, from which paths are read. */
  readonly folder: string;
  /** Files and services on the way here: none of them may come again. */
  readonly trail: readonly string[];
}

function extended(name: string, services: ReadonlyMap<string, Node>, path: string, scope: Scope): Mapping | undefined {
  const service = services.get(name);
  if (service?.kind !== 'mapping') return undefined;
  const extending = at(service, 'extends');
  if (!extending) return canonicalService(service);
  const { loader, trail } = scope;
  const own = withEntries(service, { extends: undefined });
  const wanted = textOf(extending) ?? textOf(at(extending, 'service'));
  const file = textOf(at(extending, 'file'));
  const there = file === undefined ? path : join(folderOf(path), file);
  const step = `${path}#${name}`;
  if (wanted === undefined || trail.includes(step)) {
    loader.fault(extending.place, `${name} extends itself, or says no service`);
    return canonicalService(own);
  }
  const inner = { ...scope, trail: [...trail, step] };
  const base = file === undefined ? extended(wanted, services, path, inner) : extendedFrom(there, wanted, inner);
  if (!base) loader.fault(extending.place, `${wanted} in ${there}, which ${name} extends, is not there`);
  return base ? mergeService(base, canonicalService(own), loader.lost) : canonicalService(own);
}

function extendedFrom(path: string, name: string, scope: Scope): Mapping | undefined {
  const { loader, folder, variables } = scope;
  const services = new Map<string, Node>();
  for (const document of loader.read(path)?.documents ?? [])
    for (const [key, node] of entriesOf(at(document, 'services'))) services.set(key, interpolateAll(node, variables));
  if (services.size > 0) loader.names(path, 'extended');
  const base = extended(name, services, path, scope);
  // Only what differs from the folder of the project must be moved.
  const from = folderOf(path);
  return base && from !== folder ? movedService(base, from) : base;
}

function withExtends(file: Mapping, path: string, scope: Scope): Mapping {
  const services = at(file, 'services');
  if (services?.kind !== 'mapping') return file;
  const entries = [...services.entries].map(
    ([name, node]) => [name, extended(name, services.entries, path, scope) ?? node] as const,
  );
  return withEntries(file, { services: { ...services, entries: new Map(entries) } });
}

const RESOURCES = ['services', 'volumes', 'networks', 'secrets', 'configs'];

/** What an included file has beside what is there already. */
function imported(into: Mapping, from: Mapping, folder: string): Mapping {
  const changed = RESOURCES.map((key): readonly [string, Node | undefined] => {
    const [mine, other] = [at(into, key), at(from, key)];
    if (other?.kind !== 'mapping') return [key, mine];
    const moved =
      key === 'services'
        ? mapping(
            entriesOf(other).map(([name, node]) => [name, node.kind === 'mapping' ? movedService(node, folder) : node]),
            other.place,
          )
        : (movedFiles(other, folder) as Mapping);
    return [key, mapping([...moved.entries, ...entriesOf(mine)], (mine ?? other).place)];
  });
  return withEntries(into, Object.fromEntries(changed));
}

function included(file: Mapping, path: string, scope: Scope): Mapping {
  const { loader, trail, folder } = scope;
  return itemsOf(at(file, 'include')).reduce<Mapping>(
    (into, one) => {
      const paths = one.kind === 'mapping' ? itemsOf(at(one, 'path')) : [one];
      const names = paths.flatMap((node) => textOf(node) ?? []).map((name) => join(folder, name));
      const missing = names.find((name) => !loader.read(name));
      if (names.length === 0 || missing !== undefined || names.some((name) => trail.includes(name))) {
        loader.fault(one.place, `${missing ?? names[0] ?? 'What is included'} is not there, or includes itself`);
        return into;
      }
      for (const name of names) loader.names(name, 'included');
      const own = textOf(at(one, 'project_directory'));
      const inner = own === undefined ? folderOf(names[0]!) : join(folder, own);
      const given = itemsOf(at(one, 'env_file')).flatMap((node) => textOf(node) ?? []);
      const variables = new Map([...envOf(given, inner, scope), ...scope.variables]);
      const from = loadFiles(names, { ...scope, variables, folder: inner, trail: [...trail, path, ...names] });
      return imported(into, from, inner === folder ? '' : inner);
    },
    withEntries(file, { include: undefined }),
  );
}

function envOf(given: readonly string[], inner: string, { loader, folder }: Scope): Variables {
  if (given.length === 0) return loader.env(inner).variables;
  const values = new Map<string, string>();
  for (const name of given)
    for (const line of readDotenv(loader.repository.read(join(folder, name)) ?? '', values))
      values.set(line.name, line.value);
  return values;
}

const EMPTY: Place = { file: '', line: 1, key: '', range: [0, 0] };

function loadFiles(paths: readonly string[], scope: Scope): Mapping {
  return paths.reduce<Mapping>(
    (before, path) => {
      const documents = scope.loader.read(path)?.documents ?? [];
      return documents.reduce<Mapping>((under, document) => {
        const filled = interpolateAll(document, scope.variables);
        const whole = included(withExtends(canonical(filled), path, scope), path, scope);
        return mergeFiles(under, canonical(whole), scope.loader.lost);
      }, before);
    },
    mapping([], EMPTY),
  );
}

/** What `docker compose -f … -f …` would load. */
export interface Model {
  readonly files: readonly string[];
  readonly root: Mapping;
  readonly env: EnvFiles;
}

/** Files in the order in which they are named; paths are from the folder of the first. */
export function load(loader: Loader, files: readonly string[]): Model {
  const folder = folderOf(files[0] ?? '');
  const env = loader.env(folder);
  return { files, env, root: loadFiles(files, { loader, variables: env.variables, folder, trail: [] }) };
}
