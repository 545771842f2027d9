// Paths and line ends as Windows has them.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { edited, pathAt } from '../../src/cli/change/edit.js';
import { projectPath } from '../../src/cli/look.js';
import { typedPath } from '../../src/cli/typed-path.js';
import { runMain, type Ran } from './run-main.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lge-paths-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const create = (...args: readonly string[]): Promise<Ran> => runMain(args, { dir: folder });

it.each<[typed: string, platform: NodeJS.Platform, path: string | undefined]>([
  [String.raw`stacks\shop`, 'linux', 'stacks/shop'],
  [String.raw`.\shop`, 'darwin', './shop'],
  [String.raw`C:\stacks\shop`, 'win32', 'C:/stacks/shop'],
  [String.raw`C:\stacks\shop`, 'linux', undefined],
  ['c:/stacks/shop', 'linux', undefined],
  [String.raw`\\server\shop`, 'linux', undefined],
  ['a:b', 'linux', 'a:b'],
])('%s on %s is %s', (typed, platform, path) => {
  const found = typedPath(typed, platform);
  expect(found).toEqual(path === undefined ? { mistake: expect.stringContaining('of Windows') as string } : { path });
});

describe.skipIf(process.platform === 'win32')('on the command line', () => {
  it('a folder may be written with backslashes', async () => {
    expect((await create(String.raw`stacks\shop`, '--yes', '--dry-run')).out).toMatch(/ files in stacks\/shop\n/);
  });

  it.each([
    [[String.raw`C:\shop`, '--yes'], String.raw`C:\shop is a path of Windows`],
    [['shop', '--config', String.raw`C:\x.json`], String.raw`--config C:\x.json: C:\x.json is a path of Windows`],
    [['shop', '--config', 'x.json'], '--config x.json: there is no such file.\n'],
  ])('%j is refused in one line', async (args, says) => {
    const { code, err } = await create(...args);
    expect([code, err.trimEnd().split('\n').length]).toEqual([2, 1]);
    expect(err).toContain(says);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('options with the line ends of Windows, and a mark of byte order, are read', async () => {
    writeFileSync(join(folder, 'x.json'), '\uFEFF{\r\n  // why\r\n  "name": "shop",\r\n  "tls": true\r\n}\r\n');
    const { code, out } = await create('--config', 'x.json', '--print-config');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ name: 'shop', tls: true });
  });
});

it('a file of the project may be named with backslashes', () => {
  expect(projectPath(String.raw`scripts\backup.sh`, folder)).toBe('scripts/backup.sh');
});

describe('options with the line ends of Windows', () => {
  const text =
    '{\r\n  // why\r\n  "name": "shop",\r\n  "services": {\r\n    "frontend": { "port": 80 }\r\n  }\r\n}\r\n';

  it.each<[path: readonly string[], value: unknown]>([
    [['tls'], true],
    [['services', 'redis', 'persist'], false],
    [['services', 'frontend', 'port'], 8080],
    [['services', 'frontend'], undefined],
  ])('keep them when %j becomes %j', (path, value) => {
    const found = edited(text, path, value);
    const after = 'text' in found ? found.text : '';
    expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(after).toContain('  // why\r\n  "name": "shop"');
  });

  it('have their lines told apart', () => {
    expect(pathAt(text, 5)).toEqual(['services', 'frontend']);
  });
});
