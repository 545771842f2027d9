// What hangs instead of ending, which no restart policy of Docker acts on: scripts/restart-unhealthy.sh.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lifetimes, type Lifetime } from './support/lifetimes.js';
import { eventually } from './support/shell.js';
import { containerOf, inside, prepareStack, startStack, type RunningStack } from './support/stack.js';
import { troubles } from './support/troubles.js';

let stack: RunningStack;

beforeAll(async () => {
  stack = await prepareStack('production', { name: 'e2e-unhealthy' });
  // Asked every second, so that a test need not wait for minutes.
  stack.project.edit('docker-compose.prod.yml', (text) =>
    text.replaceAll(/^( +interval): \d+s$/gm, '$1: 1s').replaceAll(/^( +timeout): \d+s$/gm, '$1: 5s'),
  );
  await startStack(stack);
});

afterAll(() => stack.project.remove());

const first = async (service: string): Promise<Lifetime> => (await lifetimes(stack, service))[0]!;

/** Stops or continues all of a container but its init process: its ports stay open, and nothing answers. */
async function signal(service: string, name: 'STOP' | 'CONT'): Promise<void> {
  await inside(await containerOf(stack, service), `kill -s ${name} -- -1`);
}

const turns = (service: string, wanted: string): Promise<Lifetime> =>
  eventually(
    60,
    () => first(service),
    ({ health }) => health === wanted,
  );

const allIsWell = (): Promise<unknown> =>
  eventually(
    60,
    () => troubles(stack),
    (found) => found.length === 0,
  );

const restart = () => stack.project.script('restart-unhealthy.sh');

describe('scripts/restart-unhealthy.sh', () => {
  it('is silent and touches nothing when all is well', async () => {
    const before = await lifetimes(stack);
    expect(await restart()).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await lifetimes(stack)).toEqual(before);
  });

  it.each(['backend', 'redis'])('restarts %s when it hangs, and nothing beside it', async (service) => {
    const [hung, ...others] = await lifetimes(stack, service);
    await signal(service, 'STOP');
    await turns(service, 'unhealthy');
    // Docker by itself leaves it as it is.
    expect(await first(service)).toMatchObject({ id: hung!.id, started: hung!.started, restarts: 0 });
    const { code, stdout } = await restart();
    expect(stdout).toMatch(
      new RegExp(`^\\S+Z restart-unhealthy: ${service} is unhealthy, restarting ${hung!.id.slice(0, 12)}$`, 'm'),
    );
    expect(code).toBe(0);
    const { id, started } = await turns(service, 'healthy');
    expect(id).toBe(hung!.id);
    expect(started).toBeGreaterThan(hung!.started);
    expect((await lifetimes(stack, service)).slice(1)).toMatchObject(
      others.map(({ id, started }) => ({ id, started })),
    );
    await allIsWell();
  });

  it('reports PostgreSQL and leaves it alone, and what is unhealthy because of it', async () => {
    const before = await lifetimes(stack);
    await signal('postgres', 'STOP');
    await turns('postgres', 'unhealthy');
    await turns('backend', 'unhealthy');
    const { code, stdout } = await restart();
    expect(stdout).toMatch(/^\S+Z restart-unhealthy: postgres is unhealthy, and is left alone: .*\n$/);
    expect(code).toBe(1);
    const same = before.map(({ id, started }) => ({ id, started }));
    expect(await lifetimes(stack)).toMatchObject(same);
    await signal('postgres', 'CONT');
    await allIsWell();
    expect(await lifetimes(stack)).toMatchObject(same);
  });
});
