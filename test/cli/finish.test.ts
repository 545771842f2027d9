// What follows the files of a new project, with the real npm and Git, where packages cannot be had.
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runMain, type Ran } from './run-main.js';

// npm is started twice, on machines that have other work.
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lge-finish-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function find(program: string): string {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = folders.map((one) => join(one, program)).find((file) => existsSync(file));
  if (found === undefined) throw new Error(`${program} is needed for these tests.`);
  return realpathSync(found);
}

/** A machine on which these programs are installed and no others, and from which no registry is reached. */
function machine(...programs: readonly string[]): Record<string, string> {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const program of programs)
    symlinkSync(program === 'node' ? process.execPath : find(program), join(bin, program));
  return {
    PATH: bin,
    HOME: folder,
    npm_config_registry: 'http://127.0.0.1:1/',
    npm_config_cache: join(folder, 'cache'),
    npm_config_fetch_retries: '0',
    npm_config_update_notifier: 'false',
  };
}

const create = (env: Record<string, string>, ...flags: readonly string[]): Promise<Ran> =>
  runMain(['shop', '--yes', ...flags], { dir: folder, env });

/** What is left to type, line by line. */
const next = (out: string): readonly string[] =>
  [...out.slice(out.indexOf('\nNext:\n'), out.indexOf('\nTo change it')).matchAll(/^ {2}(.+)$/gm)].map(
    ([, line]) => line!,
  );

const UV_LOCK = '(cd shop-backend && uv lock)';
const NPM_LOCK = '(cd shop-frontend && npm install --package-lock-only --ignore-scripts --no-audit --no-fund)';
const COMMIT = 'git add -A && git commit -m "Start the stack"';

describe('when packages cannot be had', () => {
  it('everything is written, it is said what failed and why, and the exit code is 8', async () => {
    const { code, out, err } = await create(machine('node', 'npm', 'git'));
    expect(code).toBe(8);
    expect(err).toMatch(/^! npm install failed: ECONNREFUSED: .*http:\/\/127\.0\.0\.1:1\/.*$/m);
    expect(err).toMatch(/^! shop-frontend\/package-lock\.json could not be made: ECONNREFUSED: .*$/m);
    expect(err).toContain('! shop-backend/uv.lock could not be made: uv is not installed; docker is not installed\n');
    expect(err).not.toContain('A complete log');
    expect(next(out)).toEqual(['cd shop', UV_LOCK, NPM_LOCK, 'npm install', COMMIT, 'docker compose up -d --wait']);
    for (const path of ['lge.stack.json', 'docker-compose.yml', '.lge/state.json', '.git/HEAD'])
      expect(existsSync(join(folder, 'shop', path)), path).toBe(true);
  });

  it.each<[what: string, flags: readonly string[], code: number, left: readonly string[]]>([
    ['npm install alone', ['--no-lock', '--no-git'], 8, [UV_LOCK, NPM_LOCK, 'npm install']],
    ['lock files alone', ['--no-install', '--no-git'], 8, [UV_LOCK, NPM_LOCK, 'npm install']],
    [
      'nothing, because nothing is tried',
      ['--no-install', '--no-lock', '--no-git'],
      0,
      [UV_LOCK, NPM_LOCK, 'npm install'],
    ],
  ])('%s fails: exit code by what failed, not by what was left out', async (_, flags, code, left) => {
    const ran = await create(machine('node', 'npm'), ...flags);
    expect([ran.code, next(ran.out)]).toEqual([code, ['cd shop', ...left, 'docker compose up -d --wait']]);
    expect(ran.err === '').toBe(code === 0);
  });

  it('npm itself may be missing', async () => {
    const { code, err } = await create(machine('node', 'git'), '--no-lock');
    expect([code, err]).toEqual([8, '! npm install failed: npm is not installed\n']);
  });
});

describe('Git', () => {
  it('is asked for a repository, and the first commit is left to the user', async () => {
    const { code, out } = await create(machine('git'), '--no-lock', '--no-install', '--services', 'frontend');
    expect([code, out]).toEqual([0, expect.stringContaining('✓ Git repository\n')]);
    expect(next(out)).toContain(COMMIT);
  });

  it('has its repository already: nothing is made and nothing is committed', async () => {
    const env = machine('git');
    mkdirSync(join(folder, '.git'));
    mkdirSync(join(folder, 'shop/.git'), { recursive: true });
    const { out } = await create(env, '--no-lock', '--no-install');
    expect(out).not.toContain('Git repository');
    expect(next(out)).not.toContain(COMMIT);
  });

  it('is not installed: it is said, and the stack does without', async () => {
    const { code, out, err } = await create(machine(), '--no-lock', '--no-install');
    expect([code, err]).toEqual([0, '! No Git repository was made: git is not installed\n']);
    expect(next(out)).not.toContain(COMMIT);
  });
});
