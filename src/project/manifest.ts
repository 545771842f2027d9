import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOfProjen } from './text.js';

export const MANIFEST = '.projen/files.json';

/**
 * Projen deletes what its manifest names and no component writes any more. A project that comes from another type of
 * projen's has package.json and .gitignore there, which are the user's now: their names are taken out first.
 */
export function keepFromCleanup(dir: string, ours: ReadonlySet<string>): void {
  const manifest = (readOfProjen(dir, MANIFEST) ?? {}) as { readonly files?: unknown };
  if (!Array.isArray(manifest.files) || !manifest.files.some((path) => ours.has(path as string))) return;
  const files = manifest.files.filter((path) => !ours.has(path as string));
  writeFileSync(join(dir, MANIFEST), `${JSON.stringify({ ...manifest, files }, null, 2)}\n`);
}
