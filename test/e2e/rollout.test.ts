// Scaling and replacing the API under constant load.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lifetimes, unwell, type Lifetime } from './support/lifetimes.js';
import { startLoad, type Load } from './support/load.js';
import { eventually, type Ran } from './support/shell.js';
import { containerOf, inside, logLines, prepareStack, startStack, type RunningStack } from './support/stack.js';

const MAIN = 'e2e-rollout-backend/src/main.py';
const VERSION = 'e2e-rollout-backend/src/__init__.py';

let stack: RunningStack;

beforeAll(async () => {
  stack = await prepareStack('production', { name: 'e2e-rollout' });
  await startStack(stack);
});

afterAll(() => stack.project.remove());

const api = (): Promise<readonly Lifetime[]> => lifetimes(stack, 'backend');
const ids = (all: readonly Lifetime[]): readonly string[] => all.map(({ id }) => id);
const load = (): Load => startLoad(`${stack.origin}/api/v1/status`, { rate: 80, seconds: 1200 });
const rollout = (...args: readonly string[]): Promise<Ran> =>
  stack.project.script('rollout.sh', args, { timeout: 240 });

async function version(): Promise<string> {
  return inside(
    await containerOf(stack, 'backend'),
    'python -c "from src import __version__; print(__version__, end=str())"',
  );
}

/** Answers of each container of the API to one path, by their logs. */
async function answered(path: string): Promise<readonly number[]> {
  const logs = await Promise.all(
    (await api()).map(({ name }) =>
      stack.project.compose('production', [
        'logs',
        '--no-color',
        '--no-log-prefix',
        '--index',
        name.split('-').at(-1)!,
        'backend',
      ]),
    ),
  );
  return logs.map((text) => text.split('\n').filter((line) => line.includes(`GET ${path} 200`)).length);
}

describe('--scale backend=3', () => {
  it('is balanced evenly, without a restart of nginx', async () => {
    const [nginx] = await lifetimes(stack, 'frontend');
    await stack.project.compose('production', ['up', '--detach', '--wait', '--no-recreate', '--scale', 'backend=3']);
    expect(await api()).toHaveLength(3);
    // nginx asks for the addresses every few seconds; until then the third one gets nothing.
    await eventually(
      15,
      async () => {
        await startLoad(`${stack.origin}/api/v1/notes`, { connections: 3, rate: 30, seconds: 1 }).done();
        return answered('/api/v1/notes');
      },
      (counts) => counts.every((count) => count > 0),
    );
    const { served, failed } = await startLoad(`${stack.origin}/api/v1/status`, {
      connections: 6,
      rate: 100,
      seconds: 6,
    }).done();
    expect(failed).toBe(0);
    const counts = await answered('/api/v1/status');
    for (const count of counts) expect(count / served, counts.join(', ')).toBeCloseTo(1 / 3, 1);
    expect(await lifetimes(stack, 'frontend')).toEqual([nginx]);
    await stack.project.compose('production', ['up', '--detach', '--wait', '--no-recreate', '--scale', 'backend=2']);
  });
});

describe('scripts/rollout.sh', () => {
  let running: Load;
  let asked = 0;

  beforeAll(() => {
    running = load();
  });

  it('replaces the API and Celery by the new version', async () => {
    const before = await lifetimes(stack);
    stack.project.edit(VERSION, (text) => text.replace('0.1.0', '0.2.0'));
    const { code, stdout, stderr } = await rollout('0.2.0', '--build');
    expect(code, stdout + stderr).toBe(0);
    const after = await lifetimes(stack);
    const replaced = after.filter(({ id }) => !ids(before).includes(id)).map(({ service }) => service);
    expect([...replaced].sort()).toEqual(['backend', 'backend', 'celery-beat', 'celery-worker', 'migrate']);
    expect(unwell(after)).toEqual([]);
    expect(stdout).toContain('The front end is still the one from before');
    expect(stdout).toContain('docker compose -f docker-compose.prod.yml up -d --no-deps frontend');
    expect(await version()).toBe('0.2.0');
    expect(stack.project.read('.env')).toMatch(/^IMAGE_TAG='0\.2\.0'$/m);
  });

  it.each([
    [
      'never gets ready',
      'from src import checks\n\n\nasync def never() -> None:\n    raise ConnectionError\n\n\nchecks.CHECKS["never"] = never',
      12,
      /not healthy within 12 s; the new containers are removed, the old ones serve as before/,
    ],
    [
      'does not start',
      'raise RuntimeError("broken")',
      120,
      /a new container is not healthy; all new ones are removed, the old ones serve as before/,
    ],
  ])('rolls back by itself when the new version %s', async (_, broken, timeout, message) => {
    const before = await api();
    const good = stack.project.read(MAIN);
    stack.project.edit(MAIN, (text) => text.replace('app = FastAPI(', `${broken}\n\napp = FastAPI(`));
    const { code, stderr } = await rollout('0.3.0', '--build', '--timeout', String(timeout));
    stack.project.write(MAIN, good);
    expect(code, stderr).toBe(1);
    expect(stderr).toMatch(message);
    expect(await api()).toEqual(before);
    expect(await version()).toBe('0.2.0');
    expect(stack.project.read('.env')).toMatch(/^IMAGE_TAG='0\.2\.0'$/m);
  });

  it('fails none of 2,000 requests and more while it does all that', async () => {
    const { served, failed, failures } = await running.stop();
    asked = served + failed;
    expect((await logLines(stack, 'frontend')).filter((line) => /"status":"5/.test(line))).toEqual([]);
    expect(failures).toBe('0 broken, 0 timed out, 0 other answers');
    expect(asked).toBeGreaterThanOrEqual(2000);
    console.log(`rollout: ${served} requests served, ${failures}`);
  });

  it('replaces the front end as well where it is told to, and then has nothing to say of it', async () => {
    const [before] = await lifetimes(stack, 'frontend');
    const { code, stdout, stderr } = await rollout('--frontend');
    expect(code, stdout + stderr).toBe(0);
    const [after] = await lifetimes(stack, 'frontend');
    expect(after!.id).not.toBe(before!.id);
    expect((await containerOf(stack, 'frontend')).inspected.Config.Image).toBe('e2e-rollout-frontend:0.2.0');
    expect(stdout).not.toContain('from before');
    const again = await rollout();
    expect([again.code, again.stdout]).toEqual([0, expect.not.stringContaining('from before') as string]);
  });

  it('is one at a time', async () => {
    const lock = join(stack.project.dir, '.rollout.lock');
    mkdirSync(lock);
    stack.project.write('.rollout.lock/pid', `${process.pid}\n`);
    const { code, stderr } = await rollout();
    expect([code, stderr]).toEqual([4, `rollout: another rollout is running; if there is none, delete ${lock}\n`]);
  });
});
