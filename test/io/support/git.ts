import { spawnSync } from 'node:child_process';
import type { Project } from './project.js';

const identity = ['-c', 'user.name=Tess', '-c', 'user.email=tess@example.com', '-c', 'commit.gpgsign=false'];

/** Runs git as on a machine without settings. With `code`, that exit code is right, too. */
export function git(dir: string, args: readonly string[], code = 0, env: NodeJS.ProcessEnv = {}): string {
  const { status, stdout, stderr } = spawnSync('git', [...identity, ...args], {
    cwd: dir,
    encoding: 'utf8',
    env: { ...process.env, ...env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
  });
  if (status !== 0 && status !== code) throw new Error(`git ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

/** @param day Of a commit whose moment must be the same in every run: how many after the first of September. */
export function commit(dir: string, message: string, day?: number): void {
  git(dir, ['add', '--all']);
  const date = day === undefined ? undefined : new Date(Date.UTC(2026, 8, 1 + day)).toISOString();
  const env = date === undefined ? {} : { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  git(dir, ['commit', '--quiet', '--allow-empty', '--message', message], 0, env);
}

/** As the template writes it. */
export const ATTRIBUTES =
  '/.lge/objects/** binary linguist-generated\n/.lge/state.json text eol=lf linguist-generated\n';

export function repository(one: Project, attributes = ATTRIBUTES): void {
  git(one.dir, ['init', '--quiet', '--initial-branch', 'main']);
  if (attributes !== '') one.put('.gitattributes', attributes);
}
