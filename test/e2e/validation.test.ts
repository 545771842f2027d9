// The validation checklist of the plan, S65 to S73, carried out on the starter application.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, askJson } from './support/http.js';
import { searchLayers } from './support/layers.js';
import { eventually, run } from './support/shell.js';
import {
  containerOf,
  inside,
  inspectAll,
  logLines,
  prepareStack,
  startStack,
  type RunningStack,
} from './support/stack.js';

const NAME = 'e2e-valid';
const SERVICES = ['backend', 'backend', 'celery-beat', 'celery-worker', 'frontend', 'migrate', 'postgres', 'redis'];

let stack: RunningStack;
let tags: readonly string[];

beforeAll(async () => {
  stack = await prepareStack('production', { name: NAME });
  const version = /^IMAGE_TAG=(.+)$/m.exec(stack.project.read('.env'))![1]!;
  tags = [`${NAME}-backend:${version}`, `${NAME}-frontend:${version}`];
  // As it may lie in a real project: an image must not take it along.
  for (const part of ['backend', 'frontend'])
    writeFileSync(join(stack.project.dir, `${NAME}-${part}`, '.env'), stack.project.read('.env'));
  await startStack(stack);
});

afterAll(() => stack.project.remove());

const health = async (): Promise<readonly string[]> => {
  const text = await stack.project.compose('production', ['ps', '--format', '{{.Service}} {{.Health}}']);
  return text.split('\n').filter(Boolean).sort();
};
const healthy = SERVICES.filter((service) => service !== 'migrate').map((service) => `${service} healthy`);

/** Runs Python with the application's own settings in the API's container. */
const python = async (...lines: readonly string[]): Promise<string> =>
  run(['docker', 'exec', (await containerOf(stack, 'backend')).id, 'python', '-c', lines.join('\n')]);

describe('the checklist of the plan', () => {
  it('S65 both images build', async () => {
    const images = JSON.parse(await run(['docker', 'image', 'inspect', ...tags])) as { RepoTags: string[] }[];
    expect(images.flatMap(({ RepoTags }) => RepoTags)).toEqual(tags);
  });

  it('S66 up starts all services, and the migrations have ended well', async () => {
    const all = await inspectAll(stack);
    expect(all.map(({ service }) => service)).toEqual(SERVICES);
    expect(
      all
        .filter(({ inspected }) => !inspected.State.Running)
        .map(({ service, inspected }) => [service, inspected.State.ExitCode]),
    ).toEqual([['migrate', 0]]);
  });

  it('S67 every container is healthy', async () => {
    expect(await health()).toEqual(healthy);
  });

  it('S68 the API reaches PostgreSQL, whose schema is the one of the code', async () => {
    const answer = await python(
      'import asyncio',
      'from sqlalchemy import text',
      'from src.db.engine import engine',
      'async def main():',
      '    async with engine.connect() as connection:',
      '        print(await connection.scalar(text("SELECT version_num FROM alembic_version")))',
      'asyncio.run(main())',
    );
    expect(answer).toBe('0001\n');
    const added = await askJson(stack.origin, '/api/v1/notes', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"text":"S68"}',
    });
    expect(added).toMatchObject({ text: 'S68' });
  });

  it('S69 the API reaches Redis', async () => {
    const answer = await python(
      'import asyncio',
      'from src.cache import cache',
      'async def main():',
      '    await cache.set("s69", "yes", ex=60)',
      '    print(await cache.get("s69"))',
      'asyncio.run(main())',
    );
    expect(answer).toBe('yes\n');
  });

  it('S70 the front end reaches the API', async () => {
    const { status, body } = await ask(stack.origin, '/api/v1/status');
    expect({ status, body: JSON.parse(body.toString()) as unknown }).toEqual({
      status: 200,
      body: { api: 'ok', database: 'ok', cache: 'ok' },
    });
    const answer = await inside(await containerOf(stack, 'frontend'), 'wget -q -O - http://backend:8000/health');
    expect(JSON.parse(answer)).toMatchObject({ status: 'ready' });
  });

  it.each([
    ['backend', /"Application startup complete."/],
    ['celery-beat', /"beat: Starting..."/],
    ['celery-worker', / ready\."/],
    ['frontend', /"uri":"\/api\/v1\/status"/],
    ['migrate', /Running upgrade {2}-> 0001/],
    ['postgres', /ready to accept connections/],
    ['redis', /Ready to accept connections/],
  ])('S71 the log of %s is readable', async (service, line) => {
    await ask(stack.origin, '/api/v1/status');
    expect((await logLines(stack, service)).join('\n')).toMatch(line);
  });

  it('S72 a killed container starts again and gets healthy', async () => {
    const before = await containerOf(stack, 'backend');
    // Its process, as when it crashes: what `docker kill` ends is meant to stay down.
    await inside(before, 'kill -9 $(cat /proc/1/task/1/children)');
    const now = async () => {
      const { id, inspected } = await containerOf(stack, 'backend');
      return { id, restarts: inspected.RestartCount, running: inspected.State.Running };
    };
    const again = await eventually(20, now, ({ restarts, running }) => restarts > 0 && running);
    expect(again).toEqual({ id: before.id, restarts: 1, running: true });
    await eventually(30, health, (all) => all.join() === healthy.join());
  });

  it.each([0, 1])('S73 no secret is in a layer of image %i, nor in its history', async (index) => {
    const secrets = Object.values(stack.secrets);
    expect(secrets.filter((secret) => secret.length >= 64)).toHaveLength(4);
    const history = await run(['docker', 'history', '--no-trunc', tags[index]!]);
    for (const secret of secrets) expect(history).not.toContain(secret);
    // Proof that it finds what is there.
    const known = ['opt/venv/lib/python3', 'root /srv/www;'][index]!;
    const { found, files } = await searchLayers(tags[index]!, [...secrets, known]);
    expect(found).toEqual([known]);
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter((file) => /(^|\/)\.env(\.|$)/.test(file))).toEqual([]);
  });
});
