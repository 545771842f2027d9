import type { Evidence } from '../../detect/fact.js';
import { readDotenv } from './dotenv.js';
import type { Loader, Model } from './load.js';
import { at, entriesOf, itemsOf, rawOf, textOf, type Node, type Place } from './node.js';
import { folderOf, join } from './paths.js';

/** A variable that a container gets. */
export interface Given {
  readonly name: string;
  /** As the container sees it; undefined where it is handed on from a shell of which nothing is known. */
  readonly value?: string;
  /** As written: `${SECRET_KEY:?set it}`. */
  readonly raw?: string;
  readonly evidence: Evidence;
  /** In the Compose file; absent for a line of another file. */
  readonly place?: Place;
}

/** A file of variables that a service names. */
export interface EnvFile {
  readonly path: string;
  readonly node: Node;
  readonly lines: readonly Given[];
  /** Whether it is in the repository. */
  readonly there: boolean;
}

export function envFilesOf(service: Node, model: Model, loader: Loader): readonly EnvFile[] {
  const folder = folderOf(model.files[0] ?? '');
  return itemsOf(at(service, 'env_file')).flatMap((node) => {
    const written = textOf(at(node, 'path')) ?? textOf(node);
    if (written === undefined) return [];
    const path = join(folder, written);
    const content = loader.repository.read(path);
    const lines = readDotenv(content ?? '', model.env.variables).map(({ name, value, raw, line }) => ({
      name,
      value,
      raw,
      evidence: { file: path, line },
    }));
    return [{ path, node, lines, there: content !== undefined }];
  });
}

/** What a service's container gets: `environment` over its files, the last of several first. */
export function environmentGiven(service: Node, model: Model, loader: Loader): readonly Given[] {
  const found = new Map<string, Given>();
  for (const { lines } of envFilesOf(service, model, loader)) for (const line of lines) found.set(line.name, line);
  for (const [name, node] of entriesOf(at(service, 'environment'))) {
    const { place } = node;
    const evidence = { file: place.file, line: place.line };
    const [value, raw] = [textOf(node) ?? model.env.variables.get(name), rawOf(node)];
    found.set(name, {
      name,
      ...(value !== undefined && { value }),
      ...(raw !== undefined && { raw }),
      evidence,
      place,
    });
  }
  return [...found.values()];
}
