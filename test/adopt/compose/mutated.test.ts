import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { extraFile, extraPaths, fitting } from '../../../src/adopt/compose/extra-file.js';
import { importCompose } from '../../../src/adopt/compose/import.js';
import { readDotenv } from '../../../src/adopt/compose/dotenv.js';
import { interpolate } from '../../../src/adopt/compose/interpolate.js';
import { RUNS, SEED } from '../../support/seed.js';
import { filesOf, fixtures, repositoryOf } from './fixture.js';

const texts = new Map(fixtures.map((name) => [name, filesOf(name)]));

/** What breaks a parser that takes too much for granted. */
const SPLINTERS = [
  ...[
    '*',
    '&a ',
    '*a',
    '<<: *a',
    '!reset ',
    '!override ',
    '!!binary x',
    ': ',
    '- ',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '|',
    '>',
    '#',
  ],
  ...[
    '${',
    '${X:-${Y}}',
    '$',
    '$$',
    '\t',
    '\n',
    '\n---\n',
    '\0',
    '\u{1F600}',
    '__proto__: {}',
    'constructor: 1',
    '~',
    'null',
    '1e999',
  ],
  ...['extends: api\n', 'include: [compose.yaml]\n', '"65535-1:80"', '1-999999', 'x'.repeat(300), '  '.repeat(80)],
];

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat(40),
  put: fc.oneof(fc.constantFrom(...SPLINTERS), fc.string({ maxLength: 8 })),
});

function mutate(
  text: string,
  edits: readonly { readonly at: number; readonly cut: number; readonly put: string }[],
): string {
  return edits.reduce((all, { at, cut, put }) => {
    const from = Math.floor(at * all.length);
    return all.slice(0, from) + put + all.slice(from + cut);
  }, text);
}

const mutated = fc
  .record({ name: fc.constantFrom(...fixtures), file: fc.nat(), edits: fc.array(edit, { minLength: 1, maxLength: 5 }) })
  .map(({ name, file, edits }) => {
    const files = texts.get(name)!;
    const path = Object.keys(files)[file % Object.keys(files).length]!;
    return { ...files, [path]: mutate(files[path]!, edits) };
  });

it('whatever the files hold, it answers, and every value has one account', () => {
  fc.assert(
    fc.property(mutated, (files) => {
      const { accounts, options } = importCompose(repositoryOf(files), { folderName: 'shop' });
      expect(accounts.every(({ as }) => as !== '')).toBe(true);
      expect(JSON.parse(JSON.stringify(options))).toEqual(options);
    }),
    { numRuns: Math.ceil(RUNS / 8), seed: SEED },
  );
});

it('whatever .env holds, its lines are read', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc
          .array(fc.constantFrom('A=', '"', "'", '\\', '\n', '$A', '${', '}', ' #', 'export B', ':'))
          .map((all) => all.join('')),
      ),
      (text) => {
        for (const { name, line } of readDotenv(text)) {
          expect(name).toMatch(/^[A-Za-z_]/);
          expect(line).toBeLessThanOrEqual(text.split('\n').length);
        }
        expect(typeof interpolate(text, new Map([['A', 'b']]))).toBe('string');
      },
    ),
    { numRuns: Math.ceil(RUNS / 8), seed: SEED },
  );
});

it('an alias that stands for more than any memory holds is refused', () => {
  const levels = Array.from(
    { length: 12 },
    (_, index) =>
      `x-${index}: &a${index} [${Array(10)
        .fill(index === 0 ? '1' : `*a${index - 1}`)
        .join(', ')}]`,
  );
  const { findings } = importCompose(
    repositoryOf({ 'compose.yaml': `${levels.join('\n')}\nservices: { api: { build: . } }\n` }),
  );
  expect(findings.map(({ code }) => code)).toContain('compose-file');
});

it('and what it leaves to a file of its own is a file of YAML with those services', () => {
  const beside = { networks: ['edge', 'data'], services: new Set(['backend', 'postgres']), ports: new Set([80]) };
  fc.assert(
    fc.property(mutated, (files) => {
      const read = importCompose(repositoryOf(files), { folderName: 'shop' });
      const imported = fitting(read, { development: beside, production: beside });
      for (const environment of Object.keys(extraPaths(imported)) as (keyof ReturnType<typeof extraPaths>)[]) {
        const text = extraFile(imported.extraServices, environment, beside);
        const document = parseDocument(text, { logLevel: 'silent' });
        expect(document.errors.map(({ message }) => message)).toEqual([]);
        expect(text).toContain('\nservices:\n');
      }
    }),
    { numRuns: Math.ceil(RUNS / 8), seed: SEED },
  );
});
