import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from 'projen/lib/project.js';
import { MANIFEST } from './manifest.js';
import { readOfProjen } from './text.js';
import type { FileChange } from './report.js';

/** The files of other components and of projen itself, which says nothing of what it does to them. */
export interface OtherFiles {
  /** To be asked when everything is written. */
  readonly changed: () => readonly FileChange[];
}

/** What projen wrote the last time. */
function written(dir: string): readonly string[] {
  const { files } = (readOfProjen(dir, MANIFEST) ?? {}) as { readonly files?: unknown };
  return Array.isArray(files) ? (files as readonly string[]) : [];
}

/** To be called before anything is written or deleted. */
export function otherFiles({ outdir, files }: Project): OtherFiles {
  const there = (path: string): boolean => existsSync(join(outdir, path));
  const own = new Map(files.map((file) => [file.path, file]));
  const before = new Map([...own.keys(), ...written(outdir)].map((path) => [path, there(path)]));
  const change = (path: string): FileChange['kind'] | undefined => {
    if (before.get(path) !== there(path)) return before.get(path) === true ? 'delete' : 'create';
    return own.get(path)?.changed === true ? 'update' : undefined;
  };
  return {
    changed: () =>
      [...before.keys()].toSorted().flatMap((path) => {
        const kind = change(path);
        return kind ? [{ kind, path }] : [];
      }),
  };
}
