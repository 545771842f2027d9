// Somebody's repository, which nobody prepared: adopted, built, started, and given back as it was.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadText } from '../../src/index.js';
import type { Stack } from '../../src/model/stack.js';
import { provideImages } from '../tools/docker.js';
import { repositoryFiles, repositoryNames, writeRepository, type STARTING } from '../support/repositories.js';
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
  const adopted = repositoryNames().filter((name) => name !== 'flask');

  it.each(adopted)('of %s stay as they are, and one command takes all of ours back', async (fixture) => {
    const dir = repository(fixture, 'shop');
    const before = contents(dir);
    const { code, stderr } = await adopt(dir, '--no-install', '--no-lock', '--no-git');
    expect([0, 3], stderr).toContain(code);
    const after = contents(dir);
    // Git's own lists, and that of variables, get our lines; nothing else of theirs is touched.
    const changed = Object.keys(before).filter((path) => after[path] !== before[path]);
    expect(
      changed.filter((path) => !/(^|\/)\.git(ignore|attributes)$|^(package\.json|\.env\.example)$/.test(path)),
    ).toEqual([]);
    for (const path of changed.filter((one) => !one.endsWith('.json')))
      expect(readFileSync(join(dir, path), 'utf8').split('\n')).toEqual(
        expect.arrayContaining(repositoryFiles(fixture).get(path)!.split('\n')),
      );
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

it('services that are none of ours go on in both environments, as Compose reads them', async () => {
  const dir = repository('profiles', 'library');
  const { code, stderr } = await adopt(dir, '--no-install', '--no-lock', '--no-git');
  expect(code, stderr).toBe(0);
  await run(['sh', 'scripts/init-env.sh', 'production'], { cwd: dir });
  const services = async (file: string): Promise<readonly string[]> => {
    const { services: all } = JSON.parse(
      await run(['docker', 'compose', '-f', file, 'config', '--format', 'json'], { cwd: dir }),
    ) as { readonly services: object };
    return Object.keys(all);
  };
  expect(await services('docker-compose.dev.yml')).toEqual(expect.arrayContaining(['backend', 'mail', 'notifier']));
  const production = await services('docker-compose.prod.yml');
  expect(production).toEqual(expect.arrayContaining(['backend', 'notifier']));
  expect(production).not.toContain('mail');
  rmSync(join(dir, '..'), { recursive: true });
});

it('what package managers wrote is taken back with the rest', async () => {
  const dir = repository('uv-celery', 'shop');
  const before = contents(dir);
  const { code, stderr } = await adopt(dir);
  expect(code, stderr).toBe(3);
  const made = ['backend/uv.lock', 'frontend/package-lock.json', 'package-lock.json'];
  expect(Object.keys(contents(dir))).toEqual(expect.arrayContaining(made));
  const all = JSON.parse(await run([join(pack.bin, '../lge-stack'), 'restore', '--list', '--json'], { cwd: dir })) as {
    readonly id: string;
    readonly command: string;
  }[];
  const { id } = all.find(({ command }) => command === 'adopt')!;
  const said = await run([join(pack.bin, '../lge-stack'), 'restore', '--backup', id], { cwd: dir });
  expect(said).toContain('.lge stays for the backups alone');
  expect(said).toContain('.git stays');
  const left = Object.entries(contents(dir)).filter(([path]) => !path.startsWith('.lge/'));
  expect(Object.fromEntries(left)).toEqual(before);
  rmSync(join(dir, '..'), { recursive: true });
});

/** Whoever owns the data in an image of PostgreSQL: stand-ins of Debian's variety have the account of Alpine's. */
async function accountOf(stack: Stack): Promise<readonly string[]> {
  if (!stack.has('postgres')) return [];
  const id = await run(['docker', 'run', '--rm', '--entrypoint', 'id', stack.options.images.postgres, 'postgres']);
  const [, uid, gid] = /uid=(\d+).* gid=(\d+)/.exec(id)!;
  return ['--set', `services.postgres.account=${uid}:${gid}`];
}

interface Case {
  /** What somebody mends who reads the findings. */
  readonly flags: readonly string[];
  /** What nginx answers of the application, where there is one. */
  readonly page?: readonly [path: string, contains: string];
}

const CASES: Readonly<Partial<Record<Starting, Case>>> = {
  'uv-celery': { flags: [], page: ['/api/v1/health', 'ok'] },
  'poetry-src': { flags: [], page: ['/', '<div'] },
  'root-backend': { flags: [] },
  'requirements-flat': {
    // It keeps its database beside its code, where nothing can be written: into the folder that is a volume.
    flags: ['--set', 'variables.DATABASE_URL.default=sqlite:///./uploads/guestbook.db'],
    page: ['/', '<div'],
  },
};

describe.each(Object.entries(CASES))('%s', (fixture, { flags, page }) => {
  const name = `e2e-adopt-${fixture}`;
  let dir: string;
  let project: Project;
  let port: number;

  beforeAll(async () => {
    dir = repository(fixture, name);
    const options = await run([pack.bin, '.', '--yes', '--adopt', '--print-config'], { cwd: dir });
    await provideImages(Object.values(loadText(options).stack!.options.images));
    port = await freePort();
    const account = await accountOf(loadText(options).stack!);
    const publish = page ? ['--set', `services.frontend.port=${port}`] : [];
    const { code, stdout, stderr } = await adopt(dir, '--no-install', ...flags, ...account, ...publish);
    // 3: development's file is theirs, and waits for a decision.
    if (code !== 0 && code !== 3) throw new Error(`${stdout}${stderr}`);
    project = openProject(
      name,
      dir,
      join(dir, '..'),
      JSON.parse(readFileSync(join(dir, 'lge.stack.json'), 'utf8')) as Json,
    );
    const made = await project.script('init-env.sh', ['production']);
    if (made.code !== 0) throw new Error(made.stderr);
  });

  afterAll(() => project.remove());

  it('is built, and gets healthy in production, all of it', async () => {
    const up = ['up', '--build', '--detach', '--quiet-build', '--wait', '--wait-timeout', '180'];
    await project.compose('production', up, { timeout: 900 });
    const all = await eventually(
      60,
      () => lifetimes({ project, environment: 'production' }),
      (found) => unwell(found).length === 0,
    );
    expect(unwell(all)).toEqual([]);
    if (!page) return;
    const answer = await ask(`http://127.0.0.1:${port}`, page[0]);
    expect([answer.status, answer.body.toString()]).toEqual([200, expect.stringContaining(page[1])]);
  });
});
