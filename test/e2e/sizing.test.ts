// What src/model/sizing.ts derives is in force in the running containers, and the connections suffice under load.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  apiWorkers,
  celeryConcurrency,
  nginxWorkers,
  postgresSettings,
  redisMaxMemory,
  sharedMemory,
} from '../../src/model/sizing.js';
import { sql, redisCli } from './support/data.js';
import { ask } from './support/http.js';
import { startLoad } from './support/load.js';
import { eventually, run } from './support/shell.js';
import { containerOf, inside, logLines, prepareStack, startStack, type RunningStack } from './support/stack.js';
import { addTrial } from './support/trial.js';

// No defaults, so that nothing is right by chance.
const LIMITS = {
  backend: { cpus: 1, memory: 384 },
  'celery-worker': { cpus: 1, memory: 512 },
  frontend: { cpus: 1.5, memory: 128 },
  postgres: { cpus: 1, memory: 768 },
  redis: { cpus: 0.5, memory: 192 },
};
const POOL = 3;
const OVERFLOW = 4;
const WORKERS = apiWorkers(LIMITS.backend);
const CONCURRENCY = celeryConcurrency(LIMITS['celery-worker']);
// Two replicas, twice as many during a rollout; Celery's children with two each; beat and the migrations.
const API_CONNECTIONS = 2 * 2 * WORKERS * (POOL + OVERFLOW);
const BUDGET = API_CONNECTIONS + 2 * CONCURRENCY + 2;
// As tight as the rule allows: 3 to spare, 3 for superusers.
const MAX_CONNECTIONS = BUDGET + 6;

let stack: RunningStack;

beforeAll(async () => {
  const limits = (service: keyof typeof LIMITS) => ({
    limits: { production: { cpus: LIMITS[service].cpus, memory: `${LIMITS[service].memory}M` } },
  });
  stack = await prepareStack('production', {
    name: 'e2e-sizing',
    services: {
      backend: { ...limits('backend'), replicas: 2, pool: POOL, poolOverflow: OVERFLOW },
      'celery-worker': { ...limits('celery-worker'), concurrency: 'auto' },
      frontend: limits('frontend'),
      postgres: { ...limits('postgres'), maxConnections: MAX_CONNECTIONS },
      redis: limits('redis'),
    },
  });
  addTrial(stack.project);
  await startStack(stack);
});

afterAll(() => stack.project.remove());

/** How many processes of a service have this in their command line. */
async function processes(service: string, text: string): Promise<number> {
  const found = await inside(
    await containerOf(stack, service),
    'for p in /proc/[0-9]*; do tr "\\0" " " <$p/cmdline 2>/dev/null && echo; done',
  );
  return found.split('\n').filter((line) => line.includes(text) && !line.includes('for p in')).length;
}

describe('what is in force', () => {
  it.each(Object.entries(postgresSettings(LIMITS.postgres.memory, MAX_CONNECTIONS)))(
    'PostgreSQL: %s = %s',
    async (name, value) => {
      const bytes = /[MG]B$/.test(value);
      const shown = await sql(
        stack,
        bytes ? `SELECT pg_size_bytes(current_setting('${name}')) / 1024 ^ 2` : `SHOW ${name}`,
      );
      expect(Number(shown)).toBe(Number(value.replace(/MB$/, '')));
    },
  );

  it('shared memory of PostgreSQL', async () => {
    const size = await inside(await containerOf(stack, 'postgres'), 'df -Pm /dev/shm | tail -1');
    expect(Number(size.split(/\s+/)[1])).toBe(sharedMemory(LIMITS.postgres.memory));
  });

  it('processes of Celery and of nginx', async () => {
    expect(CONCURRENCY).toBe(2);
    // One more is their parent, and one the init process that Docker puts before it.
    expect(await processes('celery-worker', 'celery -A src.tasks worker')).toBe(CONCURRENCY + 2);
    expect(await processes('frontend', 'nginx: worker process')).toBe(nginxWorkers(LIMITS.frontend));
  });

  it.each([WORKERS, 2])('processes of the API, where %i are derived', async (workers) => {
    expect(apiWorkers({ ...LIMITS.backend, cpus: workers })).toBe(workers);
    const given = ['--env', `WEB_CONCURRENCY=${workers}`];
    const name = `e2e-sizing-${workers}`;
    await stack.project.compose('production', [
      'run',
      '--detach',
      '--no-deps',
      '--name',
      name,
      ...(workers === WORKERS ? [] : given),
      'backend',
    ]);
    const started = (): Promise<string> => run(['docker', 'logs', name]);
    await eventually(30, started, (log) => log.includes('Application startup complete'));
    // One process serves by itself; of several there is a parent that only watches them.
    const found = await inside({ id: name }, 'cat /proc/[0-9]*/cmdline | tr "\\0" " "');
    const children = found.match(/spawn_main\(/g) ?? [];
    expect(children.length || (found.match(/python \S*uvicorn src\.main:app/g) ?? []).length).toBe(workers);
    await run(['docker', 'rm', '--force', name]);
  });

  it('memory of Redis', async () => {
    expect(await redisCli(stack, 'CONFIG', 'GET', 'maxmemory')).toBe(
      `maxmemory\n${redisMaxMemory(LIMITS.redis.memory) * 1024 ** 2}`,
    );
    expect(await redisCli(stack, 'CONFIG', 'GET', 'maxmemory-policy')).toBe('maxmemory-policy\nvolatile-lru');
  });
});

describe('the connections', () => {
  it('are all in use during a rollout under load, and none is refused', async () => {
    await stack.project.compose('production', ['up', '--detach', '--wait', '--no-recreate', '--scale', 'backend=4']);
    const used = async (): Promise<number> =>
      Number(
        await sql(
          stack,
          "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
        ),
      );
    const load = startLoad(`${stack.origin}/api/v1/trial/hold?seconds=1`, {
      connections: 3 * API_CONNECTIONS,
      timeout: 30,
      seconds: 240,
    });
    for (let task = 0; task < 40; task++)
      expect((await ask(stack.origin, '/api/v1/trial/hold?seconds=1', { method: 'POST' })).status).toBe(202);
    const most = await eventually(40, used, (count) => count >= API_CONNECTIONS + CONCURRENCY);
    expect(most).toBeLessThanOrEqual(BUDGET);
    // At the height of it a person, a backup and the migrations get in as well.
    expect((await stack.project.script('backup.sh')).code).toBe(0);
    await stack.project.compose('production', ['run', '--rm', '--no-deps', '-T', 'migrate']);
    expect(await used()).toBeGreaterThanOrEqual(API_CONNECTIONS);
    const { served, failed, failures } = await load.stop();
    expect(failures).toBe('0 broken, 0 timed out, 0 other answers');
    expect(failed).toBe(0);
    expect(served).toBeGreaterThan(API_CONNECTIONS);
    for (const service of ['postgres', 'backend', 'celery-worker'])
      expect(
        (await logLines(stack, service)).filter((line) => /too many clients|remaining connection slots/.test(line)),
        service,
      ).toEqual([]);
    console.log(`sizing: ${most} of ${MAX_CONNECTIONS} connections in use, ${served} requests served`);
  });
});
