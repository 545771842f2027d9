import { expect } from 'vitest';
import { loadOptions } from '../../src/index.js';
import { PRODUCTION, type Rendering } from '../support/rendering.js';
import { apart, binds, both, command, limits, probe, services, waitsFor, type Row } from './row.js';

const files = ({ prod, dev }: Rendering) => [...services(prod), ...services(dev)];

/** What was wrong with the Compose file itself. */
export const composeDefects: readonly Row[] = [
  apart('D1', 'no fixed name of a container where there may be several', {
    hardened: (it) => {
      for (const [id, service] of files(it)) expect(service.container_name, id).toBeUndefined();
    },
    plan: ({ prod }) => {
      for (const [id, { container_name, deploy }] of services(prod))
        expect(container_name, id).toBe(deploy.replicas === undefined ? `learn-greek-${id}` : undefined);
    },
  }),
  both('D2', 'no version:, and development and production share nothing on one host', (it) => {
    const { prod, dev, text } = it;
    expect(text(PRODUCTION)).not.toMatch(/^version:/m);
    expect([dev.name, prod.name]).toEqual(['learn-greek-easy', 'learn-greek-easy-production']);
    // What has no name of its own is named after its project.
    const names = [dev.networks, dev.volumes!].flatMap((all) => Object.values(all).map(({ name }) => name));
    expect(names.filter((name) => name !== undefined)).toEqual([]);
    for (const [id, service] of services(dev)) expect(service.container_name, id).toBeUndefined();
  }),
  both('D9', 'what is mounted exists, and init-db.sql creates pg_stat_statements', (it) => {
    for (const [id, service] of files(it.with({ tls: true })))
      for (const bind of binds(service)) expect(bind.bind.create_host_path, `${id} ${bind.source}`).toBe(false);
    expect(it.text('scripts/init-db.sql')).toContain('CREATE EXTENSION IF NOT EXISTS pg_stat_statements;');
  }),
  both('D10', 'pg_isready asks by TCP, where the server of the first start does not listen', (it) => {
    for (const file of [it.prod, it.dev]) {
      expect(probe(file.services.postgres!)).toContain('-h 127.0.0.1');
      expect(file.services.postgres!.healthcheck!.start_period).toMatch(/^[1-9]\d*s$/);
    }
  }),
  apart('D11', 'text is sorted by a language', {
    hardened: (it) => {
      const { environment } = it.with({ locale: 'el' }).prod.services.postgres!;
      expect(environment!.POSTGRES_INITDB_ARGS).toContain('--locale-provider=icu --icu-locale=el');
    },
    plan: ({ prod }) =>
      expect(prod.services.postgres!.environment!.POSTGRES_INITDB_ARGS).toContain('--locale=en_US.UTF-8'),
  }),
  both('D12', 'worker and beat have their own health checks, cheap ones', (it) => {
    for (const file of [it.prod, it.dev])
      for (const id of ['celery-worker', 'celery-beat'])
        expect(probe(file.services[id]!)).toBe(`CMD-SHELL test -n "$$(find /tmp/${id}.alive -mmin -1)"`);
    // Noticed within three minutes: a minute until the file is old, and the retries.
    for (const { healthcheck } of ['celery-worker', 'celery-beat'].map((id) => it.prod.services[id]!))
      expect(60 + parseInt(healthcheck!.interval) * healthcheck!.retries).toBeLessThanOrEqual(180);
    expect(it.text('backend/src/tasks/heartbeat.py')).toContain('Path("/tmp/celery-worker.alive")');
    expect(it.text('backend/src/tasks/heartbeat.py')).toContain('Path("/tmp/celery-beat.alive")');
  }),
  both('D13', 'Redis evicts no queued task, and a policy that would is refused', ({ prod, stack }) => {
    expect(command(prod.services.redis!)).toContain('--maxmemory-policy volatile-lru');
    const { diagnostics } = loadOptions({
      name: 'a',
      preset: stack.preset,
      services: { redis: { eviction: 'allkeys-lru' } },
    });
    expect(diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['error evicting-broker']);
  }),
  both('D15', 'Celery waits until Redis is healthy and the database migrated', ({ prod }) => {
    expect(waitsFor(prod.services['celery-worker']!)).toEqual([
      'migrate:completed_successfully',
      'postgres:healthy',
      'redis:healthy',
    ]);
    expect(waitsFor(prod.services['celery-beat']!)).toEqual(['migrate:completed_successfully', 'redis:healthy']);
  }),
  both('D16', 'migrations run once, before whatever needs them', ({ prod, dev }) => {
    for (const file of [prod, dev]) {
      const migrate = file.services.migrate!;
      expect(command(migrate)).toBe('alembic upgrade head');
      expect(migrate.restart).toBe('no');
      expect(migrate.deploy.replicas).toBeUndefined();
      expect(waitsFor(file.services.backend!)).toContain('migrate:completed_successfully');
    }
  }),
  both('D19', 'every probe asks 127.0.0.1, never localhost', (it) => {
    for (const [id, service] of files(it)) expect(probe(service), id).not.toContain('localhost');
    for (const path of ['frontend/Dockerfile', 'backend/Dockerfile'])
      expect(it.text(path)).toMatch(/^HEALTHCHECK[^\n]*\\\n[^\n]*127\.0\.0\.1/m);
  }),
  both('D31', 'each image is built once, the others reuse it', ({ prod, dev }) => {
    for (const file of [prod, dev]) {
      const built = services(file)
        .filter(([, { build }]) => build)
        .map(([, { image }]) => image);
      expect(new Set(built).size).toBe(built.length);
      for (const [id, { build, image, pull_policy }] of services(file))
        if (!build && built.includes(image)) expect(pull_policy, id).toBe('never');
    }
  }),
  both('D33', 'connections are counted, and too many are refused', ({ stack }) => {
    const backend = { replicas: 3, workers: 4, pool: 5, poolOverflow: 10, limits: { production: { cpus: 2 } } };
    const { diagnostics } = loadOptions({ name: 'a', preset: stack.preset, services: { backend } });
    expect(diagnostics.map(({ code }) => code)).toContain('connection-budget');
  }),
  apart('D34', 'PostgreSQL is set by its memory', {
    hardened: (it) => {
      const big = { limits: { production: { memory: '4G' } } };
      const postgres = it.with({ services: { postgres: big }, host: { production: { memory: '16G' } } }).prod.services
        .postgres!;
      expect(limits(postgres)).toBe('1 4G');
      expect(command(postgres)).toContain(
        '--shared_buffers=1024MB --effective_cache_size=3072MB --maintenance_work_mem=256MB',
      );
      expect(postgres.shm_size).toBe('1G');
    },
    plan: ({ prod }) => {
      expect(command(prod.services.postgres!)).toContain('--shared_buffers=256MB');
      expect(prod.services.postgres!.shm_size).toBeUndefined();
    },
  }),
  apart('D35', 'logs are rotated, stops take their time, init reaps, and nothing swaps', {
    hardened: (it) => {
      for (const [id, service] of files(it)) {
        expect(service.logging, id).toEqual({ driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } });
        expect(service.stop_grace_period, id).toMatch(/^\d+s$/);
        expect(service.init, id).toBe(true);
        expect(service.memswap_limit, id).toBe(service.deploy.resources.limits.memory);
      }
    },
    plan: (it) => {
      for (const [id, service] of files(it))
        expect([service.logging, service.init, service.memswap_limit], id).toEqual([undefined, undefined, undefined]);
    },
  }),
  both('D39', 'production stands alone; the override says how a list is replaced', (it) => {
    expect(it.text(PRODUCTION)).not.toMatch(/^\s*(include|extends):/m);
    expect(Object.keys(it.prod.services)).toContain('postgres');
    const override = it.paths.find((path) => path.startsWith('docker-compose.override'));
    expect(it.text(override ?? 'docker-compose.override.yml')).toMatch(/!override|!reset/);
  }),
];
