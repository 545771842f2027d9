// What is wrong with a machine and a project, and the way out of each.
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/cli/doctor/finding.js';
import type { DockerFacts, Machine } from '../../../src/probe/probes.js';
import { machine, takenBy } from './machine.js';
import { minePort, PROD, sandbox } from './project.js';

const project = sandbox();
const { run, write, read, edit, options, port } = project;

interface Report {
  readonly code: number;
  readonly findings: readonly Finding[];
}

async function look(other: Partial<Machine> = {}): Promise<Report> {
  const { code, out } = await run('doctor --json', { machine: machine(other) });
  const report = JSON.parse(out) as Report;
  expect(report.code).toBe(code);
  return report;
}

/** As in a project that is in order: with its lock files. */
function locked(): void {
  write('shop-backend/uv.lock', '');
  write('shop-frontend/package-lock.json', '{}');
}

async function of(check: string, other: Partial<Machine> = {}): Promise<readonly Finding[]> {
  return (await look(other)).findings.filter((one) => one.check === check);
}

const docker = (facts: Partial<DockerFacts>): Partial<Machine> => ({
  docker: () => Promise.resolve({ engine: '28.0.0', compose: '2.40.0', host: { cpus: 8, memory: 16_384 }, ...facts }),
});

it('where all is well, says so, ends with 0 and changes nothing', async () => {
  locked();
  const before = project.snapshot();
  const { code, out } = await run('doctor', { machine: machine() });
  expect([code, out]).toEqual([0, expect.stringMatching(/^✓ Node\.js /)]);
  expect(out).toMatch(/\n✓ Every file is as options and template want it\n/);
  expect(project.snapshot()).toEqual(before);
});

describe('the machine', () => {
  it.each<[what: string, check: string, other: Partial<Machine>, message: string, hint: string]>([
    [
      'no Docker',
      'docker',
      { docker: () => Promise.resolve(undefined), dockerTrouble: () => Promise.resolve('not-installed') },
      'not installed',
      'https://docs.docker.com',
    ],
    ['no engine', 'docker', { docker: () => Promise.resolve(undefined) }, 'No Docker Engine answers.', 'Start Docker'],
    [
      'no right',
      'docker',
      { docker: () => Promise.resolve(undefined), dockerTrouble: () => Promise.resolve('not-allowed') },
      'may not use Docker',
      'usermod',
    ],
    [
      'something else',
      'docker',
      { docker: () => Promise.resolve(undefined), dockerTrouble: () => Promise.resolve({ said: 'teapot' }) },
      'teapot',
      'docker info',
    ],
    ['an old engine', 'docker', docker({ engine: '24.0.9' }), '24.0.9 is older than 25.0.0', 'Update'],
    [
      'an old Compose',
      'compose',
      docker({ compose: '2.24.3-1ubuntu' }),
      '2.24.3-1ubuntu is older than 2.24.4',
      'plugin',
    ],
    [
      'no Compose',
      'compose',
      { docker: () => Promise.resolve({ engine: '28.0.0', host: { cpus: 8, memory: 16_384 } }) },
      'Compose is not installed',
      'plugin',
    ],
    [
      'a port',
      'ports',
      takenBy({ 5433: 'container other-db (project other)', 5434: 'x' }),
      'Port 5433 of postgres is used by container other-db (project other).',
      'npx lge-stack set services.postgres.devPort=5435',
    ],
    ['memory', 'size', docker({ host: { cpus: 8, memory: 2048 } }), 'the engine has 2048 MiB', 'npx lge-stack budget'],
    [
      'processors',
      'size',
      docker({ host: { cpus: 1, memory: 16_384 } }),
      'the engine has 1: it does not start',
      'lower limits',
    ],
    [
      'files that are not shared',
      'file-sharing',
      { sees: () => Promise.resolve(false) },
      'does not see the files in',
      'Share the folder',
    ],
  ])('%s', async (_, check, other, message, hint) => {
    const report = await look(other);
    const found = report.findings.filter((one) => one.check === check && one.state === 'problem');
    expect([report.code, found]).toEqual([
      4,
      [
        {
          check,
          state: 'problem',
          message: expect.stringContaining(message) as string,
          hint: expect.stringContaining(hint) as string,
        },
      ],
    ]);
  });

  it('a port that a container of this stack has is no problem', async () => {
    expect(await of('ports', takenBy({ 5433: 'shop-postgres-1' }, 'shop'))).toMatchObject([{ state: 'ok' }]);
    expect(await of('ports', takenBy({ 5433: 'shop-postgres-1' }, 'shop-production'))).toMatchObject([
      { state: 'problem' },
    ]);
  });

  it('ports of production are tried where that is asked for', async () => {
    const where = { machine: machine(takenBy({ 80: 'nginx (pid 7)' })) };
    expect((await run('doctor', where)).out).toMatch(/✗ Port 80 of frontend is used/);
    options({ services: { frontend: { port: 8443 } } });
    await run('sync');
    const other = { machine: machine(takenBy({ 8443: 'nginx (pid 7)' })) };
    expect((await run('doctor', other)).out).not.toContain('8443');
    const { code, out } = await run('doctor --production', other);
    expect([code, out]).toEqual([
      4,
      expect.stringMatching(
        /\n✗ Port 8443 of frontend in production is used by nginx \(pid 7\)\.\n {2}.*set services\.frontend\.port=8444`\.\n/,
      ),
    ]);
  });

  it('without an image, nothing is started', async () => {
    const never = (): never => {
      throw new Error('started');
    };
    expect(await of('file-sharing', { hasImage: () => Promise.resolve(false), sees: never })).toMatchObject([
      { state: 'note' },
    ]);
  });
});

describe('the project', () => {
  it('mistakes in the options, all of them, beside all else', async () => {
    options({ tsl: true, services: { redis: false } });
    const { code, findings } = await look();
    const wrong = findings.filter(({ check, state }) => check === 'options' && state === 'problem');
    expect([code, wrong.map(({ message }) => message)]).toEqual([
      4,
      expect.arrayContaining([
        'tsl: There is no such option.',
        expect.stringContaining('celery-worker needs redis') as string,
      ]),
    ]);
    expect(findings.map(({ check }) => check)).toContain('docker');
  });

  it('files that wait, and files that are not as they should be', async () => {
    edit(PROD, minePort);
    port(8088);
    const found = await of('sync');
    expect(found.map(({ state }) => state)).not.toContain('ok');
    expect(found).toContainEqual({
      check: 'sync',
      state: 'problem',
      message: expect.stringContaining(`${PROD}: It waits for your decision`) as string,
      hint: '`npx lge-stack resolve` decides what waits.',
    });
  });

  it('a Compose file that publishes other ports than the options say, and not one that local changes are laid over', async () => {
    write('docker-compose.override.yml', 'services:\n  backend:\n    ports: !override ["8200:8000"]\n');
    expect(await of('published')).toEqual([]);
    edit(PROD, (text) => `${minePort(text)}`);
    edit('docker-compose.yml', (text) => text.replace(/^ +- host_ip: 127\.0\.0\.1\n +published: "8000"\n.*\n/m, ''));
    const found = await of('published');
    expect(found.map(({ state, message }) => [state, message])).toEqual([
      ['warning', 'docker-compose.yml does not publish port 8000 of backend, as services.backend.devPort says.'],
      ['warning', `${PROD} publishes port 9999 of frontend; services.frontend.port says 80.`],
    ]);
    expect(found[1]!.hint).toMatch(/^To keep it: `npx lge-stack set services\.frontend\.port=9999`\. .*restore/);
  });

  it('files that are written once and are behind, of which nobody has touched a line', async () => {
    expect(await of('written-once')).toEqual([]);
    options({ services: { frontend: { devPort: 8085 } } });
    await run('sync');
    const [found] = await of('written-once');
    expect(found).toMatchObject({ state: 'note', message: expect.stringContaining('README.md') as string });
    const command = /`npx lge-stack (restore .*)`/.exec(found!.hint!)![1]!;
    expect((await run(command)).code).toBe(0);
    expect(read('README.md')).toContain('8085');
    expect(await of('written-once')).toEqual([]);
    options({});
    edit('README.md', (text) => `${text}Mine.\n`);
    await run('sync');
    expect(JSON.stringify(await of('written-once'))).not.toContain('README.md');
  });

  it('lock files that are missing', async () => {
    expect(await of('lock-files')).toMatchObject([
      { state: 'problem' },
      { state: 'problem', message: expect.stringContaining('package-lock.json') as string },
    ]);
    locked();
    expect(await of('lock-files')).toMatchObject([{ state: 'ok' }]);
  });
});

describe('.env', () => {
  const values = (env: Readonly<Record<string, string>>): void => {
    const all = {
      ENVIRONMENT: 'production',
      IMAGE_TAG: '1.0',
      SECRET_KEY: 'a'.repeat(64),
      JWT_SECRET_KEY: 'b'.repeat(64),
      POSTGRES_USER: 'shop',
      POSTGRES_PASSWORD: 'c'.repeat(64),
      POSTGRES_DB: 'shop',
      REDIS_PASSWORD: "'d$d'",
      ...env,
    };
    write(
      '.env',
      Object.entries(all)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
  };

  it('that there is none is only told', async () => {
    expect(await of('env')).toMatchObject([{ state: 'note' }]);
  });

  it('that is fit for production is fine', async () => {
    values({});
    expect(await of('env')).toMatchObject([{ state: 'ok' }]);
  });

  it.each([
    ['an empty secret', { SECRET_KEY: '' }, 'SECRET_KEY is empty'],
    ['a placeholder', { POSTGRES_PASSWORD: 'change-me' }, 'POSTGRES_PASSWORD still holds a placeholder'],
    [
      'one of ours',
      { SECRET_KEY: 'development-secret-key-that-production-refuses' },
      'SECRET_KEY is the default for development',
    ],
    ['a short one', { JWT_SECRET_KEY: 'abc' }, 'JWT_SECRET_KEY is shorter than 32'],
  ])('%s', async (_, env, message) => {
    values(env);
    expect(await of('env')).toMatchObject([{ state: 'problem', message: expect.stringContaining(message) as string }]);
  });

  it('never shows a value', async () => {
    values({ POSTGRES_PASSWORD: 'change-me-hunter2' });
    expect(JSON.stringify(await of('env'))).not.toContain('hunter2');
  });

  it('what is missing, and what is nearly there', async () => {
    write('.env', read('.env.example').replace(/^SECRET_KEY=.*$/m, 'SECRET_KYE=abc'));
    expect(await of('env')).toEqual([
      {
        check: 'env',
        state: 'warning',
        message: '.env lacks what .env.example has: SECRET_KEY.',
        hint: expect.stringContaining('init-env') as string,
      },
      {
        check: 'env',
        state: 'warning',
        message: '.env has SECRET_KYE, which nothing of the stack reads.',
        hint: 'Did you mean SECRET_KEY?',
      },
    ]);
  });
});
