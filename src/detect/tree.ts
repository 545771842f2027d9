import { folderOf } from './path.js';
import type { Repository } from './repository.js';

/** A repository whose files can be asked for by folder, however many they are. */
export interface Tree extends Repository {
  readonly has: (path: string) => boolean;
  /** Files in a folder itself, not in those below it. */
  readonly inFolder: (folder: string) => readonly string[];
}

export function treeOf(repository: Repository): Tree {
  const there = new Set(repository.files);
  const folders = new Map<string, string[]>();
  for (const path of repository.files) {
    const folder = folderOf(path);
    const known = folders.get(folder);
    if (known) known.push(path);
    else folders.set(folder, [path]);
  }
  return { ...repository, has: (path) => there.has(path), inFolder: (folder) => folders.get(folder) ?? [] };
}

/** Remembers what a function says of a path. */
export function remembered<T>(make: (path: string) => T): (path: string) => T {
  const known = new Map<string, { readonly value: T }>();
  return (path) => {
    const there = known.get(path);
    if (there) return there.value;
    const value = make(path);
    known.set(path, { value });
    return value;
  };
}
