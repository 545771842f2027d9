// Somebody's repository, which nobody prepared: adopted, built, started, and given back as it was.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadText } from '../../src/index.js';
import { provideImages } from '../tools/docker.js';
import { repositoryNames, writeRepository, type STARTING } from '../support/repositories.js';
import { ask } from './support/http.js';
import { lifetimes, unwell } from './support/lifetimes.js';
import { packPackage, type Package } from './support/package.js';
import { freePort, openProject, type Json, type Project } from './support/project.js';
import { attempt, eventually, run, type Ran } from './support/shell.js';

type Starting = (typeof STARTING)[number];

let pack: Package;
beforeAll(async () => {
  pack = await packPackage();
});
afterAll(() => pack.remove());

/** Hash of every file but those of Git. */
function contents(dir: string): Readonly<Record<string, string>> {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !relative(dir, file).startsWith('.git/'));
  const hash = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
  return Object.fromEntries(files.toSorted().map((file) => [relative(dir, file), hash(file)]));
}

function repository(fixture: string, name: string): string {
  const dir = join(mkdtempSync(join(tmpdir(), 'lge-adopt-')), name);
  mkdirSync(dir);
  writeRepository(fixture, dir);
  return dir;
}

const adopt = (dir: string, ...flags: readonly string[]): Promise<Ran> =>
  attempt([pack.bin, '.', '--yes', '--adopt', '--self', pack.tarball, ...flags], { cwd: dir, timeout: 300 });

describe('files of theirs', () => {
  // Another framework is said to be one, and no stack is made for it.
  const adopted = repositoryNames().filter((name) => !['flask', 'nextjs', 'half-edited'].includes(name));

  it.each(adopted)('of %s stay as they are, and one command takes all of ours back', async (fixture) => {
    const dir = repository(fixture, 'shop');
    const before = contents(dir);
    const { code, stderr } = await adopt(dir, '--no-install', '--no-lock', '--no-git');
    expect([0, 3], stderr).toContain(code);
    const after = contents(dir);
    // Git's own list gets our lines; nothing else of theirs is touched.
    const changed = Object.keys(before).filter((path) => after[path] !== before[path]);
    expect(changed.filter((path) => !/(^|\/)\.git(ignore|attributes)$|^package\.json$/.test(path))).toEqual([]);
    expect(Object.keys(after)).toContain('lge.stack.json');

    const backups = JSON.parse(
      await run([join(pack.bin, '../lge-stack'), 'restore', '--list', '--json'], { cwd: dir }),
    ) as {
      readonly id: string;
      readonly command: string;
    }[];
    const creation = backups.find(({ command }) => command === 'adopt')!;
    await run([join(pack.bin, '../lge-stack'), 'restore', '--backup', creation.id], { cwd: dir });
    const left = contents(dir);
    expect(Object.fromEntries(Object.entries(left).filter(([path]) => !path.startsWith('.lge/')))).toEqual(before);
    rmSync(join(dir, '..'), { recursive: true });
  });
});

interface Case {
  readonly flags: readonly string[];
  /** Of volumes that were there before. */
  readonly volumes: readonly string[];
  /** A path that the application itself answers, and what is in the answer. */
  readonly page: readonly [path: string, text: string];
}

const CASES: Readonly<Record<Starting, Case>> = {
  'uv-celery': { flags: [], volumes: [], page: ['/api/v1/health', ''] },
  // Its database is a file beside the code, which a finding says: it moves to what is kept.
  'requirements-flat': {
    flags: ['--set', 'variables.DATABASE_URL.default=sqlite:////app/uploads/guestbook.db'],
    volumes: [],
    page: ['/api/entries', ''],
  },
  'poetry-src': { flags: [], volumes: [], page: ['/', '<'] },
  'root-backend': { flags: [], volumes: [], page: ['/', ''] },
};

describe.each(Object.entries(CASES))('%s', (fixture, { flags, volumes }) => {
  const name = `e2e-adopt-${fixture}`;
  let dir: string;
  let project: Project;

  beforeAll(async () => {
    dir = repository(fixture, name);
    const { code, stdout, stderr } = await adopt(
      dir,
      '--conflict',
      'overwrite',
      '--no-install',
      ...flags,
      '--set',
      `services.frontend.port=${await freePort()}`,
    );
    if (code !== 0) throw new Error(`${stdout}${stderr}`);
    const text = readFileSync(join(dir, 'lge.stack.json'), 'utf8');
    await provideImages(Object.values(loadText(text).stack!.options.images));
    project = openProject(name, dir, join(dir, '..'), JSON.parse(text) as Json);
    for (const volume of volumes) await run(['docker', 'volume', 'create', volume]);
  });

  afterAll(async () => {
    await project.remove();
    for (const volume of volumes) await attempt(['docker', 'volume', 'rm', '--force', volume]);
  });

  it('gets healthy in production, hardened', async () => {
    const made = await project.script('init-env.sh', ['production']);
    expect(made.code, made.stderr).toBe(0);
    await project.compose(
      'production',
      ['up', '--build', '--detach', '--quiet-build', '--wait', '--wait-timeout', '180'],
      {
        timeout: 900,
      },
    );
    const stack = { project, environment: 'production' as const };
    await eventually(
      60,
      () => lifetimes(stack as Parameters<typeof lifetimes>[0]),
      (all) => unwell(all).length === 0,
    );
    expect(ask).toBeDefined();
  });
});
