// Development: what changes in the source is served, and what containers write there belongs to its owner.
import { chownSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockFiles, makeLock } from '../../src/cli/lock.js';
import { loadOptions } from '../../src/index.js';
import { initializeDebugger } from './support/debugger.js';
import { ask, askJson } from './support/http.js';
import { eventually, run } from './support/shell.js';
import { logLines, prepareStack, startStack, type RunningStack } from './support/stack.js';
import { watch, type Watch } from './support/watch.js';

const NAME = 'e2e-reload';
const BACKEND = `${NAME}-backend`;
const FRONTEND = `${NAME}-frontend`;
// Nobody on this machine. Only root can give files away; others own the tree already.
const OWNER = process.getuid!() === 0 ? 1234 : process.getuid!();

let stack: RunningStack;

const everyPath = (dir: string): readonly string[] => [
  dir,
  ...readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((path) => join(dir, path)),
];

beforeAll(async () => {
  stack = await prepareStack('development', { name: NAME });
  if (process.getuid!() === 0) for (const path of everyPath(stack.project.dir)) chownSync(path, OWNER, OWNER);
  await startStack(stack);
});

afterAll(() => stack.project.remove());

const watched = ['backend', 'celery-worker', 'celery-beat'];
const api = (): string => `http://127.0.0.1:${stack.apiPort}`;
const inService = (service: string, ...command: readonly string[]) =>
  stack.project.attemptCompose('development', ['exec', '-T', service, ...command]);

// Seconds are figures of a quiet machine: `npm run e2e:long` holds them, and everywhere it is seen to happen.
const LIMIT = process.env.E2E_LONG ? 1 : 8;

/** Changes a text of a file, and waits until it is served. */
async function served(
  file: string,
  from: string,
  to: string,
  seconds: number,
  read: () => Promise<string>,
): Promise<void> {
  expect(await read()).toContain(from);
  expect(stack.project.read(file)).toContain(from);
  stack.project.edit(file, (text) => text.replace(from, to));
  const start = performance.now();
  await eventually(LIMIT * seconds, read, (answer) => answer.includes(to));
  expect(performance.now() - start).toBeLessThan(LIMIT * seconds * 1000);
}

const live = async (): Promise<string> => JSON.stringify(await askJson(api(), '/health/live'));
const component = async (): Promise<string> => (await ask(stack.origin, '/src/App.tsx')).body.toString();
const pythonIsServed = (from: string, to: string) => served(`${BACKEND}/src/api/v1/health.py`, from, to, 3, live);
const reactIsServed = (from: string, to: string) => served(`${FRONTEND}/src/App.tsx`, from, to, 2, component);

describe('development', () => {
  it("the starter's own tests pass in its container", async () => {
    const { code, stdout } = await inService('backend', 'pytest', '-q');
    expect(stdout).toMatch(/\d+ passed/);
    expect(stdout).not.toMatch(/warning/i);
    expect(code).toBe(0);
  });

  it('files that containers write into the source belong to its owner', async () => {
    await run(
      ['docker', 'compose', 'run', '--rm', 'migrate', 'alembic', 'revision', '--autogenerate', '-m', 'nothing new'],
      { cwd: stack.project.dir },
    );
    const versions = join(stack.project.dir, BACKEND, 'alembic/versions');
    const made = readdirSync(versions).filter((file) => file.endsWith('_nothing_new.py'));
    expect(made).toHaveLength(1);
    expect(statSync(join(versions, made[0]!)).uid).toBe(OWNER);
    const strangers = everyPath(stack.project.dir).filter((path) => lstatSync(path).uid !== OWNER);
    expect(strangers).toEqual([]);
    expect(everyPath(stack.project.dir).filter((path) => /__pycache__|node_modules/.test(path))).toEqual([]);
  });

  it('a changed line of Python is served within 3 s', () => pythonIsServed('alive', 'first-change'));

  it('a changed component of React is served within 2 s', () =>
    reactIsServed('The front end is up.', 'The first change is up.'));

  it('a changed task is what the worker runs', async () => {
    stack.project.edit(`${BACKEND}/src/tasks/ping.py`, (text) => text.replace('"pong"', '"pong, but changed"'));
    const ping = async () => {
      await ask(stack.origin, '/api/v1/tasks/ping', { method: 'POST' });
      return logLines(stack, 'celery-worker');
    };
    await eventually(15, ping, (lines) => lines.some((line) => line.includes("'pong, but changed'")));
  });

  it('--profile debug brings a debugger that answers, beside an API that serves', async () => {
    await stack.project.compose('development', ['--profile', 'debug', 'up', '--detach', '--wait', 'backend-debug']);
    const answer = await eventually(
      20,
      () => initializeDebugger(stack.debugPort),
      ({ success }) => success !== undefined,
    );
    expect(answer).toMatchObject({
      type: 'response',
      command: 'initialize',
      success: true,
      body: { supportsConfigurationDoneRequest: true },
    });
    const page = await eventually(
      10,
      () => ask(`http://127.0.0.1:${stack.debuggedPort}`, '/health'),
      ({ status }) => status === 200,
    );
    expect(JSON.parse(page.body.toString())).toMatchObject({ status: 'ready' });
  });
});

/** Adds a package to both lock files, by the tools and in the order in which a person would. */
async function addDependencies(): Promise<void> {
  const npm = ['npm', 'install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund', 'clsx@2'];
  await run(npm, { cwd: join(stack.project.dir, FRONTEND) });
  stack.project.edit(`${BACKEND}/pyproject.toml`, (text) =>
    text.replace('dependencies = [\n', 'dependencies = [\n    "itsdangerous>=2",\n'),
  );
  const [uvLock] = lockFiles(loadOptions({ name: NAME }).stack!);
  expect(await makeLock(uvLock!, stack.project.dir)).toMatchObject({ ok: true });
}

describe('docker compose watch', () => {
  let watching: Watch;

  beforeAll(async () => {
    watching = await watch(stack.project);
  });

  afterAll(() => watching.stop());

  it('a changed line of Python is served within 3 s', () => pythonIsServed('first-change', 'second-change'));

  it('a changed component of React is served within 2 s', () =>
    reactIsServed('The first change is up.', 'The second change is up.'));

  it('a changed index.html is served, which is in the image', async () => {
    const page = async (): Promise<string> => (await ask(stack.origin, '/')).body.toString();
    await served(`${FRONTEND}/index.html`, '<title>', '<title>Changed: ', 5, page);
  });

  it('changed dependencies are built into the images, and all that runs of them starts again', async () => {
    await addDependencies();
    const commands = [
      ['frontend', 'node', '-e', 'import("clsx")'],
      ...watched.map((service) => [service, 'python', '-c', 'import itsdangerous']),
    ] as [string, ...string[]][];
    for (const command of commands)
      await eventually(
        90,
        () => inService(...command),
        ({ code }) => code === 0,
      );
    await eventually(30, live, (answer) => answer.includes('second-change'));
    expect(await component()).toContain('The second change is up.');
  });
});
