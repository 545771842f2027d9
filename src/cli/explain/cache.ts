import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../io/hash.js';
import { cacheFolder } from '../../project/fingerprint.js';
import type { Influence, Rendering } from './influence.js';

const PREFIX = 'influence-';

/** What is rendered says all that decides it: templates, options, code. */
function nameOf(now: Rendering, options: unknown): string {
  return `${PREFIX}${sha256(JSON.stringify([...now, options])).slice(0, 32)}.json`;
}

function read(file: string): readonly Influence[] | undefined {
  try {
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly Influence[]) : undefined;
  } catch {
    // Half written by a run that was ended: it is made again.
    return undefined;
  }
}

/** Remembers, beside the packages, what was found for this rendering; one is kept. */
export function remembered(
  dir: string,
  now: Rendering,
  options: unknown,
  make: () => readonly Influence[],
): readonly Influence[] {
  const folder = cacheFolder(dir);
  if (folder === undefined) return make();
  const file = join(folder, nameOf(now, options));
  const known = read(file);
  if (known) return known;
  const made = make();
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder)) if (old.startsWith(PREFIX)) rmSync(join(folder, old), { force: true });
  writeFileSync(file, JSON.stringify(made));
  return made;
}
