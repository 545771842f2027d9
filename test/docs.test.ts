import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { check } from 'prettier';
import { describe, expect, it } from 'vitest';
import { EXITS } from '../src/cli/exit.js';
import { DOCS, leftOver, PARSER_CODES, pages } from '../scripts/docs.js';

const written = pages();
const README = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
const PARSER = join(import.meta.dirname, '../src/stack');

describe.each(written)('docs/$path', ({ path, content }) => {
  it('is what the definitions say; `npx tsx scripts/docs.ts` writes it', () => {
    expect(readFileSync(join(DOCS, path), 'utf8')).toBe(content);
  });

  it('is as Prettier leaves it', async () => {
    expect(await check(content, { filepath: path })).toBe(true);
  });

  it('links to what is there', () => {
    const targets = [...content.matchAll(/\]\(([^)#]+)\)/g)].map(([, target = '']) => join(dirname(path), target));
    expect(written.map((page) => page.path)).toEqual(expect.arrayContaining(targets));
  });
});

it('docs/keeping-in-sync.md links to what is there, and each row to a test of that name', () => {
  const text = readFileSync(join(DOCS, 'keeping-in-sync.md'), 'utf8');
  const links = [...text.matchAll(/\[([^\]]+)\]\(([^)#]+)\)/g)].map(([, name = '', target = '']) => ({ name, target }));
  const rows = text.match(/^\| (?!I did)[^|]+\|[^|]+\| \[/gm) ?? [];
  expect(links.filter(({ target }) => target.includes('/test/'))).toHaveLength(rows.length);
  for (const { name, target } of links) {
    const there = readFileSync(join(DOCS, target), 'utf8');
    if (target.includes('/test/')) expect({ name, tested: there.includes(name) }).toEqual({ name, tested: true });
  }
});

it('docs/keeping-in-sync.md has each of the 40 cases once, with a test whose name has its number', () => {
  const text = readFileSync(join(DOCS, 'keeping-in-sync.md'), 'utf8');
  const cases = [...text.matchAll(/^\| (\d+) +\| [^|]+\| \[([^\]]+)\]/gm)];
  expect(cases.map(([, number]) => Number(number))).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  for (const [, number, name] of cases) expect(name).toMatch(new RegExp(`\\b${number}\\b`));
});

it('leaves no page of a service behind that there no longer is', () => {
  expect(leftOver()).toEqual([]);
});

it('knows every code of the parser', () => {
  const sources = readdirSync(PARSER)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(PARSER, file), 'utf8'));
  const used = sources.flatMap((text) =>
    [...text.matchAll(/(?:wrong\(\s*|code: )'([a-z-]+)'/g)].map(([, code]) => code),
  );
  expect(Object.keys(PARSER_CODES).toSorted()).toEqual([...new Set(used)].toSorted());
});

it('has every exit code in the README too', () => {
  const rows = [...README.matchAll(/^\| (\d+) +\| \S/gm)].map(([, code]) => Number(code));
  expect(rows).toEqual(Object.values(EXITS).map(({ code }) => code));
});

it('README.md links to what is there', () => {
  const targets = [...README.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, target = '']) => target);
  expect(targets).toContain('docs/adopting.md');
  expect(targets.filter((target) => !existsSync(join(DOCS, '..', target)))).toEqual([]);
});
