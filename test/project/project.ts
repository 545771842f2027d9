import { spawnSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** A user's shell: none of what the test runner sets. */
function environment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(NODE_|VITEST|TEST$|CI$|FORCE_COLOR|npm_)/.test(name));
  return { ...Object.fromEntries(kept), NO_COLOR: '1', ...extra };
}

/** Runs a program as from there. */
export function start(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Ran {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env: environment(env), encoding: 'utf8' });
  return { code: status, output: stdout + stderr };
}

/** As a user types it. */
export const npxProjen = (dir: string, env: Readonly<Record<string, string>> = {}): Ran =>
  start('npx', ['projen'], dir, env);

/** What `npx projen` starts in the end; a third of the time, and its own exit code. */
export const runTask = (dir: string, env: Readonly<Record<string, string>> = {}): Ran =>
  start('node', ['--eval', "import('create-lge-stack/rc')"], dir, env);

/** Content, mode, inode and time of every file, by path. */
export function snapshot(dir: string): ReadonlyMap<string, string> {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true }).map((entry) =>
    join(entry.parentPath, entry.name),
  );
  const files = entries.filter((path) => !relative(dir, path).startsWith('node_modules') && lstatSync(path).isFile());
  return new Map(
    files.sort().map((path) => {
      const { mode, ino, mtimeMs } = lstatSync(path);
      return [relative(dir, path), [mode, ino, mtimeMs, readFileSync(path, 'latin1')].join('\n')];
    }),
  );
}

/** Paths that differ between two snapshots, without those of the state. */
export function changed(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].filter((path) => !path.startsWith('.lge/'));
  return paths.filter((path) => before.get(path) !== after.get(path)).sort();
}
