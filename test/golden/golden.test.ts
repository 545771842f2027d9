import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalog, presets } from '../../src/index.js';
import { difference } from '../support/difference.js';
import { GOLDEN, goldenCase, goldenNames, kept } from '../support/golden.js';
import { leaves } from '../support/questions.js';

const update = process.env.UPDATE_GOLDEN === '1';
const reference = goldenCase('default');

describe.each(goldenNames())('%s', (name) => {
  it('renders what is expected', () => {
    const folder = join(GOLDEN, name);
    const wanted = kept(goldenCase(name), reference);
    if (update) write(folder, wanted);
    const problems = compare(folder, wanted);
    if (problems.length > 0)
      expect.fail(`${problems.join('\n\n')}\n\nIf that is right: npm run golden, then read the diff.`);
  });
});

it('keeps files that git sees', () => {
  const paths = goldenNames().flatMap((name) => listFiles(join(GOLDEN, name)));
  // --no-index: what is ignored but already in git would not be told otherwise.
  const { status, stdout } = spawnSync('git', ['check-ignore', '--no-index', '--stdin'], {
    cwd: GOLDEN,
    input: paths.join('\n'),
    encoding: 'utf8',
  });
  expect(stdout).toBe('');
  expect(status).toBe(1);
});

it('has two cases, `everything` of ours and a `foreign` application, in which each answer is another than by default', () => {
  const cases = ['everything', 'foreign'].map((name) => goldenCase(name).options);
  const same = leaves(catalog, presets).filter(({ path, question, switches }) => {
    if (switches) return false;
    const given = 'default' in question ? question.default : undefined;
    const values = cases.map((options) =>
      path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], options),
    );
    return values.every((value) => value === undefined || JSON.stringify(value) === JSON.stringify(given));
  });
  expect(same.map(({ path }) => path.join('.'))).toEqual([]);
});

function listFiles(folder: string): readonly string[] {
  const all = readdirSync(folder, { recursive: true, withFileTypes: true });
  return all.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function write(folder: string, wanted: ReadonlyMap<string, string>): void {
  rmSync(join(folder, 'expected'), { recursive: true, force: true });
  for (const [path, content] of wanted) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

function compare(folder: string, wanted: ReadonlyMap<string, string>): readonly string[] {
  const there = listFiles(folder)
    .map((path) => relative(folder, path))
    .filter((path) => path !== 'lge.stack.json');
  const surplus = there
    .filter((path) => !wanted.has(path))
    .map((path) => `${path}: expected, but not rendered, or now the same as in default`);
  const differing = [...wanted].flatMap(([path, content]) => {
    const file = join(folder, path);
    if (!existsSync(file)) return [`${path}: rendered, but not expected`];
    const expected = readFileSync(file, 'utf8');
    return expected === content ? [] : [difference(path, expected, content)];
  });
  return [...surplus, ...differing];
}
