import { expect } from 'vitest';
import type { ComposeService, Rendering } from '../support/rendering.js';
import { apart, binds, both, command, limits, ports, probe, services, timing, waitsFor, type Row } from './row.js';

const DERIVED = {
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track': 'all',
  max_connections: '100',
  shared_buffers: '256MB',
  effective_cache_size: '768MB',
  maintenance_work_mem: '64MB',
  default_statistics_target: '100',
};

/** S36 to S43: the services of docker-compose.prod.yml. */
export const production: readonly Row[] = [
  apart('S36', 'frontend: image, ports, certificates, order, limits and health check', {
    hardened: (it) => expectFrontend(it, '${IMAGE_TAG:?run init-env.sh production}', ['80:8080', '443:8443'], 8080),
    plan: (it) => expectFrontend(it, '${IMAGE_TAG:-latest}', ['80:80', '443:443'], 80),
  }),
  apart('S37', 'backend: image, environment, order, replicas, limits and health check', {
    hardened: (it) => expectBackend(it, '${IMAGE_TAG:?run init-env.sh production}', ''),
    plan: (it) => expectBackend(it, '${IMAGE_TAG:-latest}', ''),
  }),
  apart('S38', 'postgres: account, database, volume, init-db.sql, limits and health check', {
    hardened: (it) => {
      expectPostgres(it, 'postgres-data', '--encoding=UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=en');
      expectRarerProbes(it.prod.services.postgres!);
    },
    plan: (it) => {
      expectPostgres(it, 'postgres_data', '--encoding=UTF8 --locale=en_US.UTF-8');
      expect(timing(it.prod.services.postgres!)).toMatch(/^10s 5s 5 /);
    },
  }),
  apart('S39', 'the settings of PostgreSQL', {
    hardened: ({ prod }) => {
      const found = settings(command(prod.services.postgres!));
      expect(found).toMatchObject({
        ...DERIVED,
        checkpoint_completion_target: '0.9',
        wal_buffers: '7MB',
        work_mem: '4MB',
      });
    },
    plan: ({ prod }) => {
      const found = settings(command(prod.services.postgres!));
      expect(found).toEqual({ ...DERIVED, checkpoint_completion_target: '0.7', wal_buffers: '16MB' });
    },
  }),
  apart('S40', 'redis: append-only file, 128 MB, eviction, volume, limits and health check', {
    hardened: (it) => {
      expectRedis(it, 'redis-data:/data');
      expectRarerProbes(it.prod.services.redis!);
    },
    plan: (it) => {
      expectRedis(it, 'redis_data:/data');
      expect(timing(it.prod.services.redis!)).toMatch(/^10s 5s 3 /);
    },
  }),
  both('S41', 'celery-worker: the image of the backend, two tasks at once, limits', ({ prod: { services: all } }) => {
    const worker = all['celery-worker']!;
    expect(worker.image).toBe(all.backend!.image);
    expect(command(worker)).toBe('celery -A src.tasks worker --loglevel=info --concurrency=2');
    expect(limits(worker)).toBe('0.5 512M');
    expect(worker.restart).toBe('unless-stopped');
  }),
  both('S42', 'celery-beat: the image of the backend, limits', ({ prod: { services: all } }) => {
    const beat = all['celery-beat']!;
    expect(beat.image).toBe(all.backend!.image);
    expect(command(beat)).toBe('celery -A src.tasks beat --loglevel=info');
    expect(limits(beat)).toBe('0.25 256M');
    expect(beat.restart).toBe('unless-stopped');
  }),
  both('S43', 'Celery can be left out, and nothing of it stays', (it) => {
    const without = it.with({ services: { 'celery-worker': false, 'celery-beat': false } });
    for (const file of [without.prod, without.dev]) {
      const ids = services(file).map(([id]) => id);
      expect(ids.filter((id) => id.startsWith('celery'))).toEqual([]);
    }
    expect(without.paths.filter((path) => path.includes('/tasks'))).toEqual([]);
    expect(without.text('backend/pyproject.toml')).not.toContain('celery');
    expect(without.text('scripts/rollout.sh')).not.toContain('celery');
  }),
];

function expectFrontend(it: Rendering, tag: string, published: readonly string[], port: number): void {
  const plain = it.prod.services.frontend!;
  expect(plain.image).toBe(`learn-greek-easy-frontend:${tag}`);
  expect(ports(plain)).toEqual(published.slice(0, 1));
  expect(waitsFor(plain)).toEqual(['backend:healthy']);
  expect(limits(plain)).toBe('0.5 256M');
  expect(timing(plain)).toBe('30s 10s 3 40s');
  expect(probe(plain)).toBe(`CMD wget -q -O /dev/null http://127.0.0.1:${port}/health`);
  expect(plain.restart).toBe('unless-stopped');
  const secure = it.with({ tls: true }).prod.services.frontend!;
  expect(ports(secure)).toEqual(published);
  expect(binds(secure)).toMatchObject([{ source: './nginx/ssl', target: '/etc/nginx/ssl', read_only: true }]);
}

function expectBackend({ prod, text }: Rendering, tag: string, origins: string): void {
  const backend = prod.services.backend!;
  expect(backend.image).toBe(`learn-greek-easy-backend:${tag}`);
  expect(backend.build!.target).toBe('runtime');
  // The Compose key `expose` does nothing: the image says it.
  expect(text('backend/Dockerfile')).toMatch(/^EXPOSE 8000$/m);
  expect(backend.environment).toMatchObject({
    ENVIRONMENT: 'production',
    DATABASE_URL: expect.stringContaining('postgresql+asyncpg://') as string,
    REDIS_URL: expect.stringContaining('redis://redis:6379/0') as string,
    SECRET_KEY: '${SECRET_KEY:?run init-env.sh production}',
    CORS_ORIGINS: `\${CORS_ORIGINS:-${origins}}`,
  });
  expect(waitsFor(backend)).toEqual(expect.arrayContaining(['postgres:healthy', 'redis:healthy']));
  expect(backend.deploy.replicas).toBe(2);
  expect(limits(backend)).toBe('1 512M');
  expect(timing(backend)).toBe('30s 10s 3 40s');
  expect(probe(backend)).toContain('http://127.0.0.1:8000/health');
  expect(backend.restart).toBe('unless-stopped');
  expect(backend.ports).toBeUndefined();
}

function expectPostgres(it: Rendering, volume: string, initdb: string): void {
  const postgres = it.prod.services.postgres!;
  const required = (name: string): string => `\${${name}:?run init-env.sh production}`;
  expect(postgres.environment).toEqual({
    POSTGRES_USER: required('POSTGRES_USER'),
    POSTGRES_PASSWORD: required('POSTGRES_PASSWORD'),
    POSTGRES_DB: required('POSTGRES_DB'),
    POSTGRES_INITDB_ARGS: initdb,
    // What psql and pg_isready in the container take by themselves.
    PGUSER: required('POSTGRES_USER'),
    PGDATABASE: required('POSTGRES_DB'),
  });
  expect(it.variable('POSTGRES_DB').value).toBe('learn_greek_easy');
  expect(postgres.volumes).toContain(`${volume}:/var/lib/postgresql/data`);
  const target = '/docker-entrypoint-initdb.d/init.sql';
  expect(binds(postgres)).toMatchObject([{ source: './scripts/init-db.sql', target, read_only: true }]);
  expect(limits(postgres)).toBe('1 1G');
  expect(probe(postgres)).toContain('pg_isready');
  expect(postgres.restart).toBe('unless-stopped');
}

function expectRedis({ prod }: Rendering, volume: string): void {
  const redis = prod.services.redis!;
  expect(command(redis).replaceAll(/\s+(\\\s+)?/g, ' ')).toContain(
    '--appendonly yes --maxmemory 128mb --maxmemory-policy volatile-lru',
  );
  expect(redis.volumes).toEqual([volume]);
  expect(limits(redis)).toBe('0.25 256M');
  expect(probe(redis)).toBe('CMD redis-cli -e ping');
  expect(redis.restart).toBe('unless-stopped');
}

/** The plan's 10 s alone would cost as much processor time as all health checks may; its hang is noticed as soon. */
function expectRarerProbes({ healthcheck }: ComposeService): void {
  const [interval, timeout] = [healthcheck!.interval, healthcheck!.timeout].map((text) => parseInt(text));
  expect(interval).toBeGreaterThanOrEqual(30);
  expect(timeout).toBe(5);
  expect(interval! * healthcheck!.retries).toBeLessThanOrEqual(60);
  expect(healthcheck!.start_interval).toBe('500ms');
}

function settings(line: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...line.matchAll(/--([\w.]+)=(\S+)/g)].map(([, key, value]) => [key!, value!]));
}
