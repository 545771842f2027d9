// The main job, from the packed package in an empty folder to two healthy stacks.
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProject, packPackage, type Created, type Package } from './support/package.js';
import { containers, freePort, type Environment } from './support/project.js';
import { attempt, run } from './support/shell.js';

let source: Package;
let shop: Created;
let devPort: number;
let port: number;

beforeAll(async () => {
  source = await packPackage();
  [devPort, port] = [await freePort(), await freePort()];
  const ports = [
    `services.frontend.devPort=${devPort}`,
    `services.frontend.port=${port}`,
    `services.backend.devPort=${await freePort()}`,
    `services.postgres.devPort=${await freePort()}`,
  ];
  shop = await createProject(source, 'e2e-main', ports);
});

afterAll(async () => {
  await shop.remove();
  source.remove();
});

/** Every file below the project, with its content and its time. */
function snapshot(dir: string): ReadonlyMap<string, string> {
  const skipped = new Set(['node_modules', '.git']);
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.split('/').some((part) => skipped.has(part)));
  return new Map(
    paths.map((path) => [path.slice(dir.length + 1), `${lstatSync(path).mtimeMs} ${readFileSync(path, 'utf8')}`]),
  );
}

function changed(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).sort();
}

async function unhealthy(environment: Environment): Promise<readonly string[]> {
  const all = await containers(shop, environment);
  const fine = all.filter(({ State, Health, ExitCode, Service }) =>
    Service === 'migrate' ? ExitCode === 0 && State === 'exited' : Health === 'healthy',
  );
  return all.filter((one) => !fine.includes(one)).map(({ Name, State, Health }) => `${Name} ${State} ${Health}`);
}

const page = async (at: number): Promise<string> => (await fetch(`http://127.0.0.1:${at}/`)).text();
const status = async (at: number): Promise<unknown> => (await fetch(`http://127.0.0.1:${at}/api/v1/status`)).json();
const notes = async (at: number): Promise<readonly string[]> => {
  const answer = await fetch(`http://127.0.0.1:${at}/api/v1/notes`);
  return ((await answer.json()) as { text: string }[]).map(({ text }) => text);
};
const addNote = async (at: number, text: string): Promise<number> => {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ text });
  return (await fetch(`http://127.0.0.1:${at}/api/v1/notes`, { method: 'POST', headers, body })).status;
};
const reached = { api: 'ok', database: 'ok', cache: 'ok' };

describe('a new project', () => {
  it('has its lock files, a repository and what it depends on', () => {
    const files = [
      'e2e-main-backend/uv.lock',
      'e2e-main-frontend/package-lock.json',
      'package-lock.json',
      '.git/HEAD',
      'node_modules/projen/package.json',
    ];
    for (const file of files) expect(shop.read(file), file).not.toBe('');
    expect(shop.printed).toContain('docker compose up -d --wait');
  });

  it('is not changed by the first npx projen, nor by the second, not even a time', async () => {
    const before = snapshot(shop.dir);
    await run(['npx', 'projen'], { cwd: shop.dir });
    expect(changed(before, snapshot(shop.dir))).toEqual([]);
    await run(['npx', 'projen'], { cwd: shop.dir });
    expect(changed(before, snapshot(shop.dir))).toEqual([]);
  });

  it('is not written over a project that is there, nor over a file of the user', async () => {
    const again = await attempt([source.bin, '.', '--yes'], { cwd: shop.dir });
    expect(again).toMatchObject({ code: 5, stderr: expect.stringContaining('npx projen') as string });
    const folder = mkdtempSync(join(tmpdir(), 'lge-mine-'));
    writeFileSync(join(folder, 'docker-compose.yml'), 'mine: true\n');
    const { code, stderr } = await attempt(
      [source.bin, '.', '--yes', '--set', 'name=other', '--no-install', '--no-lock'],
      { cwd: folder },
    );
    expect({ code, stderr }).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('docker-compose.yml') as string,
    });
    expect(readdirSync(folder)).toEqual(['docker-compose.yml']);
    rmSync(folder, { recursive: true });
  });
});

describe('development', () => {
  it('starts on a fresh clone without .env, by the command of the README, and every container gets healthy', async () => {
    expect(existsSync(join(shop.dir, '.env'))).toBe(false);
    await shop.compose('development', ['up', '-d', '--wait'], { timeout: 600 });
    expect(await unhealthy('development')).toEqual([]);
  });

  it('serves the page and, through it, an API that reaches database and cache', async () => {
    expect(await page(devPort)).toContain('<div id="root">');
    expect(await status(devPort)).toEqual(reached);
  });

  it('serves every page that the README names', async () => {
    const [, list] = /Then there are:\n\n([\s\S]+?)\n\n/.exec(shop.read('README.md'))!;
    const links = [...list!.matchAll(/<(http:[^>]+)>/g)].map(([, link]) => link!);
    expect(links.length).toBeGreaterThanOrEqual(2);
    for (const link of links) expect((await fetch(link)).status, link).toBe(200);
  });

  it('keeps a note for when production was there', async () => {
    expect(await addNote(devPort, 'of development')).toBe(201);
    await shop.compose('development', ['down']);
  });
});

describe('production', () => {
  it('does not start without secrets, and says how to make them', async () => {
    const { code, stderr } = await shop.attemptCompose('production', ['config', '--quiet']);
    expect(code).not.toBe(0);
    expect(stderr).toContain('run init-env.sh production');
  });

  it('starts after scripts/init-env.sh production, and every container gets healthy', async () => {
    expect(await shop.script('init-env.sh', ['production'])).toMatchObject({ code: 0 });
    await shop.compose('production', ['build'], { timeout: 600 });
    await shop.compose('production', ['up', '--detach', '--wait']);
    expect(await unhealthy('production')).toEqual([]);
    expect((await containers(shop, 'production')).filter(({ Service }) => Service === 'backend')).toHaveLength(2);
  });

  it('serves the page and, through it, an API that reaches database and cache', async () => {
    expect(await page(port)).toContain('<div id="root">');
    expect(await status(port)).toEqual(reached);
  });
});

describe('development beside production, in one folder with one .env', () => {
  it('starts again with the data and the account that it had', async () => {
    expect(await addNote(port, 'of production')).toBe(201);
    await shop.compose('development', ['up', '-d', '--wait'], { timeout: 600 });
    expect(await unhealthy('development')).toEqual([]);
    expect(await status(devPort)).toEqual(reached);
    expect([await notes(devPort), await notes(port)]).toEqual([['of development'], ['of production']]);
  });

  it('never gets an address or a password of a data store from .env', async () => {
    const config = await shop.compose('development', ['config']);
    const secrets = [...shop.read('.env').matchAll(/^(?:POSTGRES|REDIS)_PASSWORD='([0-9a-f]{64})'$/gm)];
    expect(secrets).toHaveLength(2);
    for (const [, secret] of secrets) expect(config).not.toContain(secret);
    await shop.compose('development', ['down', '--volumes', '--timeout', '3']);
    await shop.compose('production', ['down', '--volumes', '--timeout', '3']);
  });
});

describe('npx projen', () => {
  it('rewrites just what depends on a port that changed', async () => {
    const before = snapshot(shop.dir);
    shop.edit('lge.stack.json', (text) => text.replace(`"port": ${port}`, '"port": 8899'));
    await run(['npx', 'projen'], { cwd: shop.dir });
    const after = changed(before, snapshot(shop.dir)).filter((path) => !path.startsWith('.lge/'));
    expect(after).toEqual(['docker-compose.prod.yml', 'docs/docker-architecture.md', 'lge.stack.json']);
    expect(shop.read('docker-compose.prod.yml')).toContain('published: "8899"');
  });

  it('stops at an option that is wrong and changes nothing', async () => {
    const options = shop.read('lge.stack.json');
    shop.edit('lge.stack.json', (text) => text.replace('8899', '99999'));
    const before = snapshot(shop.dir);
    const ran = await attempt(['npx', 'projen'], { cwd: shop.dir });
    expect(ran.stderr + ran.stdout).toContain('It must be a whole number from 1 to 65535.');
    expect(ran.code).not.toBe(0);
    expect(changed(before, snapshot(shop.dir))).toEqual([]);
    shop.write('lge.stack.json', options);
  });

  it('leaves a line that both sides changed to the user, and writes the rest', async () => {
    const file = 'docker-compose.prod.yml';
    shop.edit(file, (text) => text.replace('published: "8899"', 'published: "8897"'));
    shop.edit('lge.stack.json', (text) => text.replace('8899', '8898'));
    const mine = shop.read(file);
    const ran = await attempt(['npx', 'projen'], { cwd: shop.dir });
    expect(ran.stderr + ran.stdout).toContain(`${file}: you and the template changed the same lines`);
    expect(ran.code).not.toBe(0);
    expect(shop.read(file)).toBe(mine);
    expect(shop.read('docs/docker-architecture.md')).toContain('8898');
    const resolved = await attempt(['npx', 'lge-stack', 'resolve', file, '--theirs'], { cwd: shop.dir });
    expect([resolved.code, resolved.stderr]).toEqual([0, '']);
    expect(shop.read(file)).toContain('published: "8898"');
    const check = await attempt(['npx', 'lge-stack', 'check', '--strict'], { cwd: shop.dir });
    expect([check.code, check.stdout]).toEqual([0, expect.stringContaining('Everything is as') as string]);
  });
});
