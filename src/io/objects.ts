import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { OBJECTS } from '../merge/state.js';
import { normalise } from '../merge/text.js';
import { sha256 } from './hash.js';
import { historyReader } from './history.js';
import { lookAt, readBytes } from './read.js';

/** Hashes of the pristine renderings that are at hand. */
export function objectsIn(dir: string): readonly string[] {
  const folder = join(dir, OBJECTS);
  if (!lookAt(folder)?.isDirectory()) return [];
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ name }) => name).filter((name) => /^[0-9a-f]{64}$/.test(name));
}

function verified(hash: string, text: string): string | undefined {
  const pristine = normalise(text);
  return sha256(pristine) === hash ? pristine : undefined;
}

/** What the file of that hash holds; `undefined` where there is none, or somebody changed it. */
export function readObject(dir: string, hash: string): string | undefined {
  try {
    const bytes = readBytes(join(dir, OBJECTS, hash));
    return bytes && verified(hash, Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** A pristine rendering by its hash, each looked up once; `undefined` where it is lost. */
export function objectReader(dir: string): (hash: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  const history = historyReader(dir);
  const lookUp = (hash: string): string | undefined => {
    const here = readObject(dir, hash);
    if (here !== undefined) return here;
    for (const text of history(hash)) if (verified(hash, text) !== undefined) return verified(hash, text);
    return undefined;
  };
  return (hash) => {
    if (!known.has(hash)) known.set(hash, lookUp(hash));
    return known.get(hash);
  };
}
