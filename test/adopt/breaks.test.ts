import { describe, expect, it } from 'vitest';
import { breaks } from '../../src/adopt/breaks/index.js';
import { detect } from '../../src/detect/detect.js';
import { toldOf } from '../support/adopted.js';
import { repositoryOf } from './compose/fixture.js';

type Files = Readonly<Record<string, string>>;

const MAIN = 'from fastapi import FastAPI\napp = FastAPI()\n';
const api = (lines = '', more: Files = {}): Files => ({
  'requirements.txt': 'fastapi\n',
  'main.py': `${MAIN}${lines}`,
  ...more,
});
const compose = (environment: string): Files => ({
  'docker-compose.yml': `services: { api: { build: ., command: uvicorn main:app, environment: { ${environment} } } }\n`,
});
const trusting = (hosts: string): Files =>
  api(
    `from starlette.middleware.trustedhost import TrustedHostMiddleware\napp.add_middleware(TrustedHostMiddleware, allowed_hosts=[${hosts}])\n`,
  );
const web = (name: string, version: string): Files => ({
  'package.json': JSON.stringify({
    dependencies: { react: '19', [name]: version },
    scripts: { build: `${name} build` },
  }),
});
const celery: Files = {
  'docker-compose.yml':
    'services:\n  api: { build: ., command: uvicorn main:app }\n  worker: { build: ., command: celery -A tasks worker, cpus: 1 }\n',
};
const pinned = (package_: string): Files =>
  api('', { 'requirements.txt': `fastapi\n${package_}\n`, '.python-version': '3.13\n' });
const migrated: Files = {
  'alembic.ini': '[alembic]\nscript_location = alembic\n',
  'requirements.txt': 'fastapi\nalembic\n',
};

const proxied = (target: string): Files => ({
  ...api(),
  'web/package.json': web('vite', '7')['package.json']!,
  'web/vite.config.ts': `export default { server: { proxy: { "/api": { target: ${target} } } } };\n`,
});
const app = (folder: string): Files => ({ [`${folder}/requirements.txt`]: 'fastapi\n', [`${folder}/main.py`]: MAIN });

/** A repository that each bears, and one that it does not, as small as they can be. */
const ROWS: Readonly<Record<string, { readonly broken: Files; readonly whole: Files }>> = {
  'other-framework': { broken: { 'requirements.txt': 'Flask==3.0\n' }, whole: api() },
  'several-projects': {
    broken: { ...app('shop'), ...app('blog') },
    whole: { ...app('shop'), ...app('blog'), Procfile: 'web: cd shop && uvicorn main:app\n', 'blog/main.py': '' },
  },
  'own-server': { broken: web('next', '15'), whole: web('vite', '7') },
  'old-python': { broken: api('', { '.python-version': '3.10\n' }), whole: api('', { '.python-version': '3.11\n' }) },
  'other-manager': { broken: api('', { 'pdm.lock': '' }), whole: api() },
  'no-requirements': {
    broken: api('', { 'requirements.txt': '-r ../shared.txt\nfastapi\n' }),
    whole: api('', { 'requirements.txt': '-r base.txt\nfastapi\n', 'base.txt': '' }),
  },
  'no-wheel': { broken: pinned('numpy==1.24.0'), whole: pinned('numpy==2.2.0') },
  'celery-absent': {
    broken: api('', celery),
    whole: api('', { ...celery, 'requirements.txt': 'fastapi\ncelery\n' }),
  },
  'trusted-hosts': { broken: trusting('"shop.example"'), whole: trusting('"shop.example", "127.0.0.1"') },
  'local-proxy': { broken: proxied('"http://localhost:8000"'), whole: proxied('"http://backend:8000"') },
  'read-only-root': {
    broken: api('open("uploads/a.txt", "w")\n'),
    whole: api('open("/tmp/a.txt", "w")\n'),
  },
  'migrations-not-run': {
    broken: api('', migrated),
    whole: api('', { ...migrated, 'start.sh': 'alembic upgrade head\n' }),
  },
  'unset-variable': {
    broken: api('import os\nos.environ["TOKEN_URL"]\n', compose('OTHER: "1"')),
    whole: api('import os\nos.environ["TOKEN_URL"]\n', compose('TOKEN_URL: "1"')),
  },
  'unread-variable': {
    broken: api('import os\nos.environ["TOKEN_URL"]\n', compose('TOKN_URL: "1"')),
    whole: api('import os\nos.environ["TOKEN_URL"]\n', compose('TOKEN_URL: "1"')),
  },
};

const findings = (files: Files) => toldOf(repositoryOf(files)).findings;

describe('what a hardened stack would break', () => {
  it('has a row for each', () => {
    expect(Object.keys(ROWS)).toEqual(breaks.map(({ code }) => code));
  });

  it.each(Object.entries(ROWS))('%s', (code, { broken, whole }) => {
    const found = findings(broken).filter((one) => one.code === code);
    expect(found).not.toEqual([]);
    for (const { hint, evidence } of found) {
      expect(hint).toMatch(/\S/);
      expect(Object.keys(broken)).toContain(evidence.file);
    }
    expect(findings(whole).map((one) => one.code)).not.toContain(code);
  });
});

it('mends what an option can mend', () => {
  expect(toldOf(repositoryOf(ROWS['trusted-hosts']!.broken)).options).toMatchObject({
    services: { backend: { probeHost: 'shop.example' } },
  });
  expect(toldOf(repositoryOf(ROWS['read-only-root']!.broken)).options).toMatchObject({
    services: { backend: { persistent: { uploads: {} } } },
  });
  expect(toldOf(repositoryOf(ROWS['own-server']!.broken)).options).toMatchObject({ services: { frontend: false } });
  expect(toldOf(repositoryOf(ROWS['old-python']!.broken)).options).not.toHaveProperty('images.python');
});

it('never makes the folder of the code writable', () => {
  const files = {
    'requirements.txt': 'fastapi\n',
    'shop/__init__.py': '',
    'shop/main.py': `${MAIN}open("shop/cache/a", "w")\nopen("shop/notes.txt", "w")\n`,
  };
  const { options } = toldOf(repositoryOf(files));
  expect(options).toMatchObject({ services: { backend: { package: 'shop', writable: ['shop/cache'] } } });
  expect(options).not.toHaveProperty('services.backend.persistent');
});

it('says what a proxy to localhost has to be, for a line of a script and for JSON', () => {
  const vite = findings(proxied('process.env.API ?? "http://127.0.0.1:8000"')).find(
    ({ code }) => code === 'local-proxy',
  );
  expect(vite).toMatchObject({
    evidence: { file: 'web/vite.config.ts', line: 1 },
    hint: expect.stringContaining("Write target: process.env.API_URL ?? 'http://127.0.0.1:8000'.") as string,
  });
  const cra = findings({
    ...api(),
    'web/package.json': JSON.stringify({
      dependencies: { react: '18', 'react-scripts': '5' },
      proxy: 'http://localhost:8000',
    }),
  }).find(({ code }) => code === 'local-proxy');
  expect(cra?.hint).toContain('src/setupProxy.js');
});

it.each([
  ['pdm.lock', 'pdm export --prod -o requirements.txt'],
  ['Pipfile.lock', 'pipenv requirements > requirements.txt'],
])('%s is an error where there is no list for pip', (lock, command) => {
  const files = { 'pyproject.toml': '[project]\ndependencies = ["fastapi"]\n', 'main.py': MAIN, [lock]: '' };
  const list = { 'requirements.txt': 'fastapi\n' };
  const severity = (all: Files) => findings(all).find(({ code }) => code === 'other-manager')?.severity;
  expect([severity(files), severity({ ...files, ...list })]).toEqual(['error', 'warning']);
  expect(findings(files).find(({ code }) => code === 'other-manager')?.hint).toContain(command);
  expect(toldOf(repositoryOf(files)).options).toMatchObject({ python: { packageManager: 'pip' } });
});

it('takes the folder that somebody names of several', () => {
  const repository = repositoryOf({ ...app('shop'), ...app('blog') });
  expect(detect(repository).backend?.rivals).toHaveLength(1);
  expect(detect(repository, { backend: 'blog' }).backend).toMatchObject({ folder: { value: 'blog' }, rivals: [] });
});
