// What an older version wrote, and what only a newer one can read: the package was raised, by a bot or by hand.
import { mkdtempSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Migration } from '../../../src/model/migration.js';
import { mine, PROD, sandbox } from './project.js';

/** Those of the version that runs here; it has none of its own yet. */
const { migrations } = vi.hoisted(() => ({ migrations: [] as Migration[] }));
vi.mock('../../../src/migrate/migrations.js', () => ({ migrations }));

const project = sandbox();
const { run, read, write, edit, port } = project;

/** Nobody ever published it. */
const OLD = '0.0.0-alpha.1';

beforeEach(() => edit('.lge/state.json', (text) => text.replaceAll(/"version": ?"[^"]*"/g, `"version": "${OLD}"`)));
afterEach(() => void migrations.splice(0));

const renamed: Migration = {
  version: '0.0.0-beta.1',
  about: 'services.frontend.exposed is called services.frontend.port.',
  edits: () => [{ kind: 'rename', path: ['services', 'frontend', 'exposed'], to: ['services', 'frontend', 'port'] }],
};

/** What may be chosen is no longer what once was: nobody but the user knows what they want instead. */
const removed: Migration = {
  version: '0.0.0-beta.2',
  about: 'python.packageManager has no pipenv any more.',
  edits: ({ python }) =>
    (python as { packageManager?: string } | undefined)?.packageManager === 'pipenv'
      ? [{ kind: 'remove', path: ['python', 'packageManager'] }]
      : [],
  asks: ({ python }) =>
    python === undefined
      ? []
      : [{ path: ['python', 'packageManager'], message: 'What installs packages?', options: ['uv', 'poetry'] }],
};

describe('2 the package was raised alone: sync acts like upgrade', () => {
  it('merges with what the newer version writes, and the state says which one it is', async () => {
    edit(PROD, mine);
    port(8088);
    expect((await run('check')).code).toBe(4);
    const { code, out } = await run('sync');
    expect([code, out]).toEqual([0, expect.stringContaining(`~ ${PROD} with your changes\n`)]);
    expect([read(PROD).includes('# mine\n'), read(PROD).includes('"8088"')]).toEqual([true, true]);
    expect(read('.lge/state.json')).toMatch(/^ {2}"version": "0\.0\.0",$/m);
    expect((await run('check')).code).toBe(0);
  });
});

describe('a database of another major version by default', () => {
  it('stays as it is: the image is written into the options, and the scripts that move it are named', async () => {
    const folders = { scripts: 'ops' };
    project.options({ folders, images: { postgres: 'postgres:15.10-alpine' } });
    expect((await run('sync')).code).toBe(0);
    project.options({ folders });
    edit('.lge/state.json', (text) => text.replaceAll(/"version": ?"[^"]*"/g, `"version": "${OLD}"`));
    const { code, err } = await run('sync');
    expect([code, err]).toEqual([0, expect.stringContaining('! images.postgres stays postgres:15.10-alpine')]);
    expect(err).toMatch(/To move it: ops\/backup\.sh, .*, ops\/restore\.sh\./);
    expect(JSON.parse(read('lge.stack.json'))).toMatchObject({ images: { postgres: 'postgres:15.10-alpine' } });
    expect(read(PROD)).toContain('image: postgres:15.10-alpine');
  });
});

describe('34 the form of an option changed', () => {
  it('another name: the answer is carried over, with the comment beside it', async () => {
    migrations.push(renamed);
    write(
      'lge.stack.json',
      '{\n  "name": "shop",\n  "services": {\n    "frontend": {\n      "exposed": 8088 // as agreed\n    }\n  }\n}\n',
    );
    const { code, err, out } = await run('sync');
    expect([code, err + out]).toEqual([0, expect.stringContaining(renamed.about)]);
    expect(read('lge.stack.json')).toContain('"port": 8088 // as agreed\n');
    expect(read('lge.stack.json')).not.toContain('exposed');
    expect(read(PROD)).toContain('"8088"');
  });

  it('a choice that is gone: asked, exit 6, and never replaced by a default', async () => {
    migrations.push(renamed, removed);
    write('lge.stack.json', '{\n  "name": "shop",\n  "python": { "packageManager": "pipenv" }\n}\n');
    const before = project.snapshot();
    for (const command of ['sync', 'own scripts/backup.sh --as seed', 'restore scripts/backup.sh']) {
      const { code, out, err } = await run(command);
      expect([command, code, out + err]).toEqual([command, 6, expect.stringContaining('python.packageManager')]);
    }
    expect(project.snapshot()).toEqual(before);
  });

  it('an answer that is still allowed is nobody’s question', async () => {
    migrations.push(renamed, removed);
    write('lge.stack.json', '{\n  "name": "shop",\n  "python": { "packageManager": "poetry" }\n}\n');
    expect((await run('sync')).code).toBe(0);
    expect(read('lge.stack.json')).toContain('"poetry"');
  });
});

describe('16 offline, and the version that wrote the project is nowhere any more', () => {
  const empty = mkdtempSync(join(tmpdir(), 'lge-no-programs-'));
  afterAll(() => rmSync(empty, { recursive: true, force: true }));
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it('every command but `upgrade` and `check --updates` does its work: no connection, no git, no npm', async () => {
    const connect = vi.spyOn(Socket.prototype, 'connect').mockImplementation(() => {
      throw new Error('Somebody called.');
    });
    vi.stubEnv('PATH', empty);
    edit(PROD, mine);
    port(8088);
    const done = [
      ['diff', 0],
      ['check', 4],
      ['sync', 0],
      ['diff --mine', 0],
      ['own scripts/backup.sh --as seed', 0],
      ['restore scripts/backup.sh', 0],
      ['resolve', 0],
      ['restore --backup last', 0],
      ['check', 0],
      ['eject --yes', 0],
    ] as const;
    for (const [command, code] of done) expect([command, (await run(command)).code]).toEqual([command, code]);
    expect(connect).not.toHaveBeenCalled();
    expect([read(PROD).includes('# mine\n'), read(PROD).includes('"8088"')]).toEqual([true, true]);
  });
});

describe('28 a newer version wrote the project', () => {
  it('every command that would write refuses, and says what to install', async () => {
    edit('.lge/state.json', (text) => text.replaceAll(OLD, '99.0.0'));
    const before = project.snapshot();
    for (const command of ['sync', 'own scripts/backup.sh --as seed', 'restore scripts/backup.sh']) {
      const { code, err } = await run(command);
      expect([command, code, err]).toEqual([command, 5, expect.stringMatching(/newer version .*\n.*npm install/)]);
    }
    expect(project.snapshot()).toEqual(before);
  });
});
