// What is wrong with the surroundings is said in one clear message, and nothing serves half-started.
import { createServer, type Server } from 'node:net';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lifetimes } from './support/lifetimes.js';
import { attempt, type Ran } from './support/shell.js';
import { logLines, prepareStack, type RunningStack } from './support/stack.js';

let stack: RunningStack;
let env: string;

beforeAll(async () => {
  stack = await prepareStack('production', { name: 'e2e-messages' });
  env = stack.project.read('.env');
  await stack.project.compose('production', ['build'], { timeout: 600 });
});

afterAll(() => stack.project.remove());

const down = (): Promise<string> => stack.project.compose('production', ['down', '--volumes', '--timeout', '5']);
const up = (): Promise<Ran> =>
  stack.project.attemptCompose('production', ['up', '--detach', '--wait', '--wait-timeout', '180']);
const set = (name: string, value: string): void =>
  stack.project.edit('.env', (text) => text.replace(new RegExp(`^${name}=.*$`, 'm'), `${name}=${value}`));
/** Services of which a container runs. */
const running = async (): Promise<readonly string[]> =>
  (await lifetimes(stack)).filter(({ pid }) => pid !== 0).map(({ service }) => service);
const meaning = (ran: Ran): readonly string[] =>
  (ran.stdout + ran.stderr).split('\n').filter((line) => !/^\s*(Container|Network|Volume) |^$/.test(line));

beforeEach(() => stack.project.write('.env', env));
afterEach(async () => {
  stack.project.write('.env', env);
  await down();
});

describe('before anything is made', () => {
  it('an absent variable is named, with the way out', async () => {
    stack.project.edit('.env', (text) => text.replace(/^SECRET_KEY=.*\n/m, ''));
    const ran = await up();
    expect(ran.code).not.toBe(0);
    expect(meaning(ran)).toEqual([
      expect.stringMatching(/required variable SECRET_KEY is missing a value: run init-env\.sh production$/),
    ]);
    // Compose does not even list containers without it.
    stack.project.write('.env', env);
    expect(await lifetimes(stack)).toEqual([]);
  });

  it('a placeholder is refused by scripts/init-env.sh, by name', async () => {
    set('SECRET_KEY', 'change-me-change-me-change-me-change-me');
    const ran = await stack.project.script('init-env.sh', ['production']);
    expect(ran.code).toBe(3);
    expect(ran.stdout).toContain('  SECRET_KEY still holds a placeholder\n');
    expect(ran.stderr).toBe('init-env: not ready for production: edit .env, then run this again\n');
  });

  it('a file that is mounted and absent is named', async () => {
    const file = join(stack.project.dir, 'scripts/init-db.sql');
    renameSync(file, `${file}.away`);
    const ran = await up();
    renameSync(`${file}.away`, file);
    expect(ran.code).not.toBe(0);
    expect(meaning(ran)).toEqual([expect.stringMatching(/bind source path does not exist: .*scripts\/init-db\.sql/)]);
    expect(await running()).toEqual([]);
  });
});

describe('before the application starts', () => {
  it('a placeholder that reached production is refused by the migrations, by name', async () => {
    set('SECRET_KEY', 'change-me-change-me-change-me-change-me');
    const ran = await up();
    expect(ran.code).not.toBe(0);
    expect(meaning(ran)).toEqual([expect.stringContaining(`service "migrate" didn't complete successfully: exit 3`)]);
    expect(await logLines(stack, 'migrate')).toEqual([
      'The environment is not valid:',
      '  SECRET_KEY: is missing or a placeholder',
    ]);
    expect(await running()).toEqual(['postgres', 'redis']);
  });

  it('a wrong password of the database is said in one line', async () => {
    await stack.project.compose('production', ['up', '--detach', '--wait', 'postgres']);
    set('POSTGRES_PASSWORD', 'wrong-0123456789abcdef');
    const ran = await up();
    expect(ran.code).not.toBe(0);
    expect(meaning(ran)).toEqual([expect.stringContaining(`service "migrate" didn't complete successfully: exit 1`)]);
    expect(await logLines(stack, 'migrate')).toEqual([
      'The database is not reached: password authentication failed for user "e2e_messages"',
    ]);
    expect(await running()).toEqual(['postgres', 'redis']);
  });
});

describe('a busy port', () => {
  let taken: Server;
  beforeEach(
    () =>
      new Promise<void>(
        (resolve) => (taken = createServer().listen(Number(new URL(stack.origin).port), '0.0.0.0', resolve)),
      ),
  );
  afterEach(() => new Promise<void>((resolve) => void taken.close(() => resolve())));

  it('is named, nothing is reached from outside, and a second up is all it needs once it is free', async () => {
    const { port } = new URL(stack.origin);
    const ran = await up();
    expect(ran.code).not.toBe(0);
    expect(meaning(ran)).toEqual([expect.stringMatching(new RegExp(`:${port}\\b.*address already in use`))]);
    expect(await running()).not.toContain('frontend');
    await new Promise<void>((resolve) => void taken.close(() => resolve()));
    expect((await up()).code).toBe(0);
    expect((await attempt(['curl', '-fsS', '-o', '/dev/null', `${stack.origin}/api/v1/status`])).code).toBe(0);
    await new Promise<void>((resolve) => (taken = createServer().listen(0, resolve)));
  });
});
