import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../support/dockerfile.js';
import { rendering } from '../support/rendering.js';

const backend = (options: object) => rendering({ name: 'shop', ...options }).text('backend/Dockerfile');
const dev = (options: object) => rendering({ name: 'shop', ...options }).text('backend/Dockerfile.dev');
const frontend = (options: object) => rendering({ name: 'shop', ...options }).text('frontend/Dockerfile');
const of = (answers: object) => ({ services: { backend: answers } });
const node = (packageManager: string) => ({ node: { packageManager } });

describe('the backend', () => {
  it.each<[what: string, text: string, has: readonly string[], lacks: readonly string[]]>([
    ['uv', backend({}), ['COPY --from=ghcr.io/astral-sh/uv:', 'uv sync --locked --no-dev'], ['poetry']],
    [
      'Poetry',
      backend({ python: { packageManager: 'poetry', poetryVersion: '2.4.0' } }),
      ['poetry==2.4.0', 'poetry.lock'],
      ['uv sync', 'uv.lock', 'astral'],
    ],
    [
      'pip',
      backend({ python: { packageManager: 'pip' } }),
      ['COPY requirements*.txt ./', 'uv venv /opt/venv && \\\n    uv pip install -r requirements.txt && \\', 'strip'],
      ['uv.lock', 'uv sync', 'pyproject', 'poetry'],
    ],
    [
      'pip, from a folder of lists',
      backend({ python: { packageManager: 'pip', requirements: 'requirements/base.txt' } }),
      ['COPY requirements/ ./requirements/', 'uv pip install -r requirements/base.txt'],
      [],
    ],
    [
      'pip, from a list by another name',
      backend({ python: { packageManager: 'pip', requirements: 'deps.txt' } }),
      ['COPY deps.txt ./', 'uv pip install -r deps.txt'],
      [],
    ],
    ['everything optimised', backend({}), ['strip', 'compile_packages', '-name tests'], []],
    ['no strip', backend(of({ optimize: { strip: false } })), ['compile_packages', '-name tests'], ['strip']],
    ['no prune', backend(of({ optimize: { prune: false } })), ['compile_packages', 'strip'], ['-name tests']],
    ['no bytecode', backend(of({ optimize: { bytecode: false } })), ['strip', '-name tests'], ['compile_packages']],
    [
      'nothing optimised',
      backend(of({ optimize: { strip: false, prune: false, bytecode: false } })),
      ['touch --no-dereference'],
      ['compile_packages', 'strip', '-name tests'],
    ],
    [
      'another package',
      backend({
        services: { backend: { package: 'app', module: 'app.main:api' }, 'celery-worker': { app: 'app.tasks' } },
      }),
      ['COPY app/ ./app/', '"app.main:api"'],
      ['src/'],
    ],
    [
      'another port',
      backend(of({ port: 9000, healthPath: '/up' })),
      ['EXPOSE 9000', '127.0.0.1:9000/up', '"--port", "9000"'],
      ['8000'],
    ],
    ['no migrations', backend({ services: { migrate: false } }), ['COPY src/'], ['alembic', 'the migrations']],
    ['workers', backend(of({ workers: 3, pool: 1 })), ['WEB_CONCURRENCY=3'], []],
    ['packages to build', backend(of({ systemPackages: { build: ['gcc'] } })), ['        gcc \\'], ['/var/log/apt']],
    [
      'packages to run',
      backend(of({ systemPackages: { runtime: ['libmagic1=1:5.*'] } })),
      ['        libmagic1=1:5.* \\', '/var/log/apt'],
      [],
    ],
    [
      'an image of a mirror',
      backend({ images: { python: 'mirror.example:5000/python:3.13-slim' } }),
      ['FROM mirror.example:5000/python:3.13-slim AS runtime'],
      ['3.14'],
    ],
  ])('%s', (_, text, has, lacks) => {
    expectText(text, has, lacks);
  });

  it.each<[what: string, text: string, has: readonly string[], lacks: readonly string[]]>([
    ['uv', dev({}), ['uv sync --locked --all-groups', 'UV_NO_SYNC=1'], ['poetry']],
    [
      'Poetry',
      dev({ python: { packageManager: 'poetry' } }),
      ['poetry install --all-groups --no-root', '/opt/poetry/bin'],
      ['uv sync', 'astral'],
    ],
    [
      'pip',
      dev({ python: { packageManager: 'pip' } }),
      ['uv pip install -r requirements.txt -r requirements-dev.txt --compile-bytecode', 'VIRTUAL_ENV=/opt/venv'],
      ['uv.lock', 'poetry'],
    ],
    [
      'pip, with one list for all, by another name',
      dev({ python: { packageManager: 'pip', requirements: 'deps.txt', devRequirements: '' } }),
      ['COPY deps.txt ./', 'uv pip install -r deps.txt --compile-bytecode'],
      ['requirements-dev'],
    ],
    [
      'packages, each once',
      dev(of({ systemPackages: { build: ['gcc', 'curl'], runtime: ['curl'] } })),
      ['        gcc \\\n        curl \\\n    && rm'],
      [],
    ],
    [
      'another package',
      dev({ services: { backend: { package: 'app', module: 'app.main:app' }, 'celery-worker': { app: 'app.tasks' } } }),
      ['"--reload-dir", "app"'],
      ['src'],
    ],
  ])('in development: %s', (_, text, has, lacks) => {
    expectText(text, has, lacks);
  });
});

describe('the front end', () => {
  it.each<[what: string, text: string, has: readonly string[], lacks: readonly string[]]>([
    ['npm', frontend({}), ['npm ci', 'package-lock.json', 'npm run build'], ['pnpm', 'yarn']],
    [
      'pnpm',
      frontend(node('pnpm')),
      ['npm install --global pnpm@', 'pnpm install --frozen-lockfile', 'RUN pnpm run build'],
      ['npm ci', 'yarn'],
    ],
    [
      'yarn',
      frontend(node('yarn')),
      ['@yarnpkg/cli-dist@', 'yarn install --immutable', 'RUN yarn run build'],
      ['npm ci', 'pnpm'],
    ],
    [
      'another folder',
      frontend({ services: { frontend: { distFolder: 'build' } } }),
      ['mv build /image/content/srv/www', 'find build '],
      ['dist ', 'dist/'],
    ],
    ['no TLS', frontend({}), ['EXPOSE 8080\n'], ['8443']],
    ['TLS', frontend({ tls: true }), ['EXPOSE 8080 8443\n'], []],
    [
      'with root',
      frontend({ preset: 'plan', tls: true }),
      ['FROM nginx:alpine AS runtime', 'EXPOSE 80 443\n'],
      ['8080'],
    ],
  ])('%s', (_, text, has, lacks) => {
    expectText(text, has, lacks);
  });
});

function expectText(text: string, has: readonly string[], lacks: readonly string[]): void {
  for (const part of has) expect(text).toContain(part);
  for (const part of lacks) expect(text).not.toContain(part);
  expect(text).not.toMatch(/\n\n\n/);
  expect(() => parseDockerfile(text)).not.toThrow();
}

describe('parseDockerfile refuses', () => {
  it.each([
    ['', 'There is no FROM.'],
    ['RUN true', 'Before the first FROM'],
    ['FROM a\nRUNN true', 'No instruction: RUNN true'],
    ['FROM a\nRUN true \\', 'Continued to nowhere'],
    ['FROM a\nRUN true \\\n\n  && false', 'An empty line in'],
    ['FROM a AS b\nFROM c\nCOPY --from=d x y', 'No stage d'],
    ['FROM a\nCMD ["a", 1]', 'Not a list of strings'],
    ['FROM a\nCMD ["a"', 'JSON'],
  ])('%j', (text, message) => {
    expect(() => parseDockerfile(text)).toThrow(message);
  });
});
