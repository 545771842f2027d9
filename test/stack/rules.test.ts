import { describe, expect, it } from 'vitest';
import { catalog, loadOptions, targets } from '../../src/index.js';
import { allRules } from '../../src/stack/check.js';
import { mistakesOf } from '../support/mistakes.js';

const limit = (id: string, memory: string, environment = 'production') => ({
  services: { [id]: { limits: { [environment]: { memory } } } },
});
const backend = (answers: object) => mistakesOf({ services: { backend: answers } });

describe('what a service needs', () => {
  it('must be there', () => {
    expect(mistakesOf({ services: { backend: false } })).toMatchInlineSnapshot(`
      "unmet-need at services.migrate: migrate needs backend: it runs the backend's image. Take "backend": false out, or write "migrate": false.
      unmet-need at services.celery-worker: celery-worker needs backend: it runs the backend's image. Take "backend": false out, or write "celery-worker": false.
      unmet-need at services.celery-beat: celery-beat needs backend: it runs the backend's image. Take "backend": false out, or write "celery-beat": false.
      unmet-need at services.backend-debug: backend-debug needs backend: it runs the backend's image. Take "backend": false out, or write "backend-debug": false."
    `);
    expect(mistakesOf({ services: { postgres: false } })).toMatchInlineSnapshot(
      `"unmet-need at services.migrate: migrate needs postgres: there is nothing to migrate without it. Take "postgres": false out, or write "migrate": false."`,
    );
    expect(mistakesOf({ services: { redis: false } })).toMatchInlineSnapshot(`
      "unmet-need at services.celery-worker: celery-worker needs redis: Redis holds the queue of its tasks. Take "redis": false out, or write "celery-worker": false.
      unmet-need at services.celery-beat: celery-beat needs redis: Redis takes the tasks that it sends. Take "redis": false out, or write "celery-beat": false."
    `);
    expect(mistakesOf({ services: { 'celery-worker': false } })).toMatchInlineSnapshot(
      `"unmet-need at services.celery-beat: celery-beat needs celery-worker: nothing else would run the tasks that it sends. Take "celery-worker": false out, or write "celery-beat": false."`,
    );
  });

  it('may be absent where it is only made use of', () => {
    const none = { postgres: false, redis: false, migrate: false, 'celery-worker': false, 'celery-beat': false };
    expect(mistakesOf({ services: none })).toBe('');
    expect(mistakesOf({ services: { ...none, frontend: false } })).toBe('');
    expect(mistakesOf({ services: { ...none, backend: false, 'backend-debug': false } })).toBe('');
  });

  it('is not everything: a stack without services is none', () => {
    const services = Object.fromEntries(catalog.map(({ id }) => [id, false]));
    expect(mistakesOf({ services })).toMatch(/^no-services at services: /);
  });

  it('is what the preset says, when it is true and nothing more', () => {
    const answers = (services: object) =>
      loadOptions({ name: 'shop', preset: 'plan', services }).stack?.services.map(({ answers }) => answers);
    expect(answers({ backend: true, redis: true })).toEqual(answers({}));
  });
});

describe('ports', () => {
  it('are published once, in each environment by itself', () => {
    expect(mistakesOf({ services: { frontend: { devPort: 8000 } } })).toMatchInlineSnapshot(
      `"duplicate-port at services.backend.devPort: services.frontend.devPort is 8000 as well: one port cannot be published twice in development. Choose another one, such as 8001."`,
    );
    expect(mistakesOf({ tls: true, services: { frontend: { port: 8443, tlsPort: 8443 } } })).toMatchInlineSnapshot(
      `"duplicate-port at services.frontend.tlsPort: services.frontend.port is 8443 as well: one port cannot be published twice in production. Choose another one, such as 8444."`,
    );
    expect(
      mistakesOf({ services: { postgres: { devPort: 65_535 }, redis: { devPort: 65_535 } } }),
    ).toMatchInlineSnapshot(
      `"duplicate-port at services.redis.devPort: services.postgres.devPort is 65535 as well: one port cannot be published twice in development. Choose another one, such as 1024."`,
    );
  });

  it('that are not published are not in the way', () => {
    expect(mistakesOf({ services: { frontend: { port: 443, tlsPort: 443 } } })).toBe('');
    expect(mistakesOf({ services: { frontend: { port: 5433 }, backend: { devPort: false, port: 5433 } } })).toBe('');
  });
});

it.each(
  catalog
    .filter(({ minimumMemory }) => minimumMemory !== undefined)
    .map(({ id, minimumMemory }) => [id, minimumMemory!]),
)('%s starts with %s and not with less', (id, floor) => {
  const environment = catalog.find((one) => one.id === id)!.environments?.[0] ?? 'production';
  expect(mistakesOf(limit(id, floor, environment))).not.toContain('memory-floor');
  const less = mistakesOf(limit(id, `${Number.parseInt(floor) - 1}M`, environment));
  expect(less).toContain(`memory-floor at services.${id}.limits.${environment}.memory`);
  expect(less).toContain(`Write "${floor}" or more.`);
});

describe('Redis', () => {
  it.each([['allkeys-lru'], ['allkeys-lfu'], ['allkeys-random']])('%s loses tasks of Celery', (eviction) => {
    const message = `evicting-broker at services.redis.eviction: With ${eviction} a full Redis drops queued tasks of Celery.`;
    expect(mistakesOf({ services: { redis: { eviction } } })).toContain(message);
    expect(mistakesOf({ services: { redis: { eviction }, 'celery-worker': false, 'celery-beat': false } })).toBe('');
  });

  it('keeps less than its container has', () => {
    expect(mistakesOf({ services: { redis: { maxMemory: '192M' } } })).toBe('');
    expect(mistakesOf({ services: { redis: { maxMemory: '193M' } } })).toMatchInlineSnapshot(
      `"redis-memory at services.redis.maxMemory: Redis may keep 193M in a container of 256M. Write "auto", which is half of the limit, or "192M" at most."`,
    );
  });
});

describe('the database', () => {
  it('takes all connections that may be opened', () => {
    expect(backend({ workers: 4, replicas: 3, pool: 5, poolOverflow: 10 })).toMatchInlineSnapshot(
      `"connection-budget at services.postgres.maxConnections: 369 connections may be asked for and 97 are free: backend 3 × 4 × 15 × 2 during a rollout, migrate 1 × 1 × 1, celery-worker 1 × 2 × 2, celery-beat 1 × 1 × 1, 3 spare. Lower services.backend.pool, poolOverflow, workers or replicas, or raise services.postgres.maxConnections to 372."`,
    );
    expect(mistakesOf({ services: { postgres: { maxConnections: 40 } } })).toMatchInlineSnapshot(
      `"connection-budget at services.postgres.maxConnections: 49 connections may be asked for and 37 are free: backend 2 × 1 × 10 × 2 during a rollout, migrate 1 × 1 × 1, celery-worker 1 × 2 × 2, celery-beat 1 × 1 × 1, 3 spare. Lower services.backend.pool, poolOverflow, workers or replicas, or raise services.postgres.maxConnections to 52."`,
    );
  });

  it('is not asked about where there is none', () => {
    expect(mistakesOf({ services: { postgres: false, migrate: false, backend: { pool: 500 } } })).toBe('');
  });
});

describe('the application', () => {
  it('is in the package that is copied', () => {
    expect(backend({ package: 'app' })).toMatchInlineSnapshot(`
      "module-outside-package at services.backend.module: src.main:app is not in the package app, which is what the image contains. Write "app.main:app", or change services.backend.package.
      celery-app-outside-package at services.celery-worker.app: src.tasks is not in the package app, which is what the image contains. Write "app.tasks", or change services.backend.package."
    `);
    expect(mistakesOf({ services: { 'celery-worker': { app: 'tasks' } } })).toMatchInlineSnapshot(
      `"celery-app-outside-package at services.celery-worker.app: tasks is not in the package src, which is what the image contains. Write "src.tasks", or change services.backend.package."`,
    );
    expect(backend({ module: 'srcs.main:app' })).toContain('module-outside-package');
  });

  it('has two paths for its health, and nginx another', () => {
    expect(backend({ livePath: '/health' })).toMatchInlineSnapshot(
      `"live-path at services.backend.livePath: Readiness and liveness have the same path. Write "/health/live" for liveness."`,
    );
    expect(mistakesOf({ services: { frontend: { healthPath: '/api/v1/health' } } })).toMatchInlineSnapshot(
      `"health-path at services.frontend.healthPath: /api/v1/health is below /api/v1, which nginx passes on. Write "/health"."`,
    );
  });

  it('runs on a Python that is named', () => {
    expect(mistakesOf({ images: { python: 'python:slim' } })).toMatchInlineSnapshot(
      `"python-version at images.python: python:slim does not say its version. Write a tag such as python:3.14-slim-trixie."`,
    );
    expect(mistakesOf({ images: { python: 'python:3.9-slim' } })).toMatchInlineSnapshot(
      `"python-version at images.python: Python 3.9 is too old: 3.11 is the oldest. Write a tag such as python:3.14-slim-trixie."`,
    );
  });

  it('keeps its data where the version of PostgreSQL has it', () => {
    const volumes = (postgres: string) =>
      loadOptions({ name: 'shop', images: { postgres } }).stack?.environments.production.containers.find(
        ({ id }) => id === 'postgres',
      )?.volumes[0]?.target;
    expect(volumes('postgres:17.6-alpine')).toBe('/var/lib/postgresql/data');
    expect(volumes('registry.example:5000/postgres:18.1')).toBe('/var/lib/postgresql');
    expect(mistakesOf({ images: { postgres: 'postgres:latest' } })).toMatch(/^postgres-version at images\.postgres: /);
  });

  it('has more processes than memory: a warning, and a stack nevertheless', () => {
    expect(backend({ workers: 5 })).toMatchInlineSnapshot(`
      "warning api-memory at services.backend.workers: 5 processes of the API do not fit into 512M. Write "auto", or raise services.backend.limits.production.memory.
      connection-budget at services.postgres.maxConnections: 209 connections may be asked for and 97 are free: backend 2 × 5 × 10 × 2 during a rollout, migrate 1 × 1 × 1, celery-worker 1 × 2 × 2, celery-beat 1 × 1 × 1, 3 spare. Lower services.backend.pool, poolOverflow, workers or replicas, or raise services.postgres.maxConnections to 212."
    `);
    expect(mistakesOf({ services: { 'celery-worker': { concurrency: 8 } } })).toMatchInlineSnapshot(
      `"warning worker-memory at services.celery-worker.concurrency: 8 tasks at once and their parent, at about 90 MiB each, do not fit into 512M. Write "auto", or raise services.celery-worker.limits.production.memory."`,
    );
    expect(loadOptions({ name: 'shop', services: { 'celery-worker': { concurrency: 8 } } }).stack).toBeDefined();
  });
});

it.each([
  ['172.28.0.0/16', ''],
  ['10.0.0.0/12', ''],
  ['192.168.4.0/24', ''],
  [
    '172.28.5.1/16',
    'subnet at network.subnet: 172.28.5.1/16 is not the first address of a network of that size. Write "172.28.0.0/16".',
  ],
  [
    '10.300.0.0/16',
    'subnet at network.subnet: 10.300.0.0/16 is not the first address of a network of that size. Each part of an address is from 0 to 255.',
  ],
  [
    '8.8.8.0/24',
    'invalid-value at network.subnet: "8.8.8.0/24" is not valid here. It must be a private subnet, such as 172.28.0.0/16.',
  ],
  [
    '172.28.0.0',
    'invalid-value at network.subnet: "172.28.0.0" is not valid here. It must be a private subnet, such as 172.28.0.0/16.',
  ],
  [
    '10.0/16',
    'invalid-value at network.subnet: "10.0/16" is not valid here. It must be a private subnet, such as 172.28.0.0/16.',
  ],
])('subnet %s', (subnet, told) => {
  expect(mistakesOf({ network: { subnet } })).toBe(told);
});

it('has rules with different codes, each with a sentence', () => {
  const rules = allRules(catalog, targets);
  const codes = rules.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const { code, about } of rules) {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(about).toMatch(/^[A-Z][^\n]+\.$/);
  }
});
