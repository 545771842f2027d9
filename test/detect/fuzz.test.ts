import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detect } from '../../src/detect/detect.js';
import type { Repository } from '../../src/detect/repository.js';
import { inMemory, repositoryFiles, repositoryNames } from '../support/repositories.js';
import { RUNS, SEED } from '../support/seed.js';

const repositories = repositoryNames().map(repositoryFiles);
const READ =
  /\.(py|toml|json|[jt]sx?|mjs|txt|cfg|ini|ya?ml|conf)$|Pipfile|Dockerfile|Procfile|\.env|\.nvmrc|\.python-version/;
const GARBAGE = [
  '(',
  ')',
  '[',
  '{',
  '}',
  '"',
  "'",
  '"""',
  'f"{',
  '\\',
  '\n',
  '\t',
  ':',
  '=',
  ',',
  '*',
  '@',
  '#',
  '\0',
  '⚠',
  '𝒳',
  '..',
  'import ',
  'from . ',
  'class A(A): pass\n',
  'app = app\n',
  'x = x + x\n',
  '-r requirements.txt\n',
  '[[',
  '= ',
  '${',
  '`',
  '<>',
  '/*',
  '//',
  '__proto__',
  'constructor',
];

/** A file of one of the repositories, and what is done to it. */
const mutation = fc.record({
  repository: fc.nat(repositories.length - 1),
  file: fc.nat(),
  edits: fc.array(
    fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      remove: fc.nat(40),
      put: fc.oneof(fc.constantFrom(...GARBAGE), fc.string({ unit: 'binary', maxLength: 8 }), fc.constant('')),
      times: fc.constantFrom(1, 1, 1, 3, 200),
    }),
    { minLength: 1, maxLength: 6 },
  ),
});
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

function mutated({ repository, file, edits }: Mutation): Repository {
  const files = new Map(repositories[repository]);
  const paths = [...files.keys()].filter((path) => READ.test(path));
  const path = paths[file % paths.length]!;
  const text = edits.reduce((before, { at, remove, put, times }) => {
    const start = Math.floor(at * before.length);
    return `${before.slice(0, start)}${put.repeat(times)}${before.slice(start + remove)}`;
  }, files.get(path)!);
  return inMemory(files.set(path, text));
}

it('reads whatever somebody may have written, and says nothing of files or lines that are not there', () => {
  fc.assert(
    fc.property(mutation, (one) => {
      const repository = mutated(one);
      const asked = new Set<string>();
      const watched = { ...repository, read: (path: string) => (asked.add(path), repository.read(path)) };
      const text = JSON.stringify(detect(watched));
      for (const [, file, line] of text.matchAll(/"evidence":\{"file":"([^"]+)"(?:,"line":(\d+))?/g)) {
        expect(repository.files).toContain(file);
        const lines = repository.read(file!)!.split('\n').length;
        expect(Number(line ?? 1)).toBeLessThanOrEqual(lines);
      }
      expect([...asked].filter((path) => path.startsWith('/') || path.startsWith('../'))).toEqual([]);
    }),
    { numRuns: Math.ceil(RUNS / 4), seed: SEED },
  );
});

const many = 20_000;
const chain = Array.from({ length: 400 }, (_, index) => `a${index} = a${index + 1} + a${index + 1} + a${index + 1}`);

describe.each([
  ['brackets', `from fastapi import FastAPI\napp = ${'('.repeat(many)}FastAPI()`],
  ['sums', `from fastapi import FastAPI\nopen(${'"a" + '.repeat(many)}"b", "w")\napp = FastAPI()`],
  ['attributes', `from fastapi import FastAPI\napp = FastAPI()\nopen(${'a.'.repeat(many)}b, "w")`],
  ['conditions', `from fastapi import FastAPI\n${'if 1: '.repeat(many)}app = FastAPI()`],
  ['names that name each other', `from fastapi import FastAPI\nopen(a0, "w")\n${chain.join('\n')}\napp = FastAPI()`],
  [
    'a class of itself',
    'from pydantic_settings import BaseSettings\nclass A(B, BaseSettings): x: A\nclass B(A): y: B\n',
  ],
  ['blocks', Array.from({ length: 500 }, (_, depth) => `${' '.repeat(depth)}if FastAPI:`).join('\n')],
])('%s without end', (_, python) => {
  it('are left alone', { timeout: 20_000 }, () => {
    const files = new Map([
      ['main.py', python],
      ['requirements.txt', 'fastapi\n'],
    ]);
    expect(() => detect(inMemory(files))).not.toThrow();
  });
});

it('leaves alone what JavaScript, JSON and TOML nest without end', () => {
  const deep = (open: string): string => open.repeat(many);
  const files = new Map([
    ['package.json', `{"dependencies":{"react":"1","vite":"1"},"x":${deep('[')}`],
    ['vite.config.ts', `export default { server: { port: ${deep('(')}1`],
    ['src/a.tsx', `import.meta.env.VITE_A + ${deep('[(')}`],
    ['pyproject.toml', `a = ${deep('[')}`],
  ]);
  expect(() => detect(inMemory(files))).not.toThrow();
  files.set('package.json', '{"dependencies":{"react":"1","vite":"1"}}');
  expect(detect(inMemory(files)).frontend?.framework.value).toBe('vite');
});
