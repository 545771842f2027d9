// The order in which production starts, how long that takes, and what readiness and liveness say on the way.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { python, sql } from './support/data.js';
import { lifetimes, quiet, unwell, type Lifetime } from './support/lifetimes.js';
import { eventually, run } from './support/shell.js';
import { logLines, prepareStack, type RunningStack } from './support/stack.js';

let stack: RunningStack;

beforeAll(async () => {
  stack = await prepareStack('production', { name: 'e2e-order' });
  await stack.project.compose('production', ['build'], { timeout: 600 });
  await stack.project.compose('production', ['up', '--detach', '--wait']);
});

afterAll(() => stack.project.remove());

/** Seconds from no container and no volume to all healthy, migrations included, and how idle the machine was before. */
async function startFromNothing(): Promise<readonly [seconds: number, idle: string]> {
  await stack.project.compose('production', ['down', '--volumes', '--timeout', '5']);
  const idle = await quiet(30);
  const before = performance.now();
  await stack.project.compose('production', ['up', '--detach', '--wait']);
  return [(performance.now() - before) / 1000, idle];
}

const service = async (name: string): Promise<Lifetime> => (await lifetimes(stack, name))[0]!;

describe('start', () => {
  // A figure of a quiet machine: `npm run e2e:long` takes it. Here the stack just starts.
  it.runIf(process.env.E2E_LONG)(
    'takes 8 s at most from nothing to all healthy, migrations included: the median of three',
    async () => {
      const starts = [await startFromNothing(), await startFromNothing(), await startFromNothing()];
      expect(unwell(await lifetimes(stack))).toEqual([]);
      const said = starts.map(([seconds, idle]) => `${seconds.toFixed(1)} s (${idle})`).join(', ');
      console.log(`start: ${said}`);
      const [, median] = starts.map(([seconds]) => seconds).toSorted((a, b) => a - b);
      expect(median, said).toBeLessThanOrEqual(8);
    },
  );

  it('migrates exactly once, before the API, the worker and beat begin', async () => {
    const all = await lifetimes(stack);
    const migrations = all.filter(({ service }) => service === 'migrate');
    expect(migrations.map(({ code, restarts }) => [code, restarts])).toEqual([[0, 0]]);
    for (const id of ['backend', 'celery-worker', 'celery-beat']) {
      const begun = all.filter(({ service }) => service === id).map(({ started }) => started);
      expect(Math.min(...begun), id).toBeGreaterThanOrEqual(migrations[0]!.finished);
    }
    const logs = (
      await Promise.all(['migrate', 'backend', 'celery-worker', 'celery-beat'].map((id) => logLines(stack, id)))
    ).flat();
    expect(logs.filter((line) => line.includes('Running upgrade'))).toHaveLength(1);
    expect(await sql(stack, 'SELECT count(*) FROM alembic_version')).toBe('1');
  });

  it('migrates a database that is slow to answer', async () => {
    const { id } = await service('postgres');
    await run(['docker', 'pause', id]);
    const migrating = stack.project.attemptCompose('production', ['run', '--rm', '--no-deps', '-T', 'migrate']);
    // Longer than one attempt takes.
    await Promise.race([migrating, pause(9000)]);
    await run(['docker', 'unpause', id]);
    expect(await migrating).toMatchObject({ code: 0 });
  });

  it('starts the data first, nginx last', async () => {
    const all = await lifetimes(stack);
    const started = (id: string): readonly number[] =>
      all.filter(({ service }) => service === id).map((one) => one.started);
    const steps = [['postgres', 'redis'], ['migrate'], ['backend', 'celery-worker', 'celery-beat'], ['frontend']].map(
      (ids) => ids.flatMap(started),
    );
    for (const [index, step] of steps.slice(1).entries())
      expect(Math.min(...step)).toBeGreaterThan(Math.max(...steps[index]!));
  });
});

describe('health', () => {
  /** The status of a path inside a container of the API, and what it says. */
  async function asked(path: string): Promise<readonly [status: number, body: Record<string, string>]> {
    const program = `
import http.client
connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=10)
connection.request("GET", "${path}")
answer = connection.getresponse()
print(answer.status, answer.read().decode())
`;
    const [status, ...body] = (await python(stack, 'backend', program)).split(' ');
    return [Number(status), JSON.parse(body.join(' ')) as Record<string, string>];
  }

  it('is ready, and alive', async () => {
    expect(await asked('/health')).toEqual([200, { status: 'ready', version: '0.1.0', database: 'ok', cache: 'ok' }]);
    expect(await asked('/health/live')).toEqual([200, { status: 'alive', version: '0.1.0' }]);
  });

  it.each([
    ['postgres', 'database'],
    ['redis', 'cache'],
  ])('is not ready while %s is down, but alive, and recovers by itself', async (id, part) => {
    const before = await service('backend');
    await stack.project.compose('production', ['stop', id]);
    const [status, body] = await asked('/health');
    expect([status, body.status, body[part]]).toEqual([503, 'not ready', 'failed']);
    expect((await asked('/health/live'))[0]).toBe(200);
    await stack.project.compose('production', ['start', id]);
    await eventually(
      30,
      () => asked('/health'),
      ([now]) => now === 200,
    );
    const { pid, started } = await service('backend');
    expect({ pid, started }).toEqual({ pid: before.pid, started: before.started });
  });
});
