import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRepository } from '../../src/io/repository.js';
import { repositoryFiles, repositoryNames, writeRepository } from '../support/repositories.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lge-repository-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string | Uint8Array>>, root = dir): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}
function git(...args: readonly string[]): void {
  const { status, stderr } = spawnSync('git', args, { cwd: dir, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

const IGNORING = {
  '.gitignore': '*.log\n/build/\n!keep.log\ncache/*\n!cache/.gitkeep\n',
  'a.log': '',
  'keep.log': '',
  'build/out.js': '',
  'cache/.gitkeep': '',
  'cache/blob': '',
  'web/.gitignore': '# here it is source\n!*.log\ndist\n',
  'web/web.log': '',
  'web/dist/index.html': '',
  'web/build/kept.js': '',
  'web/node_modules/react/index.js': '',
  'api/.venv/lib/site.py': '',
  'api/main.py': 'print()\r\n',
};
const KEPT = [
  '.gitignore',
  'api/main.py',
  'cache/.gitkeep',
  'keep.log',
  'web/.gitignore',
  'web/build/kept.js',
  'web/web.log',
];

describe.each([
  ['git', (): void => git('init', '-q')],
  ['no git', (): void => undefined],
])('with %s', (_, prepare) => {
  it('lists what git does not ignore, whichever .gitignore says so', () => {
    write(IGNORING);
    prepare();
    expect(readRepository(dir).files).toEqual(KEPT);
  });

  it('reads texts with LF, and neither what is none nor what is too large', () => {
    write({
      ...IGNORING,
      'logo.png': 'text',
      binary: new Uint8Array([104, 0, 105]),
      latin: new Uint8Array([0xe9, 0x20]),
    });
    write({ 'large.json': `"${'x'.repeat(1024 * 1024)}"`, 'empty.py': '' });
    prepare();
    const { files, read } = readRepository(dir);
    expect(files).toEqual(expect.arrayContaining(['logo.png', 'binary', 'latin', 'large.json']));
    expect(['api/main.py', 'empty.py'].map(read)).toEqual(['print()\n', '']);
    const not = ['logo.png', 'binary', 'latin', 'large.json', 'a.log', 'nowhere', '../x', 'api'];
    expect(not.map(read)).toEqual(not.map(() => undefined));
  });

  it('follows a link within the repository, and none that leads out of it', () => {
    const outside = mkdtempSync(join(tmpdir(), 'lge-outside-'));
    write({ 'secret.py': 'SECRET' }, outside);
    write({ 'real.py': 'x = 1\n' });
    symlinkSync('real.py', join(dir, 'inside.py'));
    symlinkSync(join(outside, 'secret.py'), join(dir, 'file.py'));
    symlinkSync(outside, join(dir, 'folder'));
    symlinkSync('loop.py', join(dir, 'loop.py'));
    prepare();
    const { files, read } = readRepository(dir);
    expect(read('inside.py')).toBe('x = 1\n');
    expect(['file.py', 'folder/secret.py', 'loop.py'].map(read)).toEqual([undefined, undefined, undefined]);
    expect(files).not.toContain('folder/secret.py');
    rmSync(outside, { recursive: true });
  });

  it('reads a folder of a repository as if it were the whole', () => {
    write({ ...IGNORING, 'web/src/main.tsx': '', 'web/src/main.log': '' });
    prepare();
    const { files } = readRepository(join(dir, 'web'));
    expect(files).toEqual(['.gitignore', 'build/kept.js', 'src/main.log', 'src/main.tsx', 'web.log']);
  });

  it.each(repositoryNames())('reads %s from disk as it is', (name) => {
    writeRepository(name, dir);
    prepare();
    const { files, read } = readRepository(dir);
    expect(new Map(files.map((path) => [path, read(path)]))).toEqual(repositoryFiles(name));
  });
});

it('does not list what git has and the disk has no more', () => {
  write({ 'poetry.lock': '', 'uv.lock': '' });
  git('init', '-q');
  git('add', '.');
  rmSync(join(dir, 'poetry.lock'));
  expect(readRepository(dir).files).toEqual(['uv.lock']);
});

it('runs no program that the repository names', () => {
  write({ 'hook.sh': `#!/bin/sh\ntouch ${dir}/ran\n`, 'a.py': '', '.gitattributes': '*.py filter=mine\n' });
  git('init', '-q');
  for (const key of ['core.fsmonitor', 'filter.mine.clean', 'core.pager', 'core.editor'])
    git('config', key, `sh ${dir}/hook.sh`);
  expect(readRepository(dir).files).toEqual(['.gitattributes', 'a.py', 'hook.sh']);
});
