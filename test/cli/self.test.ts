import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSelf } from '../../src/cli/self.js';

const dir = mkdtempSync(join(tmpdir(), 'lge-self-'));
beforeAll(() => {
  mkdirSync(join(dir, 'package'));
  writeFileSync(join(dir, 'build.tgz'), '');
  // Named like a tag: npm would take the tag, too.
  mkdirSync(join(dir, 'next'));
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('what the project depends on is found from the project', () => {
  it.each([
    ['build.tgz', 'build.tgz'],
    ['./build.tgz', 'build.tgz'],
    ['file:build.tgz', 'build.tgz'],
    ['./package', 'package'],
    ['file:./package', 'package'],
    [join(dir, 'build.tgz'), 'build.tgz'],
    [`file:${join(dir, 'package')}`, 'package'],
    [pathToFileURL(join(dir, 'build.tgz')).href, 'build.tgz'],
  ])('%s', (spec, path) => {
    expect(readSelf(spec, dir)).toEqual({ self: `file:${join(dir, path)}` });
  });

  it.each(['none.tgz', './none', '../none', '.', './', 'file:none', '/none/at/all', '~/none', 'none.tar.gz'])(
    'not %s, unless it is there',
    (spec) => {
      const found = readSelf(spec, join(dir, 'nowhere'));
      expect(found).toEqual({ mistake: expect.stringMatching(/^--self \S+: there is no \/\S+\.$/) as string });
    },
  );
});

describe('what is no path is what npm takes', () => {
  it.each([
    '1.2.3',
    'v1.2.3',
    '=1.2.3',
    '1.2.3-beta.1+build.5',
    '^1.2.0',
    '~0.1',
    '>=1.2 <2',
    '>= 1.2.3',
    '1.x',
    '*',
    '1.2 - 2.0',
    '^1 || ^2.1.0',
    'latest',
    'next',
    'beta-2',
    'https://example.com/create-lge-stack.tgz',
    'git+ssh://git@example.com/create-lge-stack.git#v1',
    'github:owner/create-lge-stack',
    'npm:@owner/create-lge-stack@^1.0.0',
  ])('%s', (spec) => {
    expect(readSelf(spec, dir)).toEqual({ self: spec });
  });

  it.each([
    '1.2.3.4',
    '^1.2.3.4',
    '01.2.3',
    '>1 <',
    '1.2.3 - ',
    '=>1.2',
    '^latest',
    'la test',
    '1,2',
    'htps://a/b.x',
    'a/b',
  ])('not %s', (spec) => {
    expect(readSelf(spec, dir)).toEqual({
      mistake: expect.stringContaining(`--self ${spec}: write a version`) as string,
    });
  });
});
