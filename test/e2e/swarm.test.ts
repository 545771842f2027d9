// One stack on Docker Swarm: deployed, scaled, updated under load and rolled back. With E2E_LONG=1 Celery is among it, and
// what takes minutes because Swarm replaces or gives up something once more.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askJson } from './support/http.js';
import { startLoad, type Load } from './support/load.js';
import { attempt, eventually, run, type Ran } from './support/shell.js';
import { prepareStack, type RunningStack } from './support/stack.js';
import { inspectService, leaveSwarm, replicas, startSwarm, tasks } from './support/swarm.js';

const LONG = process.env.E2E_LONG === '1';
const NAME = 'e2e-swarm';
const MAIN = `${NAME}-backend/src/main.py`;
const VERSION = `${NAME}-backend/src/__init__.py`;
const CELERY = LONG ? ['celery-beat', 'celery-worker'] : [];
const STAYING = ['backend', ...CELERY, 'frontend', 'postgres', 'redis'];

let stack: RunningStack;

beforeAll(async () => {
  await startSwarm();
  stack = await prepareStack('production', {
    name: NAME,
    target: 'swarm',
    services: LONG ? {} : { 'celery-beat': false, 'celery-worker': false },
  });
});

afterAll(async () => {
  await leaveSwarm(stack);
  await stack.project.remove();
});

async function deploy(...args: readonly string[]): Promise<Ran> {
  const ran = await stack.project.script('deploy-swarm.sh', args, { timeout: 500 });
  // Its own lines, each with the time: they say where the minutes go.
  console.log(`deploy-swarm.sh ${args.join(' ')}\n${ran.stdout.match(/^[\d:]{8} .*$/gm)?.join('\n')}`);
  return ran;
}

async function version(): Promise<readonly string[]> {
  const ids = await tasks(stack, 'backend');
  const print = 'from src import __version__; print(__version__, end=str())';
  return Promise.all(
    ids.map((id) => run(['docker', 'exec', id, 'sh', '/usr/local/bin/with-secrets', 'python', '-c', print])),
  );
}

const image = (service: string): Promise<string> =>
  inspectService(stack, service, '.Spec.TaskTemplate.ContainerSpec.Image');

async function pingIsDone(): Promise<boolean> {
  const { id } = await askJson<{ id: string }>(stack.origin, '/api/v1/tasks/ping', { method: 'POST' });
  const read = (): Promise<{ state: string }> => askJson(stack.origin, `/api/v1/tasks/${id}`);
  return (await eventually(15, read, ({ state }) => state === 'succeeded')).state === 'succeeded';
}

describe('scripts/deploy-swarm.sh', () => {
  it('deploys the first version, without a warning', async () => {
    const { code, stdout, stderr } = await deploy('0.1.0', '--build');
    expect(code, stdout + stderr).toBe(0);
    // BuildKit speaks there as well, of its steps.
    expect(stderr).not.toMatch(/ignoring|warning|deprecated|not supported|could not be accessed/i);
    const all = await replicas(stack);
    for (const service of STAYING) expect(all[service], service).toBe(service === 'backend' ? '2/2' : '1/1');
    expect(all.migrate).toBe('0/1 (1/1 completed)');
    expect(await askJson(stack.origin, '/api/v1/status')).toEqual({
      api: 'ok',
      database: 'ok',
      cache: 'ok',
    });
    if (LONG) expect(await pingIsDone()).toBe(true);
  });

  it('gives each container its secrets as files, and nobody else', async () => {
    for (const service of [...STAYING, 'migrate']) {
      const spec = JSON.stringify(await inspectService(stack, service, '.Spec'));
      for (const [name, value] of Object.entries(stack.secrets))
        expect(spec, `${name} of ${service}`).not.toContain(value);
    }
    const [id = ''] = await tasks(stack, 'backend');
    const own = await run(['docker', 'exec', id, 'sh', '/usr/local/bin/with-secrets', 'sh', '-c', 'echo $SECRET_KEY']);
    expect(own.trim()).toBe(stack.secrets.SECRET_KEY);
  });

  it('has data on a network without a way out, and on the node that is labelled', async () => {
    const network = await run([
      'docker',
      'network',
      'inspect',
      '--format',
      '{{.Driver}} {{.Internal}}',
      `${NAME}-swarm_data`,
    ]);
    expect(network.trim()).toBe('overlay true');
    expect(await inspectService(stack, 'postgres', '.Spec.TaskTemplate.Placement.Constraints')).toEqual([
      `node.labels.${NAME}-swarm.postgres == true`,
    ]);
  });

  it('finds a third container of the API, without a restart of nginx', async () => {
    const nginx = await tasks(stack, 'frontend');
    await run(['docker', 'service', 'scale', '--detach=false', `${NAME}-swarm_backend=3`]);
    expect(await tasks(stack, 'backend')).toHaveLength(3);
    const { failed, failures } = await startLoad(`${stack.origin}/api/v1/status`, { rate: 50, seconds: 5 }).done();
    expect(failed, failures).toBe(0);
    const logs = await run(['docker', 'service', 'logs', '--raw', `${NAME}-swarm_frontend`]);
    const asked = new Set(Array.from(logs.matchAll(/"upstream":"([\d.]+:8000)"/g), ([, address]) => address));
    expect(asked.size).toBeGreaterThanOrEqual(3);
    expect(await tasks(stack, 'frontend')).toEqual(nginx);
  });
});

describe('a new version', () => {
  let running: Load;

  beforeAll(() => {
    running = startLoad(`${stack.origin}/api/v1/status`, { rate: 60, seconds: 600 });
  });

  it('replaces what runs its image, and what it is called is kept', async () => {
    const before = await tasks(stack, 'postgres');
    stack.project.edit(VERSION, (text) => text.replace('0.1.0', '0.2.0'));
    const { code, stdout, stderr } = await deploy('0.2.0', '--build');
    expect(code, stdout + stderr).toBe(0);
    expect(await version()).toEqual(['0.2.0', '0.2.0']);
    expect(await tasks(stack, 'postgres')).toEqual(before);
    expect(stack.project.read('.env')).toMatch(/^IMAGE_TAG='0\.2\.0'$/m);
  });

  it('that does not start is rolled back by itself', async () => {
    const good = stack.project.read(MAIN);
    stack.project.edit(MAIN, (text) =>
      text.replace('app = FastAPI(', 'raise RuntimeError("broken")\n\napp = FastAPI('),
    );
    const { code, stderr } = await deploy('0.3.0', '--build');
    stack.project.write(MAIN, good);
    expect(code, stderr).toBe(1);
    expect(stderr).toMatch(/backend: rollback_completed/);
    expect(stderr).toMatch(/0\.3\.0 did not get healthy; 0\.2\.0 serves as before/);
    expect(await version()).toEqual(['0.2.0', '0.2.0']);
    for (const service of ['backend', ...CELERY]) expect(await image(service)).toBe(`${NAME}-backend:0.2.0`);
    expect(stack.project.read('.env')).toMatch(/^IMAGE_TAG='0\.2\.0'$/m);
  });

  it.runIf(LONG)('whose migration fails is not begun with', async () => {
    const path = `${NAME}-backend/alembic/versions/0001_create_notes.py`;
    const good = stack.project.read(path);
    stack.project.edit(path, (text) => `${text}\nraise RuntimeError("broken")\n`);
    const { code, stderr } = await deploy('0.4.0', '--build');
    stack.project.write(path, good);
    expect(code, stderr).toBe(1);
    expect(stderr).toMatch(/RuntimeError: broken[\s\S]*migrate failed; what ran before serves/);
    expect(await image('backend')).toBe(`${NAME}-backend:0.2.0`);
  });

  it('fails none of 2,000 requests and more meanwhile', async () => {
    const { served, failed, failures } = await running.stop();
    expect(failures).toBe('0 broken, 0 timed out, 0 other answers');
    expect(served + failed).toBeGreaterThanOrEqual(2000);
    console.log(`swarm: ${served} requests served, ${failures}`);
  });
});

describe.runIf(LONG)('a changed secret', () => {
  it('has a name of its own, and reaches the containers', async () => {
    const names = (): Promise<readonly string[]> =>
      inspectService<readonly { readonly SecretName: string }[]>(
        stack,
        'backend',
        '.Spec.TaskTemplate.ContainerSpec.Secrets',
      ).then((all) => all.map(({ SecretName }) => SecretName).filter((name) => name.includes('_SECRET_KEY-')));
    const before = await names();
    const secret = 'c'.repeat(64);
    stack.project.edit('.env', (text) => text.replace(/^SECRET_KEY=.*$/m, `SECRET_KEY='${secret}'`));
    const { code, stderr } = await deploy('--all');
    expect(code, stderr).toBe(0);
    expect(await names()).not.toEqual(before);
    expect(await image('frontend')).toBe(`${NAME}-frontend:0.2.0`);
    const [id = ''] = await tasks(stack, 'backend');
    const own = await run(['docker', 'exec', id, 'sh', '/usr/local/bin/with-secrets', 'sh', '-c', 'echo $SECRET_KEY']);
    expect(own.trim()).toBe(secret);
  });
});

describe.runIf(LONG)('a backup', () => {
  const notes = async (): Promise<readonly string[]> =>
    (await askJson<readonly { readonly text: string }[]>(stack.origin, '/api/v1/notes')).map(({ text }) => text);
  const write = (text: string): Promise<unknown> =>
    askJson(stack.origin, '/api/v1/notes', {
      method: 'POST',
      body: JSON.stringify({ text }),
      headers: { 'Content-Type': 'application/json' },
    });

  it('is taken and put back, and all services run again', async () => {
    await write('kept');
    const before = await notes();
    const backup = await stack.project.script('backup.sh');
    expect(backup.code, backup.stderr).toBe(0);
    await write('lost');
    const [file = ''] = /\S+\.dump/.exec(backup.stdout) ?? [];
    const { code, stderr } = await stack.project.script('restore.sh', [file, '--yes'], { timeout: 300 });
    expect(code, stderr).toBe(0);
    expect(await eventually(30, notes, (all) => all.length > 0)).toEqual(before);
    const all = await replicas(stack);
    for (const service of STAYING) expect(all[service], service).toBe(service === 'backend' ? '2/2' : '1/1');
  });
});

describe.runIf(LONG)('the validation checklist of its document', () => {
  /** As a person would go through it: what, what is seen when all is well, and the command. */
  const checks = (): readonly (readonly string[])[] =>
    Array.from(
      stack.project
        .read('docs/docker-architecture.md')
        .matchAll(/^- \[ \] \*\*(.+?)\*\*: (.+)\n\n {2}```sh\n {2}(.+)\n/gm),
      ([, ...found]) => found,
    );

  it('holds, command by command', async () => {
    expect(checks().length).toBeGreaterThanOrEqual(9);
    for (const [what, expected = '', command = ''] of checks()) {
      const { code, stdout, stderr } = await attempt(['sh', '-c', command], { cwd: stack.project.dir, timeout: 300 });
      const told = `${what}: ${command}\n${stdout}${stderr}`;
      if (expected === 'ends with 0') expect(code, told).toBe(0);
      else if (expected === 'prints nothing') expect(stdout + (command.includes('grep') ? '' : stderr), told).toBe('');
      // Whoever ends a container ends the shell in it as well.
      else if (!expected.includes('shows it as ended')) expect([code, stdout === ''], told).toEqual([0, false]);
    }
  });

  it('and a container that ended has another one in its place', async () => {
    const states = ['docker', 'service', 'ps', `${NAME}-swarm_backend`, '--format', '{{.CurrentState}}'];
    const ended = /^(Complete|Failed) (less than a second|about a minute|\d+ seconds?) ago/m;
    const good = (all: string): boolean => ended.test(all) && all.match(/^Running /gm)?.length === 2;
    expect(await eventually(60, () => run(states), good)).toMatch(ended);
  });
});
