// What only looks, what adds to a folder that has files, and the command that makes the same again.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leaves } from '../support/questions.js';
import { catalog, optionsSchema, presets } from '../../src/index.js';
import { runMain, type Ran } from './run-main.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lge-create-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const run = (args: readonly string[], input = ''): Promise<Ran> => runMain(args, { dir: folder, input });
const quiet = ['--offline', '--no-git'];
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

interface Report {
  readonly folder: string;
  readonly written: boolean;
  readonly files: readonly { readonly path: string; readonly kind: string }[];
  readonly command: string;
}

describe('only looks', () => {
  it('--schema has a place for every question', async () => {
    const { code, out } = await run(['--schema']);
    expect(code).toBe(0);
    const schema = JSON.parse(out) as object;
    expect(schema).toEqual(optionsSchema());
    for (const { path } of leaves(catalog, presets)) for (const key of path) expect(out).toContain(`"${key}"`);
  });

  it('--print-config prints what would be written, and --config - takes it', async () => {
    const { code, out } = await run(['shop', '--yes', '--services', 'api:3', '--print-config']);
    expect(code).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
    expect((await run(['shop', '--config', '-', ...quiet], out)).code).toBe(0);
    expect(read('shop/lge.stack.json')).toBe(out);
  });

  it('--diff shows every line', async () => {
    const { code, out } = await run(['shop', '--yes', '--diff']);
    expect(code).toBe(0);
    expect(out).toMatch(/^\+\+\+ docker-compose\.prod\.yml\t/m);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('--json says what would be written', async () => {
    const { code, out, err } = await run(['shop', '--yes', '--dry-run', '--json']);
    expect([code, err]).toEqual([0, '']);
    const report = JSON.parse(out) as Report;
    expect(report).toMatchObject({ folder: 'shop', written: false });
    expect(report.files).toContainEqual({ path: 'docker-compose.yml', kind: 'create' });
  });
});

it('the command that was told makes the same options', async () => {
  const args = [
    'shop',
    '--yes',
    '--preset',
    'plan',
    '--host',
    '16g/8cpu',
    '--port',
    'redis=6380',
    '--set',
    "title=Joe's",
  ];
  const { out } = await run([...args, '--dry-run', '--json']);
  const { command } = JSON.parse(out) as Report;
  const first = await run([...args, '--print-config']);
  // As a shell would split it.
  const words = [...command.matchAll(/'((?:[^']|'\\'')*)'|(\S+)/g)].map(
    ([, inner, word]) => inner?.replaceAll("'\\''", "'") ?? word!,
  );
  const again = await run([...words.slice(2), '--print-config']);
  expect(again).toEqual(first);
});

describe('a folder that has files', () => {
  beforeEach(() => {
    mkdirSync(join(folder, 'shop'));
    writeFileSync(join(folder, 'shop/docker-compose.yml'), 'services: {}\n');
  });

  it.each<[what: string, args: readonly string[], code: number, mine: boolean]>([
    ['stops', [], 5, true],
    ['stops when told so', ['--adopt', '--conflict', 'error'], 5, true],
    ['is adopted: what is there stays, ours is set aside', ['--adopt'], 3, true],
    ['keeps what is there', ['--conflict', 'keep'], 3, true],
    ['gives way when told so', ['--conflict', 'overwrite'], 0, false],
  ])('%s', async (_, args, code, mine) => {
    expect((await run(['shop', '--yes', ...quiet, ...args])).code).toBe(code);
    expect(read('shop/docker-compose.yml') === 'services: {}\n').toBe(mine);
    expect(existsSync(join(folder, 'shop/docker-compose.prod.yml'))).toBe(code !== 5);
  });

  it('wants a word that it knows', async () => {
    expect(await run(['shop', '--yes', '--conflict', 'replace'])).toMatchObject({
      code: 2,
      err: '--conflict wants error, keep, overwrite.\n',
    });
  });
});
