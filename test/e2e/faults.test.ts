// What a running production stack survives: killed containers, restarts under load, full memory.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kill, python, redisCli, sql } from './support/data.js';
import { ask } from './support/http.js';
import { lifetimes, type Lifetime } from './support/lifetimes.js';
import { startLoad } from './support/load.js';
import { eventually } from './support/shell.js';
import { containerOf, inside, logLines, prepareStack, startStack, type RunningStack } from './support/stack.js';
import { addTrial } from './support/trial.js';
import { troubles } from './support/troubles.js';

let stack: RunningStack;

beforeAll(async () => {
  stack = await prepareStack('production', { name: 'e2e-faults' });
  addTrial(stack.project);
  // Celery looks every 100 s for what a worker took and never finished, and gives it back after 20 minutes: every 10 s
  // and after 5 s here.
  const soon = '5,\n        "unacked_restore_throttle": 1';
  stack.project.edit('e2e-faults-backend/src/tasks/__init__.py', (text) => text.replace('4 * TIME_LIMIT', soon));
  await startStack(stack);
});

afterAll(() => stack.project.remove());

const api = (path: string): string => `/api/v1${path}`;

const recovered = (seconds: number): Promise<unknown> =>
  eventually(
    seconds,
    () => troubles(stack),
    (found) => found.length === 0,
  );
const first = async (service: string): Promise<Lifetime> => (await lifetimes(stack, service))[0]!;

/** How often the worker began and ended a task, by its key. */
async function runs(
  key: string,
): Promise<{ readonly begun: number; readonly ended: number; readonly pids: readonly number[] }> {
  const lines = (await logLines(stack, 'celery-worker'))
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { message: string; pid?: number });
  const count = (message: string): number =>
    lines.filter((line) => line.message === message || line.message.startsWith(`${message} `)).length;
  return {
    begun: count(`begin ${key}`),
    ended: count(`end ${key}`),
    pids: lines.flatMap(({ message, pid }) => (message === `begin ${key}` && pid ? [pid] : [])),
  };
}

const start = async (path: string): Promise<number> =>
  (await ask(stack.origin, api(`/trial/${path}`), { method: 'POST' })).status;

describe('a killed container', () => {
  it.each(['frontend', 'backend', 'celery-worker', 'celery-beat', 'redis', 'postgres'])(
    '%s comes back under load, and all is healthy within 30 s',
    async (service) => {
      const load = startLoad(`${stack.origin}${api('/notes')}`, { connections: 2, rate: 20, seconds: 60 });
      const before = await first(service);
      await kill(before.pid);
      await eventually(
        30,
        () => first(service),
        ({ pid, restarts }) => pid !== 0 && restarts === before.restarts + 1,
      );
      await recovered(30 - (Date.now() - (await first(service)).finished) / 1000);
      expect((await load.stop()).served).toBeGreaterThan(10);
    },
  );
});

describe('restarts under load', () => {
  interface Accepted {
    readonly notes: string[];
    readonly tasks: string[];
  }

  /** Writes notes and starts tasks until told to stop, and remembers what was accepted. */
  async function write(name: string, accepted: Accepted, goOn: () => boolean): Promise<void> {
    for (let count = 0; goOn(); count++) {
      const text = `${name}-${count}`;
      const note = await ask(stack.origin, api('/notes'), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text }),
      }).catch(() => undefined);
      if (note?.status === 201) accepted.notes.push(text);
      const task = await ask(stack.origin, api(`/trial/record/${text}?seconds=0.1`), { method: 'POST' }).catch(
        () => undefined,
      );
      if (task?.status === 202) accepted.tasks.push(text);
      await pause(25);
    }
  }

  it.each([
    ['postgres', 'restart'],
    ['redis', 'restart'],
    ['redis', 'kill'],
  ])('of %s (%s) lose no committed row and no accepted task', async (service, how) => {
    const accepted: Accepted = { notes: [], tasks: [] };
    let writing = true;
    const writers = [1, 2, 3].map((number) => write(`${service}-${how}-${number}`, accepted, () => writing));
    const enough = (more: number) =>
      eventually(
        30,
        () => Promise.resolve(accepted),
        (all) => all.notes.length > more && all.tasks.length > more,
      );
    await enough(20);
    // There must be something to lose: tasks that wait.
    await eventually(
      30,
      () => redisCli(stack, 'LLEN', 'celery'),
      (length) => Number(length) > 5,
    );
    if (how === 'kill') await kill((await first(service)).pid);
    else await stack.project.compose('production', ['restart', service]);
    await enough(accepted.tasks.length + 20);
    writing = false;
    await Promise.all(writers);
    const rows = new Set((await sql(stack, 'SELECT text FROM notes')).split('\n'));
    expect(accepted.notes.filter((text) => !rows.has(text))).toEqual([]);
    const missing = async (): Promise<readonly string[]> => {
      const log = new Set(
        (await logLines(stack, 'celery-worker')).map((line) => /"message": "end ([^"]+)"/.exec(line)?.[1]),
      );
      return accepted.tasks.filter((key) => !log.has(key));
    };
    await eventually(60, missing, (keys) => keys.length === 0);
  });
});

describe('a full Redis', () => {
  const FILL = `
from redis import OutOfMemoryError, Redis
from src.settings import settings
for size in 1 << 20, 1 << 10:
    # Each with a connection of its own, whose buffers grow with the size and count too.
    with Redis.from_url(settings.celery_url) as redis:
        try:
            for number in range(100_000):
                redis.set(f"fill-{size}-{number}", b"x" * size)
        except OutOfMemoryError as error:
            print(number, error)
`;
  const EMPTY = "for _, key in ipairs(redis.call('KEYS', 'fill-*')) do redis.call('DEL', key) end";

  beforeAll(() => stack.project.compose('production', ['stop', 'celery-worker']));
  afterAll(async () => {
    await redisCli(stack, 'EVAL', EMPTY, '0');
    await stack.project.compose('production', ['up', '--detach', '--wait', '--no-recreate', 'celery-worker']);
  });

  it('refuses writes, drops what expires, and keeps every queued task', async () => {
    const { id, restarts } = await first('redis');
    await redisCli(stack, 'SET', 'cached', 'value', 'EX', '3600');
    let accepted = 0;
    const queue = async (): Promise<number> => {
      const status = await start(`record/queued-${accepted}`);
      if (status === 202) accepted++;
      return status;
    };
    while (accepted < 50) expect(await queue()).toBe(202);
    expect(await python(stack, 'backend', FILL)).toMatch(
      /^1[0-2]\d command not allowed when used memory > 'maxmemory'/,
    );
    // What the fill's own connection took is free again: some more tasks find room there.
    let status = 202;
    while (status === 202 && accepted < 1000) status = await queue();
    expect(status).toBe(500);
    expect(await redisCli(stack, 'EXISTS', 'cached')).toBe('0');
    expect(await redisCli(stack, 'LLEN', 'celery')).toBe(String(accepted));
    expect(await first('redis')).toMatchObject({ id, restarts, health: 'healthy' });
    await redisCli(stack, 'EVAL', EMPTY, '0');
    await stack.project.compose('production', ['start', 'celery-worker']);
    const ended = async (): Promise<number> =>
      (await logLines(stack, 'celery-worker')).filter((line) => line.includes('"end queued-')).length;
    await eventually(60, ended, (count) => count === accepted);
  });
});

describe('a worker', () => {
  // The moment at which a lost connection would cost a task, made to last: Redis gives tasks out and lets nobody note it.
  it('that cannot note what it took puts it back, and does it once', async () => {
    await redisCli(stack, 'ACL', 'SETUSER', 'default', '-hset');
    expect(await start('record/not-noted')).toBe(202);
    const putBack = async (): Promise<number> =>
      (await logLines(stack, 'celery-worker')).filter((line) => line.includes('"Put back a task"')).length;
    await eventually(30, putBack, (count) => count > 0);
    await redisCli(stack, 'ACL', 'SETUSER', 'default', '+hset');
    const { begun } = await eventually(
      30,
      () => runs('not-noted'),
      ({ ended }) => ended > 0,
    );
    expect(begun).toBe(1);
    await recovered(30);
  });

  it('whose process is killed at a task does it once more', async () => {
    expect(await start('record/process-killed?seconds=4')).toBe(202);
    const { pids } = await eventually(
      20,
      () => runs('process-killed'),
      ({ begun }) => begun === 1,
    );
    await inside(await containerOf(stack, 'celery-worker'), `kill -9 ${pids[0]}`);
    const { begun } = await eventually(
      30,
      () => runs('process-killed'),
      ({ ended }) => ended === 1,
    );
    expect(begun).toBe(2);
  });

  it('whose container is killed at a task does it once more', async () => {
    expect(await start('record/container-killed?seconds=4')).toBe(202);
    await eventually(
      20,
      () => runs('container-killed'),
      ({ begun }) => begun === 1,
    );
    await kill((await first('celery-worker')).pid);
    const { begun } = await eventually(
      60,
      () => runs('container-killed'),
      ({ ended }) => ended === 1,
    );
    expect(begun).toBe(2);
  });

  it('that runs out of memory leaves the API serving, and gives the task up after three more tries', async () => {
    const load = startLoad(`${stack.origin}${api('/notes')}`, { connections: 2, rate: 20, seconds: 300 });
    expect(await start('devour/hungry')).toBe(202);
    const { ended } = await eventually(
      90,
      () => runs('hungry'),
      ({ begun }) => begun === 4,
    );
    expect(ended).toBe(0);
    await eventually(
      60,
      async () =>
        (await logLines(stack, 'celery-worker')).filter(
          (line) => line.includes('src.tasks.trial.devour') && line.includes('WorkerLostError'),
        ),
      (lines) => lines.length >= 1,
    );
    await recovered(30);
    const { served, failed, failures } = await load.stop();
    expect({ failed, failures: failed === 0 ? '' : failures }).toEqual({ failed: 0, failures: '' });
    expect(served).toBeGreaterThan(50);
    expect((await runs('hungry')).begun).toBe(4);
  });
});
