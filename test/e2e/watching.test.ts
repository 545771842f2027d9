// What it costs to watch over production: processor time that all health checks take in the containers.
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lifetimes, quiet, type Lifetime } from './support/lifetimes.js';
import { run } from './support/shell.js';
import { prepareStack, startStack, type RunningStack } from './support/stack.js';

const PROBES = 12;
const NANO = 1e9;

let stack: RunningStack;

beforeAll(async () => {
  stack = await prepareStack('production', { name: 'e2e-watching' });
  await startStack(stack);
});

afterAll(() => stack.project.remove());

interface Check {
  readonly Test: readonly string[];
  /** Nanoseconds. */
  readonly Interval: number;
}

async function checkOf(id: string): Promise<Check | undefined> {
  const [check] = JSON.parse(await run(['docker', 'inspect', '--format', '[{{json .Config.Healthcheck}}]', id])) as [
    Check | null,
  ];
  return check && check.Test[0] !== 'NONE' ? check : undefined;
}

/** Seconds of processor time of a container since its start, as its control group counts them. */
function used(id: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { socketPath: '/var/run/docker.sock', path: `/containers/${id}/stats?stream=false&one-shot=true` },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const { cpu_stats } = JSON.parse(Buffer.concat(chunks).toString()) as {
            cpu_stats: { cpu_usage: { total_usage: number } };
          };
          resolve(cpu_stats.cpu_usage.total_usage / NANO);
        });
      },
    );
    asked.on('error', reject).end();
  });
}

async function usedByAll(all: readonly Lifetime[]): Promise<number> {
  const each = await Promise.all(all.map(({ id }) => used(id)));
  return each.reduce((sum, seconds) => sum + seconds, 0);
}

/** Seconds of processor time a second that the whole stack takes while `work` goes on. */
async function during(
  all: readonly Lifetime[],
  work: () => Promise<unknown>,
): Promise<readonly [seconds: number, used: number]> {
  const [start, before] = [performance.now(), await usedByAll(all)];
  await work();
  return [(performance.now() - start) / 1000, (await usedByAll(all)) - before];
}

// A figure of a quiet machine: `npm run e2e:long` takes it.
it.runIf(process.env.E2E_LONG)('all health checks together take 0.3 s of processor time a minute at most', async () => {
  const state = await quiet();
  const all = (await lifetimes(stack)).filter(({ pid }) => pid !== 0);
  // What the stack does anyway, its own health checks among it, which would be counted twice otherwise.
  const [idleSeconds, idle] = await during(all, () => pause(12_000));
  const costs: Record<string, number> = {};
  for (const { id, service } of all) {
    const check = await checkOf(id);
    if (!check) continue;
    const [kind, ...words] = check.Test;
    const command = kind === 'CMD-SHELL' ? ['/bin/sh', '-c', ...words] : words;
    // In the container of the check and in all that answer it: the API asks PostgreSQL and Redis.
    const [seconds, taken] = await during(all, async () => {
      for (let count = 0; count < PROBES; count++) await run(['docker', 'exec', id, ...command]);
    });
    const one = (taken - (idle / idleSeconds) * seconds) / PROBES;
    costs[service] = (costs[service] ?? 0) + (one * 60 * NANO) / check.Interval;
  }
  const sum = Object.values(costs).reduce((total, cost) => total + cost, 0);
  const table = Object.entries(costs).map(([service, cost]) => `${service} ${cost.toFixed(3)}`);
  console.log(
    `watching: ${sum.toFixed(3)} CPU-s a minute (${table.join(', ')}); idle ${((idle / idleSeconds) * 60).toFixed(2)}; ${state}`,
  );
  expect(Object.keys(costs).sort()).toEqual([
    'backend',
    'celery-beat',
    'celery-worker',
    'frontend',
    'postgres',
    'redis',
  ]);
  expect(sum, table.join(', ')).toBeLessThanOrEqual(0.3);
});

describe('a check', () => {
  it('costs Celery no question to its worker', async () => {
    for (const { id, service } of await lifetimes(stack, 'celery-worker', 'celery-beat')) {
      expect((await checkOf(id))!.Test.join(' '), service).not.toContain('celery inspect');
    }
  });
});
