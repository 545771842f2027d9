// Where the code of an application lies that was there before: what its image holds, and how its modules are found.
import { describe, expect, it } from 'vitest';
import { mistakesOf } from '../support/mistakes.js';
import { rendering } from '../support/rendering.js';

const CELERY = { 'celery-worker': false, 'celery-beat': false };
const project = (backend: object, options: object = {}) =>
  rendering({ name: 'shop', services: { ...CELERY, backend }, ...options });
const copied = (text: string): readonly string[] =>
  text.split('\n').filter((line) => /^COPY (?!--|pyproject)/.test(line));
const wrong = (backend: object, worker: object | false = false): string =>
  mistakesOf({ services: { ...CELERY, 'celery-worker': worker, backend } });

describe('the image of the backend', () => {
  it.each<[what: string, backend: object, copies: readonly string[], path: string]>([
    ['a package', { package: 'app', module: 'app.web:api' }, ['COPY app/ ./app/'], '/app'],
    [
      'a package below src',
      { package: 'src/shop', pythonPath: 'src', module: 'shop.web:api' },
      ['COPY src/shop/ ./src/shop/'],
      '/app/src',
    ],
    [
      'modules in src, which is none',
      { package: 'src', pythonPath: 'src', module: 'main:app' },
      ['COPY src/ ./src/'],
      '/app/src',
    ],
    [
      'what lies beside the package',
      { package: 'app', module: 'app.main:app', include: ['templates', 'worker.py'] },
      ['COPY templates ./templates', 'COPY worker.py ./worker.py', 'COPY app/ ./app/'],
      '/app',
    ],
  ])('holds %s', (_, backend, copies, path) => {
    const text = project(backend).text('backend/Dockerfile');
    expect(copied(text)).toEqual(['COPY alembic.ini ./', 'COPY alembic/ ./alembic/', ...copies]);
    expect(text).toContain(`PYTHONPATH=${path} \\`);
  });

  it('holds the whole folder where modules lie beside the manifest, but for what is named', () => {
    const it = project({ package: '.', module: 'main:app' });
    expect(copied(it.text('backend/Dockerfile'))).toEqual(['COPY . ./']);
    const ignored = it.text('backend/.dockerignore').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['**/.env', '**/.env.*', '**/.git', '**/node_modules']));
    expect(ignored).not.toContain('*');
  });

  it('leaves out what lies around a backend that is the project itself', () => {
    const it = project(
      { package: '.', module: 'main:app', starter: false },
      { folders: { backend: '.', frontend: 'apps/web' } },
    );
    expect(it.prod.services.backend!.build).toMatchObject({ context: './', dockerfile: 'Dockerfile' });
    const ignored = it.text('.dockerignore').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['apps/web', '.lge', 'nginx/ssl', 'backups']));
    expect(it.dev.services.backend!.volumes).toEqual([expect.objectContaining({ source: './', target: '/app' })]);
  });

  it('has migrations from where they are', () => {
    const services = {
      ...CELERY,
      migrate: { config: 'app/alembic.ini', scripts: 'migrations' },
      backend: { package: 'app', module: 'app.main:api' },
    };
    const it = rendering({ name: 'shop', services });
    expect(copied(it.text('backend/Dockerfile'))).toEqual(['COPY migrations/ ./migrations/', 'COPY app/ ./app/']);
    expect(it.prod.services.migrate!.command).toEqual(['alembic', '-c', 'app/alembic.ini', 'upgrade', 'head']);
  });

  it('calls a factory, in production, development and under the debugger', () => {
    const it = project({ module: 'src.main:create', factory: true });
    for (const file of ['Dockerfile', 'Dockerfile.dev'])
      expect(it.text(`backend/${file}`)).toMatch(/^CMD \["uvicorn", "src.main:create", "--factory", "--host"/m);
    expect(it.dev.services['backend-debug']!.command).toContain('--factory');
  });
});

describe('a module that the image does not hold is told', () => {
  it.each<[backend: object, worker: object | false, message: string]>([
    [{ package: 'src/shop', module: 'shop.web:api' }, false, 'Write "src.shop.main:app"'],
    [{ package: 'src/shop', pythonPath: 'src', module: 'src.shop.web:api' }, false, 'Write "shop.main:app"'],
    [{ package: 'app', module: 'app.main:app' }, { app: 'worker.app' }, 'Write "app.tasks"'],
  ])('%j %j', (backend, worker, message) => {
    expect(wrong(backend, worker)).toContain(message);
  });

  it.each<[backend: object, worker: object | false]>([
    [{ package: '.', module: 'main:app' }, { app: 'worker' }],
    [{ package: 'app', module: 'app.main:app', include: ['worker'] }, { app: 'worker.app' }],
    [{ package: 'app', module: 'app.main:app', include: ['worker.py'] }, { app: 'worker' }],
  ])('%j %j is held', (backend, worker) => {
    expect(wrong(backend, worker)).toBe('');
  });
});

describe('the front end', () => {
  it('may be the project itself, without the folder of the backend', () => {
    const options = { folders: { backend: 'api', frontend: '.' } };
    const it = rendering({ name: 'shop', services: { frontend: { starter: false } }, ...options });
    expect(it.text('.dockerignore').split('\n')).toEqual(expect.arrayContaining(['api', 'nginx/ssl', '.lge']));
    expect(it.prod.services.frontend!.build).toMatchObject({ context: './' });
    expect(mistakesOf(options)).toMatch(/^starter-in-root at folders\.frontend: /);
  });

  it('shares no folder with the backend', () => {
    expect(mistakesOf({ folders: { backend: '.', frontend: '.' } })).toContain('folder-clash');
  });
});

describe('without a starter', () => {
  it('no file of an application is written', () => {
    const services = { frontend: { starter: false }, backend: { starter: false } };
    const { files } = rendering({ name: 'shop', services });
    // The image's own program is none of an application.
    const application = /\.(py|tsx?|css|html|svg)$|package\.json$|pyproject\.toml$|alembic/;
    const written = files.map(({ path }) => path).filter((path) => application.test(path));
    expect(written.filter((path) => path !== 'shop-backend/compile_packages.py')).toEqual([
      '.projenrc.ts',
      'package.json',
    ]);
  });

  it('readiness and liveness may be one, and liveness be absent', () => {
    expect(wrong({ starter: false, livePath: '' })).toBe('');
    expect(wrong({ starter: false, livePath: '/health' })).toBe('');
    expect(wrong({ livePath: '' })).toContain('The starter has no path for liveness.');
  });
});
