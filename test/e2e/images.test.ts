// What the images of production hold, and how they are built.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build, inImage, layersAbove } from '../bench/builds.js';
import { loadOptions } from '../../src/index.js';
import { added, buildTwice, differing, inspect, litter, pathsIn, python, SECRET } from './support/images.js';
import { BYTECODE, DONE, EXERCISE, LOAD_ALL } from './support/native.js';
import { renderProject, type Project } from './support/project.js';
import { attempt } from './support/shell.js';

const ARGS = ['--build-arg', 'VERSION=1.2.3', '--build-arg', 'REVISION=0123abc'];
const base = loadOptions({ name: 'base' }).stack!.options.images;

/**
 * Layers that are copied from the clone, whose files have other times. An engine with containerd's store dates them as
 * well, when it is asked to: `--output type=image,rewrite-timestamp=true`. Docker's older store cannot.
 */
const FROM_CONTEXT = {
  backend: ['COPY alembic.ini ./', 'COPY alembic/ ./alembic/', 'COPY src/ ./src/'],
  frontend: ['COPY nginx/nginx.conf /etc/nginx/nginx.conf', 'COPY nginx/conf.d/ /etc/nginx/server.d/'],
};

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
    // Once more before: others may have had the engine drop what it had.
    await build(folder, image, ...ARGS);
    project.edit(`${name}-backend/src/api/v1/status.py`, (text) => `${text}# ${Date.now()}\n`);
    const { steps } = await build(folder, image, ...ARGS);
    expect(steps).toEqual([expect.stringMatching(/^\[runtime \d+\/\d+\] COPY src\/ \.\/src\/$/)]);
  });

  it('keeps secrets, tests and what tools leave behind out, of the stages before as well', async () => {
    const builder = `${name}-backend:builder`;
    await build(folder, builder, '--target', 'builder');
    for (const one of [image, builder]) {
      const found = await attempt([
        'docker',
        'run',
        '--rm',
        '--network',
        'none',
        '--user',
        '0',
        '--entrypoint',
        'grep',
        one,
        '-rlF',
        SECRET,
        '/app',
        '/opt',
        '/tmp',
        '/srv',
      ]);
      expect(found.stdout, one).toBe('');
    }
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

  it('gives the same files from two clones of one commit, and the same layers of all that was installed or built', async () => {
    const tag = `${name}-backend:again`;
    const built = await buildTwice(folder, tag);
    expect(built[1].files).toBe(built[0].files);
    expect(await differing(built, tag)).toEqual(FROM_CONTEXT.backend);
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
    await build(folder, image, ...ARGS);
    project.edit(`${name}-frontend/src/App.tsx`, (text) => `${text}export const changed = ${Date.now()};\n`);
    const { steps } = await build(folder, image, ...ARGS);
    expect(steps.filter((step) => / (ci|install)\b/.test(step))).toEqual([]);
    expect(steps).toEqual(expect.arrayContaining([expect.stringContaining('COPY . .')]));
  });

  it('keeps secrets and what tools leave behind out, of the builder as well', async () => {
    const builder = `${name}-frontend:builder`;
    await build(folder, builder, '--target', 'builder');
    for (const [one, where] of [
      [image, '/srv'],
      [builder, '/app'],
    ] as const) {
      const found = await attempt([
        'docker',
        'run',
        '--rm',
        '--network',
        'none',
        '--user',
        '0',
        '--entrypoint',
        'grep',
        one,
        '-rlF',
        SECRET,
        where,
      ]);
      expect(found.stdout, one).toBe('');
    }
  });

  it('gives the same files from two clones of one commit, and the same layers of all that was installed or built', async () => {
    const tag = `${name}-frontend:again`;
    const built = await buildTwice(folder, tag);
    expect(built[1].files).toBe(built[0].files);
    expect(await differing(built, tag)).toEqual(FROM_CONTEXT.frontend);
  });

  it('is not built without a lock file, and the error says so', async () => {
    rmSync(join(folder, 'package-lock.json'));
    const { code, stderr } = await attempt(['docker', 'buildx', 'build', '--progress', 'plain', folder]);
    expect(code).not.toBe(0);
    expect(stderr).toContain('"/package-lock.json": not found');
    expect(stderr).toContain('Without a lock file the build ends here');
  });
});
