import { spawnSync } from 'node:child_process';
import type { Project } from './project.js';

const identity = ['-c', 'user.name=Tess', '-c', 'user.email=tess@example.com', '-c', 'commit.gpgsign=false'];

/** Runs git as on a machine without settings. With `code`, that exit code is right, too. */
export function git(dir: string, args: readonly string[], code = 0): string {
  const { status, stdout, stderr } = spawnSync('git', [...identity, ...args], {
    cwd: dir,
    encoding: 'utf8',
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
  });
  if (status !== 0 && status !== code) throw new Error(`git ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

export function commit(dir: string, message: string): void {
  git(dir, ['add', '--all']);
  git(dir, ['commit', '--quiet', '--allow-empty', '--message', message]);
}

/** As the template writes it. */
export const ATTRIBUTES =
  '/.lge/objects/** binary linguist-generated\n/.lge/state.json text eol=lf linguist-generated\n';

export function repository(one: Project, attributes = ATTRIBUTES): void {
  git(one.dir, ['init', '--quiet', '--initial-branch', 'main']);
  if (attributes !== '') one.put('.gitattributes', attributes);
}
