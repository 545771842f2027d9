// What the images of production hold, and how they are built.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inImage } from '../bench/builds.js';
import { loadOptions } from '../../src/index.js';
import { provideImages } from '../tools/docker.js';
import { builtBefore, likeEveryImage } from './support/every-image.js';
import { added, pathsIn, python } from './support/images.js';
import { run } from './support/shell.js';
import { BYTECODE, DONE, EXERCISE, LOAD_ALL } from './support/native.js';

const base = loadOptions({ name: 'base' }).stack!.options.images;

describe.each(['uv', 'poetry'] as const)('the backend, installed by %s', (packageManager) => {
  const name = `e2e-images-${packageManager}`;
  const one = builtBefore({ name, part: 'backend', base: base.python, options: { python: { packageManager } } });
  const { image } = one;

  it('adds the packages and the code, and no compiler, package manager or curl', async () => {
    const paths = await added(image, base.python);
    expect(
      paths.filter((path) => !/^\/(app|opt\/venv|usr\/local\/bin\/healthcheck)(\/|$)/.test(path) && path !== '/opt'),
    ).toEqual([]);
    const programs = paths.filter((path) => path.includes('/bin/')).map((path) => path.replace(/^.*\//, ''));
    expect(programs).toEqual(expect.arrayContaining(['alembic', 'celery', 'python', 'uvicorn']));
    expect(
      programs.filter((program) =>
        /^(pip|uv|uvx|poetry|apt|gcc|g\+\+|cc|make|ld|strip|curl|wget)(\d|-|$)/.test(program),
      ),
    ).toEqual([]);
    expect(
      paths.filter((path) => /site-packages\/(pip|setuptools|poetry|uv|pytest|ruff|debugpy)(-|\/|$)/.test(path)),
    ).toEqual([]);
    // Pruned in the build: no application imports them.
    expect(paths.filter((path) => /^\/opt\/venv\/.*\/tests(\/|$)/.test(path))).toEqual([]);
    const packages = (of: string): Promise<string> => inImage(of, 'dpkg-query', '--show');
    expect(await packages(image)).toBe(await packages(base.python));
  });

  it('holds bytecode of every module, that is never compared with its source', async () => {
    const [count, others] = JSON.parse(await python(image, BYTECODE)) as [number, object];
    expect(count).toBeGreaterThan(1000);
    expect(others).toEqual({});
  });

  it('has native packages without debug information, all of which load and work', async () => {
    const { loaded, symbols } = JSON.parse(await python(image, LOAD_ALL)) as Record<'loaded' | 'symbols', string[]>;
    expect(symbols).toEqual([]);
    expect(loaded).toEqual(
      expect.arrayContaining([
        'asyncpg.protocol.protocol',
        'httptools.parser.parser',
        'pydantic_core._pydantic_core',
        'uvloop.loop',
        'greenlet._greenlet',
      ]),
    );
    expect(JSON.parse(await python(image, EXERCISE))).toEqual(DONE);
    // A native package that comes later is to be exercised as well.
    const exercised = Object.keys(DONE).flatMap((name) => name.split(' and '));
    const packages = new Set(loaded.map((name) => name.split('.')[0]!.replace(/^_/, '')));
    expect([...packages].filter((name) => !exercised.includes(name))).toEqual([]);
  });

  it('loads no FastAPI for tasks and migrations, which would cost each of them memory and start', async () => {
    const code =
      'import sys, src.tasks.notes, src.db.models; print([name for name in ("fastapi", "celery") if name in sys.modules])';
    expect(await python(image, code)).toBe("['celery']\n");
  });

  it('is made anew from a changed source file in one step', async () => {
    const edit = (): void => one.edit('src/api/v1/status.py', (text) => `${text}# ${Date.now()}\n`);
    // Where the cache has the result but lost a layer on the way to it, this build makes that layer anew.
    edit();
    await one.rebuild();
    edit();
    expect(await one.rebuild()).toEqual([expect.stringMatching(/^\[runtime \d+\/\d+\] COPY src\/ \.\/src\/$/)]);
  });

  it('has of the source what runs, and neither tests nor what tools leave behind', async () => {
    const app = [...(await pathsIn(image))].filter((path) => path.startsWith('/app/'));
    expect(app).toContain('/app/src/main.py');
    expect(
      app.filter(
        (path) =>
          !/^\/app\/(src|alembic|logs)(\/|$)|^\/app\/alembic\.ini$/.test(path) ||
          /\.env|__pycache__|tests|\.pyc$/.test(path),
      ),
    ).toEqual([]);
  });

  likeEveryImage(one, {
    fromContext: ['COPY alembic.ini ./', 'COPY alembic/ ./alembic/', 'COPY src/ ./src/'],
    lock: packageManager === 'uv' ? 'uv.lock' : 'poetry.lock',
    wayOut: `: run \`${packageManager} lock\`.`,
    unlocked: [
      'pyproject.toml',
      (text) => text.replace('dependencies = [\n', 'dependencies = [\n    "itsdangerous>=2",\n'),
      packageManager === 'uv'
        ? /lockfile at `uv\.lock` needs to be updated, but `--locked` was provided/
        : /pyproject\.toml changed significantly since poetry\.lock was last generated/,
    ],
  });
});

describe('compile_packages.py', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lge-bytecode-'));
  const at = (...path: readonly string[]): string => join(folder, ...path);
  const compiled = (): readonly string[] => readdirSync(at('lib/__pycache__'));
  const bytecode = (): Buffer => readFileSync(at('lib/__pycache__', compiled()[0]!));

  /** As often as it was run, the bytecode of each module is a new file. */
  async function compile(): Promise<void> {
    rmSync(at('lib/__pycache__'), { recursive: true, force: true });
    const mounts = ['--volume', `${folder}:/w`, '--volume', `${resolve('templates/backend')}:/program:ro`];
    const owner = ['--user', `${process.getuid!()}:${process.getgid!()}`];
    const program = ['python', '-B', '/program/compile_packages.py', '/w/lib', '/w/cache'];
    await run(['docker', 'run', '--rm', '--network', 'none', ...owner, ...mounts, base.python, ...program]);
  }

  beforeAll(() => {
    mkdirSync(at('lib'));
    mkdirSync(at('cache'));
    writeFileSync(at('lib/one.py'), 'ONE = 1\n');
    writeFileSync(at('lib/template.py'), 'class {{ name }}:\n');
    return provideImages([base.python]);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('compiles what is Python, without a look at the source', async () => {
    await compile();
    expect(compiled()).toEqual([expect.stringMatching(/^one\.cpython-\d+\.pyc$/)]);
    expect(bytecode().readUInt32LE(4)).toBe(1);
  });

  it('takes what it has compiled before, and compiles what changed', async () => {
    const [entry, ...others] = readdirSync(at('cache'));
    expect(others).toEqual([]);
    writeFileSync(at('cache', entry!), 'kept');
    await compile();
    expect(bytecode().toString()).toBe('kept');
    writeFileSync(at('lib/one.py'), 'ONE = 2\n');
    await compile();
    expect(bytecode().readUInt32LE(4)).toBe(1);
  });
});

describe('the front end', () => {
  const one = builtBefore({ name: 'e2e-images-web', part: 'frontend', base: base.nginx });

  it('adds the built files and the configuration of nginx, and no program', async () => {
    const paths = await added(one.image, base.nginx);
    expect(paths).toContain('/srv/www/index.html');
    expect(paths.filter((path) => !/^\/(srv\/www|etc\/nginx\/server\.d)(\/|$)/.test(path))).toEqual([]);
  });

  it('is made anew from a changed source file without an install', async () => {
    const edit = (): void => one.edit('src/App.tsx', (text) => `${text}export const changed${Date.now()} = true;\n`);
    edit();
    await one.rebuild();
    edit();
    const steps = await one.rebuild();
    expect(steps.filter((step) => / (ci|install)\b/.test(step))).toEqual([]);
    expect(steps).toEqual(expect.arrayContaining([expect.stringContaining('COPY . .')]));
  });

  likeEveryImage(one, {
    fromContext: ['COPY nginx/nginx.conf /etc/nginx/nginx.conf', 'COPY nginx/conf.d/ /etc/nginx/server.d/'],
    lock: 'package-lock.json',
    wayOut: ': run `npm install --package-lock-only`.',
    unlocked: [
      'package.json',
      (text) => text.replace('"dependencies": {', '"dependencies": {\n    "clsx": "^2.1.0",'),
      /package\.json and package-lock\.json .*are in sync/,
    ],
  });
});
