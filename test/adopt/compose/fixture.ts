import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Repository } from '../../../src/detect/repository.js';

const FOLDER = import.meta.dirname;

/** A leading dot is stored as `dot-`, so that nothing of it takes effect in this repository. */
const dotted = (path: string): string => path.replaceAll(/(^|\/)dot-/g, '$1.');

export const fixtures: readonly string[] = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .toSorted();

export function filesOf(name: string): Readonly<Record<string, string>> {
  const root = join(FOLDER, name, 'input');
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(root, path)).isFile(),
  );
  return Object.fromEntries(paths.map((path) => [dotted(path), readFileSync(join(root, path), 'utf8')]));
}

export function repositoryOf(files: Readonly<Record<string, string>>): Repository {
  return {
    files: Object.keys(files).toSorted(),
    read: (path) => (Object.hasOwn(files, path) ? files[path] : undefined),
  };
}

export const fixture = (name: string): Repository => repositoryOf(filesOf(name));

/** Files on disk, where Docker reads them; the caller removes the folder. */
export function onDisk(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'lge-adopt-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
