// One stack on Kubernetes: deployed into a namespace that enforces `restricted`, replaced under load and rolled back.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadOptions } from '../../src/index.js';
import { writeFiles } from '../support/disk.js';
import { goldenCase, goldenNames } from '../support/golden.js';
import { rendering } from '../support/rendering.js';
import { ask, askJson } from './support/http.js';
import { deployVersion, loadImages, openCluster, startCluster } from './support/kubernetes.js';
import { startLoad, type Load } from './support/load.js';
import { attempt, eventually, run } from './support/shell.js';
import { prepareStack, type RunningStack } from './support/stack.js';

const NAME = 'k8s-shop';
const MAIN = `${NAME}-backend/src/main.py`;
const VERSION = `${NAME}-backend/src/__init__.py`;
const MIGRATION = `${NAME}-backend/alembic/versions/0001_create_notes.py`;
const cluster = openCluster(NAME);
const { kubectl, ready } = cluster;

let stack: RunningStack;
let origin: string;

beforeAll(async () => {
  await startCluster();
  stack = await prepareStack('production', {
    name: NAME,
    target: 'kubernetes',
    services: { 'celery-beat': false, 'celery-worker': false },
  });
  const { postgres, redis } = loadOptions({ name: NAME }).stack!.options.images;
  await loadImages(postgres, redis);
});

afterAll(async () => {
  await cluster.remove();
  await stack.project.remove();
});

async function version(): Promise<readonly string[]> {
  const print = 'from src import __version__; print(__version__, end=str())';
  const pods = await ready('backend');
  return Promise.all(pods.map((pod) => kubectl('exec', pod, '--', 'python', '-c', print)));
}

const status = (): Promise<unknown> => askJson(origin, '/api/v1/status');
const jsonpath = (what: string, path: string): Promise<string> => kubectl('get', what, '-o', `jsonpath=${path}`);

describe('scripts/deploy-kubernetes.sh', () => {
  it('deploys the first version into a namespace that enforces `restricted`, without a warning', async () => {
    const { code, stdout, stderr } = await deployVersion(stack.project, '0.1.0');
    expect(code, stdout + stderr).toBe(0);
    expect(stderr).not.toMatch(/warning|deprecated/i);
    const label = '{.metadata.labels.pod-security\\.kubernetes\\.io/enforce}';
    expect(await jsonpath(`namespace/${NAME}`, label)).toBe('restricted');
    for (const service of ['frontend', 'postgres', 'redis']) expect(await ready(service), service).toHaveLength(1);
    expect(await ready('backend')).toHaveLength(2);
    expect(await jsonpath('pods', '{.items[*].status.containerStatuses[*].restartCount}')).toMatch(/^0( 0)*$/);
  });

  it('serves the page and the API', async () => {
    origin = await cluster.origin('frontend');
    expect((await ask(origin, '/')).status).toBe(200);
    expect(await status()).toEqual({ api: 'ok', database: 'ok', cache: 'ok' });
  });

  it('runs the migrations once', async () => {
    expect(await jsonpath('job/migrate', '{.status.succeeded}/{.status.failed}')).toBe('1/');
  });

  it('leaves no values behind, and shows no secret in a manifest', async () => {
    const { code } = await attempt(['test', '-e', join(stack.project.dir, 'kubernetes/.deploy')]);
    expect(code).toBe(1);
    const pods = await jsonpath('pods', '{.items[*].spec}');
    for (const [name, value] of Object.entries(stack.secrets)) expect(pods, name).not.toContain(value);
  });
});

it('a deleted pod comes back, and the data with it', async () => {
  const note = {
    method: 'POST',
    body: JSON.stringify({ text: 'kept' }),
    headers: { 'Content-Type': 'application/json' },
  };
  await askJson(origin, '/api/v1/notes', note);
  for (const service of ['postgres', 'backend']) {
    const before = await ready(service);
    await kubectl('delete', 'pod', before[0]!);
    await eventually(
      90,
      () => ready(service),
      (pods) => pods.length === before.length,
    );
  }
  await eventually(60, status, (answer) => JSON.stringify(answer) === '{"api":"ok","database":"ok","cache":"ok"}');
  expect(JSON.stringify(await askJson(origin, '/api/v1/notes'))).toContain('kept');
});

describe('a new version', () => {
  let running: Load;

  beforeAll(() => {
    running = startLoad(`${origin}/api/v1/status`, { rate: 30, seconds: 900 });
  });

  it('replaces what runs its image, and what it is called is kept', async () => {
    const before = await ready('postgres');
    stack.project.edit(VERSION, (text) => text.replace('0.1.0', '0.2.0'));
    const { code, stdout, stderr } = await deployVersion(stack.project, '0.2.0');
    expect(code, stdout + stderr).toBe(0);
    expect(await version()).toEqual(['0.2.0', '0.2.0']);
    expect(await ready('postgres')).toEqual(before);
    expect(stack.project.read('.env')).toMatch(/^IMAGE_TAG='0\.2\.0'$/m);
  });

  it('whose migration fails is not begun with', async () => {
    const good = stack.project.read(MIGRATION);
    stack.project.edit(MIGRATION, (text) => `${text}\nraise RuntimeError("broken")\n`);
    const { code, stderr } = await deployVersion(stack.project, '0.3.0');
    stack.project.write(MIGRATION, good);
    expect(code, stderr).toBe(1);
    expect(stderr).toMatch(/RuntimeError: broken[\s\S]*migrate failed; what ran before serves/);
    expect(await version()).toEqual(['0.2.0', '0.2.0']);
  });

  it('that does not get ready is taken back', async () => {
    const good = stack.project.read(MAIN);
    stack.project.edit(MAIN, (text) =>
      text.replace('app = FastAPI(', 'raise RuntimeError("broken")\n\napp = FastAPI('),
    );
    const { code, stderr } = await deployVersion(stack.project, '0.4.0');
    stack.project.write(MAIN, good);
    expect(code, stderr).toBe(1);
    expect(stderr).toMatch(/these have the one before again:.* backend/);
    expect(await version()).toEqual(['0.2.0', '0.2.0']);
    expect(stack.project.read('.env')).toMatch(/^IMAGE_TAG='0\.2\.0'$/m);
  });

  it('fails none of 1,000 requests and more meanwhile', async () => {
    const { served, failed, failures } = await running.stop();
    expect(failures).toBe('0 broken, 0 timed out, 0 other answers');
    expect(served + failed).toBeGreaterThanOrEqual(1000);
    console.log(`kubernetes: ${served} requests served, ${failures}`);
  });
});

it('a changed setting replaces whom it concerns, and nobody else', async () => {
  const before = { backend: await ready('backend'), postgres: await ready('postgres'), redis: await ready('redis') };
  stack.project.edit('.env', (text) => `${text}\nLOG_LEVEL=debug\n`);
  const { code, stderr } = await stack.project.script('deploy-kubernetes.sh', ['production'], { timeout: 300 });
  expect(code, stderr).toBe(0);
  const [pod = ''] = await ready('backend');
  expect(before.backend).not.toContain(pod);
  expect(await kubectl('exec', pod, '--', 'printenv', 'LOG_LEVEL')).toBe('debug\n');
  for (const service of ['postgres', 'redis'] as const) expect(await ready(service)).toEqual(before[service]);
});

it('a backup is taken and put back, and all services run again', async () => {
  const notes = async (): Promise<string> => {
    const { status: code, body } = await ask(origin, '/api/v1/notes');
    return `${code} ${body.toString()}`;
  };
  const before = await notes();
  const backup = await stack.project.script('backup.sh');
  expect(backup.code, backup.stderr).toBe(0);
  const note = {
    method: 'POST',
    body: JSON.stringify({ text: 'lost' }),
    headers: { 'Content-Type': 'application/json' },
  };
  await askJson(origin, '/api/v1/notes', note);
  const [file = ''] = /\S+\.dump/.exec(backup.stdout) ?? [];
  const { code, stderr } = await stack.project.script('restore.sh', [file, '--yes'], { timeout: 400 });
  expect(code, stderr).toBe(0);
  expect(await eventually(60, notes, (all) => all === before)).toBe(before);
  expect(await ready('backend')).toHaveLength(2);
});

describe('the API server takes every golden stack as it is', () => {
  const refuses = (name: string): boolean =>
    loadOptions({ ...goldenCase(name).options, target: 'kubernetes' }).stack === undefined;

  it.each(goldenNames().filter((name) => !refuses(name)))('%s', async (name) => {
    const { files, stack: rendered } = rendering({ ...goldenCase(name).options, target: 'kubernetes' });
    const dir = mkdtempSync(join(tmpdir(), 'lge-kubernetes-'));
    // Not that of the stack above, nor of another case.
    const namespace = `k8s-golden-${name}`;
    writeFiles(dir, files);
    for (const overlay of ['production', 'dev']) {
      const own = `${rendered.name}${overlay === 'dev' ? '-dev' : ''}`;
      const folder = join(dir, 'kubernetes/overlays', overlay);
      const built = await run(['kubectl', 'kustomize', '--load-restrictor', 'LoadRestrictionsNone', folder]);
      const text = built.replaceAll(new RegExp(`(name(?:space)?): ${own}$`, 'gm'), `$1: ${namespace}`);
      // What is in a namespace can be tried only when that is there.
      await run(['kubectl', 'apply', '--selector', '!app.kubernetes.io/part-of', '-f', '-'], {
        input: text.split(/^---\n/m).find((part) => /^kind: Namespace$/m.test(part))!,
      });
      const { code, stderr } = await attempt(['kubectl', 'apply', '--dry-run=server', '-f', '-'], { input: text });
      expect(stderr).toBe('');
      expect(code).toBe(0);
    }
    await openCluster(namespace).remove();
    rmSync(dir, { recursive: true });
  });
});
