import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OBJECTS } from '../merge/state.js';
import { normalise } from '../merge/text.js';
import { sha256 } from './hash.js';

/** Hashes of the pristine renderings that are at hand. */
export function objectsIn(dir: string): readonly string[] {
  const folder = join(dir, OBJECTS);
  return existsSync(folder) ? readdirSync(folder).filter((name) => /^[0-9a-f]{64}$/.test(name)) : [];
}

function verified(hash: string, text: string): string | undefined {
  const pristine = normalise(text);
  return sha256(pristine) === hash ? pristine : undefined;
}

/** What the file of that hash holds; `undefined` where there is none, or somebody changed it. */
export function readObject(dir: string, hash: string): string | undefined {
  const file = join(dir, OBJECTS, hash);
  try {
    return verified(hash, readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function git(dir: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync('git', args, {
    cwd: dir,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return status === 0 ? stdout : undefined;
}

/** From the history, as far as it is here: the last commit that touched it has it, or its parent does. */
function fromGit(dir: string, hash: string): string | undefined {
  const path = `${OBJECTS}/${hash}`;
  const commits = git(dir, ['log', '--all', '--format=%H', '--', path])?.split('\n').filter(Boolean) ?? [];
  for (const commit of commits)
    for (const revision of [commit, `${commit}^`]) {
      const text = git(dir, ['show', `${revision}:./${path}`]);
      const pristine = text === undefined ? undefined : verified(hash, text);
      if (pristine !== undefined) return pristine;
    }
  return undefined;
}

/** A pristine rendering by its hash, each looked up once; `undefined` where it is lost. */
export function objectReader(dir: string): (hash: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (hash) => {
    if (!known.has(hash)) known.set(hash, readObject(dir, hash) ?? fromGit(dir, hash));
    return known.get(hash);
  };
}
