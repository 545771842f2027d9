// A stack whose files have names of its own: production is what Compose finds by itself, development is named. All that
// runs here is what its README shows.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { GOLDEN } from '../support/golden.js';
import { freePort, renderProject, type Json, type Project } from './support/project.js';
import { attempt, run } from './support/shell.js';

const NAME = 'e2e-names';
let project: Project;

/** Commands of the README, in the order in which they stand there, that begin like this. */
function shown(start: string): readonly string[] {
  return project
    .read('README.md')
    .split('\n')
    .map((line) => line.trim().replace(/ {2,}# .*/, ''))
    .filter((line) => line.startsWith(start));
}

const sh = (command: string) => attempt(['sh', '-c', command], { cwd: project.dir, timeout: 600 });
const projectsOf = async (): Promise<readonly string[]> =>
  (
    await run([
      'docker',
      'ps',
      '--filter',
      `label=com.docker.compose.project`,
      '--format',
      '{{.Label "com.docker.compose.project"}}',
    ])
  )
    .split('\n')
    .filter((name) => name.startsWith(NAME));

beforeAll(async () => {
  const named = JSON.parse(readFileSync(join(GOLDEN, 'names/lge.stack.json'), 'utf8')) as Json;
  const [api, database] = [await freePort(), await freePort()];
  // Without what takes minutes to build: the names are those of every stack.
  const off = Object.fromEntries(['frontend', 'celery-worker', 'celery-beat', 'redis'].map((id) => [id, false]));
  project = await renderProject({
    ...named,
    name: NAME,
    services: { ...off, backend: { devPort: api }, postgres: { devPort: database } },
  });
});

afterAll(() => project.remove());

it('development starts and stops by the commands of the README', async () => {
  const [up] = shown('docker compose -f docker-compose.dev.yml up');
  const [down] = shown('docker compose -f docker-compose.dev.yml down');
  const started = await sh(up!);
  expect([started.code, started.code === 0 ? '' : started.stderr]).toEqual([0, '']);
  expect(new Set(await projectsOf())).toEqual(new Set([NAME]));
  expect((await sh(`${down} --volumes`)).code).toBe(0);
  expect(await projectsOf()).toEqual([]);
});

it('the local changes are read where they are named, and nowhere else', async () => {
  const [line] = shown('`docker compose -f docker-compose.dev.yml -f docker-compose.local.yml');
  const both = line!.replaceAll('`', '').replace(/ up .*/, '');
  writeFileSync(
    join(project.dir, 'docker-compose.local.yml'),
    `name: ${NAME}\nservices:\n  backend:\n    environment:\n      MINE: here\n`,
  );
  expect((await sh(`${both} config`)).stdout).toContain('MINE: here');
  expect((await sh('docker compose -f docker-compose.dev.yml config')).stdout).not.toContain('MINE');
  const plain = await sh('IMAGE_TAG=1 SECRET_KEY=x JWT_SECRET_KEY=x POSTGRES_PASSWORD=x docker compose config');
  expect(plain.stdout).not.toContain('MINE');
});

it('production is set up, started and backed up by the commands of the README', async () => {
  const [init] = shown('deploy/bin/init-env.sh production');
  const made = await sh(init!);
  expect([made.code, made.stdout]).toEqual([0, expect.stringContaining('.env written for production.')]);
  for (const command of shown('docker compose -f docker-compose.yml')) {
    const { code, stderr } = await sh(command);
    expect([command, code, code === 0 ? '' : stderr]).toEqual([command, 0, '']);
  }
  expect(new Set(await projectsOf())).toEqual(new Set([`${NAME}-production`]));
  // What Compose finds without -f is the same production: nothing is laid over it, and nothing changes.
  const plain = await sh('docker compose ps --quiet backend');
  expect(plain.stdout).toBe((await sh('docker compose -f docker-compose.yml ps --quiet backend')).stdout);
  // From elsewhere, as cron calls it.
  mkdirSync(join(project.dir, 'elsewhere'));
  const backup = await attempt(['sh', '-c', '../deploy/bin/backup.sh'], { cwd: join(project.dir, 'elsewhere') });
  expect([backup.code, backup.stdout]).toEqual([0, expect.stringContaining(`${project.dir}/var/dumps/${NAME}-`)]);
  expect((await sh('deploy/bin/restart-unhealthy.sh')).code).toBe(0);
});
