// An application that was not made for this: its own layout, no health route, a list for pip, Celery under another name.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, askJson } from './support/http.js';
import { lifetimes, unwell } from './support/lifetimes.js';
import type { Project } from './support/project.js';
import { eventually, run } from './support/shell.js';
import { containerOf, inspectAll, prepareStack, startStack, type RunningStack } from './support/stack.js';

/** As somebody wrote it who had no container in mind: modules in the root, a log file beside them, a broker by its URL. */
const APPLICATION: Readonly<Record<string, string>> = {
  'requirements.txt': 'fastapi\nuvicorn\ncelery[redis]\npsycopg[binary]\n',
  'main.py': `import logging
import os
from pathlib import Path

import psycopg
from fastapi import FastAPI

from jobs import queue

logging.basicConfig(filename="logs/app.log", level=logging.INFO, force=True)
app = FastAPI()
os.environ["SMTP_PASSWORD"]


@app.get("/api/add")
def add(a: int, b: int) -> dict[str, int]:
    logging.info("add %s %s", a, b)
    return {"sum": queue.send_task("jobs.add", args=[a, b]).get(timeout=20)}


@app.get("/api/database")
def database() -> dict[str, str]:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        return {"name": connection.execute("select current_database()").fetchone()[0]}


@app.post("/api/keep")
def keep() -> dict[str, int]:
    with Path("uploads/kept").open("a") as file:
        file.write("x")
    return {"size": Path("uploads/kept").stat().st_size}
`,
  'jobs.py': `import os

from celery import Celery

queue = Celery("jobs", broker=os.environ["CELERY_BROKER_URL"], backend=os.environ["CELERY_BROKER_URL"])
queue.conf.beat_schedule = {"add": {"task": "jobs.add", "schedule": 60, "args": (1, 1)}}


@queue.task(name="jobs.add")
def add(a: int, b: int) -> int:
    return a + b
`,
  '.env.local': 'SECRET=not-for-an-image\n',
  'notes.txt': 'theirs\n',
};

function writeApplication({ dir }: Project, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
}

describe('an application in the root of its repository', () => {
  const name = 'e2e-foreign';
  const volume = `${name}_uploads_of_before`;
  let stack: RunningStack;

  beforeAll(async () => {
    await run(['docker', 'volume', 'create', volume]);
    stack = await prepareStack('production', {
      name,
      folders: { backend: '.', frontend: 'web' },
      python: { packageManager: 'pip', devRequirements: '' },
      variables: { SMTP_PASSWORD: { secret: true } },
      environment: {
        CELERY_BROKER_URL: 'redis://:${REDIS_PASSWORD}@redis:6379/1',
        DATABASE_URL: 'postgresql://${POSTGRES_USER}:${POSTGRES_PASSWORD}@postgres:5432/${POSTGRES_DB}',
      },
      services: {
        backend: {
          starter: false,
          package: '.',
          module: 'main:app',
          apiPrefix: '/api',
          healthPath: '/',
          livePath: '',
          probe: 'any',
          writable: ['logs'],
          persistent: { uploads: { volume } },
        },
        migrate: false,
        'celery-worker': { app: 'jobs', probe: 'ping', reload: false },
        'celery-beat': { probe: 'schedule' },
      },
    });
    writeApplication(stack.project, APPLICATION);
    await startStack(stack);
  });

  afterAll(async () => {
    await stack.project.remove();
    await run(['docker', 'volume', 'rm', '--force', volume]);
  });

  it('gets healthy, all of it, and stays so', async () => {
    await eventually(
      60,
      () => lifetimes(stack),
      (all) => unwell(all).length === 0,
    );
    expect(unwell(await lifetimes(stack))).toEqual([]);
  });

  it('is locked down', async () => {
    const containers = await inspectAll(stack);
    expect(containers.map(({ service }) => service)).toEqual(
      expect.arrayContaining(['backend', 'celery-beat', 'celery-worker']),
    );
    for (const { service } of containers.filter(({ inspected }) => /foreign-backend/.test(inspected.Config.Image))) {
      const attempt = await stack.project.attemptCompose('production', ['exec', '-T', service, 'touch', '/app/x']);
      expect([service, attempt.code, attempt.stderr]).toEqual([
        service,
        1,
        expect.stringContaining('Read-only file system'),
      ]);
    }
  });

  it('runs a task by its own queue, through nginx, and writes its log', async () => {
    expect(await askJson(stack.origin, '/api/add?a=2&b=3')).toEqual({ sum: 5 });
    const logs = await stack.project.compose('production', [
      'exec',
      '-T',
      '--index',
      '1',
      'backend',
      'ls',
      '/app/logs',
    ]);
    expect(logs).toContain('app.log');
  });

  it('finds the database under the URL that it reads', async () => {
    expect(await askJson(stack.origin, '/api/database')).toEqual({ name: 'e2e_foreign' });
  });

  it('keeps what it wrote, in the volume that was there before', async () => {
    const post = () => ask(stack.origin, '/api/keep', { method: 'POST' });
    expect((await post()).status).toBe(200);
    await stack.project.compose('production', ['up', '--detach', '--force-recreate', '--wait', 'backend']);
    // nginx looks the new containers up within the time that its resolver says.
    const answer = await eventually(30, post, ({ status }) => status === 200);
    expect(JSON.parse(answer.body.toString())).toEqual({ size: 2 });
    const { inspected } = await containerOf(stack, 'backend');
    expect(JSON.stringify(inspected.Mounts)).toContain(volume);
  });

  it('has no secret and nothing of the front end in its image', async () => {
    const found = await stack.project.compose('production', ['exec', '-T', 'backend', 'ls', '-A', '/app']);
    const names = found.split('\n');
    expect(names).toEqual(expect.arrayContaining(['main.py', 'jobs.py', 'notes.txt']));
    expect(names.filter((one) => /^\.env|^web$|^\.git$|^node_modules$|^lge\.stack/.test(one))).toEqual([]);
  });
});

describe('a new project with pip', () => {
  let stack: RunningStack;

  beforeAll(async () => {
    stack = await prepareStack('production', { name: 'e2e-pip', python: { packageManager: 'pip' } });
    await startStack(stack);
  });

  afterAll(() => stack.project.remove());

  it('gets healthy, and serves', async () => {
    expect(unwell(await lifetimes(stack))).toEqual([]);
    expect(await askJson(stack.origin, '/api/v1/status')).toEqual({ api: 'ok', database: 'ok', cache: 'ok' });
  });
});
