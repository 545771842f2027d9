import { spawnSync } from 'node:child_process';
import { OBJECTS } from '../merge/state.js';

const MANY = 256 * 1024 * 1024;

/** What git prints; `undefined` without git, without a repository, or where it fails. */
function git(dir: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync('git', args, {
    cwd: dir,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: MANY,
    // A run is offline: what a partial clone lacks is lost to it.
    env: { ...process.env, GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' },
  });
  return status === 0 ? stdout : undefined;
}

/**
 * Git's names of everything that was ever committed, or is staged, under the name of a pristine rendering. Each is a
 * candidate only: a formatter may have changed it, or git merged two of them as if one were the other under a new name.
 */
function candidates(dir: string): ReadonlyMap<string, ReadonlySet<string>> {
  const log = ['log', '--full-history', '--no-renames', '--no-ext-diff', '--raw', '--no-abbrev', '--format='];
  // The branch that is being merged may have no name here.
  const merging = git(dir, ['rev-parse', '--quiet', '--verify', 'MERGE_HEAD']) === undefined ? [] : ['MERGE_HEAD'];
  const committed = git(dir, [...log, '--all', ...merging, '--', OBJECTS]) ?? '';
  const staged = git(dir, ['ls-files', '--stage', '--', OBJECTS]) ?? '';
  const blobs = new Map<string, Set<string>>();
  for (const line of `${committed}\n${staged}`.split('\n')) {
    const name = /\/([0-9a-f]{64})$/.exec(line)?.[1];
    if (name === undefined) continue;
    const ids = line.slice(0, line.indexOf('\t')).match(/\b(?:[0-9a-f]{64}|[0-9a-f]{40})\b/g) ?? [];
    const known = blobs.get(name) ?? new Set();
    for (const id of ids) if (!/^0+$/.test(id)) known.add(id);
    blobs.set(name, known);
  }
  return blobs;
}

/** Looks in the history of the repository, as far as it is here, for what had a name once. Git is asked when needed. */
export function historyReader(dir: string): (name: string) => Iterable<string> {
  let known: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  return function* (name) {
    known ??= candidates(dir);
    for (const id of known.get(name) ?? []) {
      const text = git(dir, ['cat-file', 'blob', id]);
      if (text !== undefined) yield text;
    }
  };
}
