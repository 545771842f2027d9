import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Repository } from '../../src/detect/repository.js';

/**
 * Repositories to adopt, written for the purpose and shaped like real ones. A leading dot is stored as `dot-`, so that no
 * .gitignore takes effect there. `STARTING` are those whose stack can really be started; they have no lock files, which
 * would name a registry: whoever starts them makes those first.
 */
export const REPOSITORIES = join(import.meta.dirname, '../adopt/repositories');

export const STARTING = ['uv-celery', 'requirements-flat', 'poetry-src', 'root-backend'] as const;

export function repositoryNames(): readonly string[] {
  return readdirSync(REPOSITORIES).toSorted();
}

/** Path and text of every file, sorted by path. */
export function repositoryFiles(name: string): ReadonlyMap<string, string> {
  const folder = join(REPOSITORIES, name);
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const texts = entries.map((file) => {
    const path = relative(folder, file)
      .replaceAll('\\', '/')
      .replaceAll(/(^|\/)dot-/g, '$1.');
    return [path, readFileSync(file, 'utf8')] as const;
  });
  return new Map(texts.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

export function inMemory(files: ReadonlyMap<string, string>): Repository {
  return { files: [...files.keys()].toSorted(), read: (path) => files.get(path) };
}

/** Writes a repository to a folder, as somebody would have it. */
export function writeRepository(name: string, dir: string): void {
  for (const [path, text] of repositoryFiles(name)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text, { mode: path.endsWith('.sh') ? 0o755 : 0o644 });
  }
}
