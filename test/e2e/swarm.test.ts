// One stack on Docker Swarm: deployed, scaled, updated under load and rolled back.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askJson } from './support/http.js';
import { startLoad, type Load } from './support/load.js';
import { eventually, run, type Ran } from './support/shell.js';
import { prepareStack, type RunningStack } from './support/stack.js';
import { inspectService, leaveSwarm, replicas, startSwarm, tasks } from './support/swarm.js';

const NAME = 'e2e-swarm';
const MAIN = `${NAME}-backend/src/main.py`;
const VERSION = `${NAME}-backend/src/__init__.py`;
const STAYING = ['backend', 'celery-beat', 'celery-worker', 'frontend', 'postgres', 'redis'];

let stack: RunningStack;

beforeAll(async () => {
  await startSwarm();
  stack = await prepareStack('production', { name: NAME, target: 'swarm' });
});

afterAll(async () => {
  await leaveSwarm(stack);
  await stack.project.remove();
});

const deploy = (...args: readonly string[]): Promise<Ran> =>
  stack.project.script('deploy-swarm.sh', args, { timeout: 500 });

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
    expect(await pingIsDone()).toBe(true);
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
    const { failed, failures } = await startLoad(`${stack.origin}/api/v1/status`, { rate: 50, seconds: 10 }).done();
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

  it('replaces the API and Celery, and what it is called is kept', async () => {
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
    for (const service of ['backend', 'celery-worker', 'celery-beat'])
      expect(await image(service)).toBe(`${NAME}-backend:0.2.0`);
    expect(stack.project.read('.env')).toMatch(/^IMAGE_TAG='0\.2\.0'$/m);
  });

  it('whose migration fails is not begun with', async () => {
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

describe('a changed secret', () => {
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

describe('a backup', () => {
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
