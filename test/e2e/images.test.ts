// What the images of production hold, and how they are built.
import { cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build, inImage, layersAbove } from '../bench/builds.js';
import { loadOptions } from '../../src/index.js';
import { BYTECODE, DONE, EXERCISE, LOAD_ALL } from './support/native.js';
import { renderProject, type Project } from './support/project.js';
import { attempt, run } from './support/shell.js';

const ARGS = ['--build-arg', 'VERSION=1.2.3', '--build-arg', 'REVISION=0123abc'];
const base = loadOptions({ name: 'base' }).stack!.options.images;
const SECRET = 'not-for-an-image';

/** What nobody wants in an image, where people and tools leave it. */
const LITTER = {
  backend: ['.env', '.env.production', 'src/.env', 'src/api/.env.local', 'src/__pycache__/x.pyc', '.venv/x.py', '.git/config', 'notes.txt'],
  frontend: ['.env', '.env.production', 'src/.env', 'node_modules/x/index.js', 'dist/x.js', 'coverage/x.js', '.git/config', 'npm-debug.log', 'src/x.log'],
};

function litter(project: Project): void {
  for (const [part, paths] of Object.entries(LITTER)) {
    for (const path of paths) {
      const file = join(project.dir, `${project.name}-${part}`, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, SECRET);
    }
  }
}

async function inspect<T>(image: string, format: string): Promise<T> {
  return JSON.parse(await run(['docker', 'image', 'inspect', '--format', `{{json ${format}}}`, image])) as T;
}

async function pathsIn(image: string): Promise<ReadonlySet<string>> {
  const skipped = ['proc', 'sys', 'dev'].flatMap((name) => ['-path', `/${name}`, '-prune', '-o']);
  return new Set((await run(['docker', 'run', '--rm', '--network', 'none', '--user', '0', '--entrypoint', 'find', image, '/', ...skipped, '-print'])).split('\n').filter(Boolean));
}

/** Paths that an image has and its base has not. */
async function added(image: string, from: string): Promise<readonly string[]> {
  const [own, below] = await Promise.all([pathsIn(image), pathsIn(from)]);
  return [...own].filter((path) => !below.has(path));
}

const python = (image: string, code: string): Promise<string> => inImage(image, 'python', '-c', code);

/** A copy whose files are of another time, as in another clone. */
function clone(folder: string, year: number): string {
  const copy = mkdtempSync(join(tmpdir(), 'lge-clone-'));
  const at = new Date(`${year}-05-05T05:05:05Z`);
  cpSync(folder, copy, { recursive: true, filter: (source) => { utimesSync(source, at, at); return true; }, preserveTimestamps: true });
  return copy;
}

/** The layers of two builds from two clones, none of them from the cache. */
async function buildTwice(folder: string, tag: string): Promise<readonly (readonly string[])[]> {
  const layers: string[][] = [];
  for (const year of [2020, 2024]) {
    const copy = clone(folder, year);
    const command = ['docker', 'buildx', 'build', '--quiet', '--no-cache', '--load', '--tag', tag, copy];
    await run(command, { timeout: 900, env: { SOURCE_DATE_EPOCH: '1700000000' } });
    layers.push(await inspect<string[]>(tag, '.RootFS.Layers'));
    rmSync(copy, { recursive: true });
  }
  return layers;
}

describe.each(['uv', 'poetry'] as const)('the backend, installed by %s', (packageManager) => {
  const name = `e2e-images-${packageManager}`;
  const image = `${name}-backend:test`;
  let project: Project;
  let folder: string;

  beforeAll(async () => {
    project = await renderProject({ name, python: { packageManager } });
    folder = join(project.dir, `${name}-backend`);
    litter(project);
    await build(folder, image, ...ARGS);
  });
  afterAll(async () => {
    await project.remove();
  });

  it('adds the packages and the code, and no compiler, package manager or curl', async () => {
    const paths = await added(image, base.python);
    expect(paths.filter((path) => !/^\/(app|opt\/venv)(\/|$)/.test(path) && path !== '/opt')).toEqual([]);
    const programs = paths.filter((path) => path.includes('/bin/')).map((path) => path.replace(/^.*\//, ''));
    expect(programs).toEqual(expect.arrayContaining(['alembic', 'celery', 'python', 'uvicorn']));
    expect(programs.filter((program) => /^(pip|uv|uvx|poetry|apt|gcc|g\+\+|cc|make|ld|strip|curl|wget)(\d|-|$)/.test(program))).toEqual([]);
    expect(paths.filter((path) => /site-packages\/(pip|setuptools|poetry|uv|pytest|ruff|debugpy)(-|\/|$)/.test(path))).toEqual([]);
    const packages = (of: string): Promise<string> => inImage(of, 'dpkg-query', '--show');
    expect(await packages(image)).toBe(await packages(base.python));
  });

  it('holds bytecode of every module, that is never compared with its source', async () => {
    const [count, others] = JSON.parse(await python(image, BYTECODE)) as [number, object];
    expect(count).toBeGreaterThan(1000);
    expect(others).toEqual({});
  });

  it('has native packages without debug information, all of which load and work', async () => {
    const debug = await attempt(['docker', 'run', '--rm', '--network', 'none', '--entrypoint', 'grep', image, '-rlF', '--include=*.so', '-e', '.debug_info', '-e', '.symtab', '/opt/venv/lib']);
    expect(debug.stdout.split('\n').filter(Boolean)).toEqual([]);
    const loaded = JSON.parse(await python(image, LOAD_ALL)) as string[];
    expect(loaded).toEqual(expect.arrayContaining(['asyncpg.protocol.protocol', 'httptools.parser.parser', 'pydantic_core._pydantic_core', 'uvloop.loop', 'greenlet._greenlet']));
    expect(JSON.parse(await python(image, EXERCISE))).toEqual(DONE);
  });

  it('says what it is', async () => {
    expect(await inspect(image, '.Config.Labels')).toMatchObject({
      'org.opencontainers.image.title': expect.stringMatching(/ backend$/) as string,
      'org.opencontainers.image.version': '1.2.3',
      'org.opencontainers.image.revision': '0123abc',
      'org.opencontainers.image.base.name': base.python,
    });
  });

  it('has at most six layers above its base, and a changed source file makes one of them anew', async () => {
    expect(await layersAbove(image, base.python)).toBeLessThanOrEqual(6);
    project.edit(`${name}-backend/src/api/v1/status.py`, (text) => `${text}# ${Date.now()}\n`);
    const { steps } = await build(folder, image, ...ARGS);
    expect(steps).toEqual([expect.stringMatching(/^\[runtime \d+\/\d+\] COPY src\/ \.\/src\/$/)]);
  });

  it('keeps secrets, tests and what tools leave behind out, of the stages before as well', async () => {
    const builder = `${name}-backend:builder`;
    await build(folder, builder, '--target', 'builder');
    for (const one of [image, builder]) {
      const found = await attempt(['docker', 'run', '--rm', '--network', 'none', '--user', '0', '--entrypoint', 'grep', one, '-rlF', SECRET, '/app', '/opt', '/tmp', '/srv']);
      expect(found.stdout, one).toBe('');
    }
    const app = [...(await pathsIn(image))].filter((path) => path.startsWith('/app/'));
    expect(app).toContain('/app/src/main.py');
    expect(app.filter((path) => !/^\/app\/(src|alembic|logs)(\/|$)|^\/app\/alembic\.ini$/.test(path) || /\.env|__pycache__|tests|\.pyc$/.test(path))).toEqual([]);
  });

  it('gives the same layers from two clones of one commit', async () => {
    const [first, second] = await buildTwice(folder, `${name}-backend:again`);
    expect(second).toEqual(first);
  });

  it('is not built without a lock file, and the error says what to do', async () => {
    const lock = packageManager === 'uv' ? 'uv.lock' : 'poetry.lock';
    rmSync(join(folder, lock));
    const { code, stderr } = await attempt(['docker', 'buildx', 'build', '--progress', 'plain', folder]);
    expect(code).not.toBe(0);
    expect(stderr).toContain(`"/${lock}": not found`);
    expect(stderr).toContain(`Without a lock file the build ends here: run \`${packageManager} lock\`.`);
  });
});

describe('the front end', () => {
  const name = 'e2e-images-web';
  const image = `${name}-frontend:test`;
  let project: Project;
  let folder: string;

  beforeAll(async () => {
    project = await renderProject({ name });
    folder = join(project.dir, `${name}-frontend`);
    litter(project);
    await build(folder, image, ...ARGS);
  });
  afterAll(async () => {
    await project.remove();
  });

  it('adds the built files and the configuration of nginx, and no program', async () => {
    const paths = await added(image, base.nginx);
    expect(paths).toContain('/srv/www/index.html');
    expect(paths.filter((path) => !/^\/(srv\/www|etc\/nginx\/server\.d)(\/|$)/.test(path))).toEqual([]);
  });

  it('says what it is', async () => {
    expect(await inspect(image, '.Config.Labels')).toMatchObject({
      'org.opencontainers.image.title': expect.stringMatching(/ frontend$/) as string,
      'org.opencontainers.image.version': '1.2.3',
      'org.opencontainers.image.revision': '0123abc',
      'org.opencontainers.image.base.name': base.nginx,
    });
  });

  it('has at most six layers above its base, and a changed source file installs nothing', async () => {
    expect(await layersAbove(image, base.nginx)).toBeLessThanOrEqual(6);
    project.edit(`${name}-frontend/src/App.tsx`, (text) => `${text}export const changed = ${Date.now()};\n`);
    const { steps } = await build(folder, image, ...ARGS);
    expect(steps.filter((step) => / (ci|install)\b/.test(step))).toEqual([]);
    expect(steps).toEqual(expect.arrayContaining([expect.stringContaining('COPY . .')]));
  });

  it('keeps secrets and what tools leave behind out, of the builder as well', async () => {
    const builder = `${name}-frontend:builder`;
    await build(folder, builder, '--target', 'builder');
    for (const [one, where] of [[image, '/srv'], [builder, '/app']] as const) {
      const found = await attempt(['docker', 'run', '--rm', '--network', 'none', '--user', '0', '--entrypoint', 'grep', one, '-rlF', SECRET, where]);
      expect(found.stdout, one).toBe('');
    }
  });

  it('gives the same layers from two clones of one commit', async () => {
    const [first, second] = await buildTwice(folder, `${name}-frontend:again`);
    expect(second).toEqual(first);
  });

  it('is not built without a lock file, and the error says so', async () => {
    rmSync(join(folder, 'package-lock.json'));
    const { code, stderr } = await attempt(['docker', 'buildx', 'build', '--progress', 'plain', folder]);
    expect(code).not.toBe(0);
    expect(stderr).toContain('"/package-lock.json": not found');
    expect(stderr).toContain('Without a lock file the build ends here');
  });
});
