import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { editOptions, migrate } from '../../src/migrate/migrate.js';
import { migrations } from '../../src/migrate/migrations.js';
import type { Migration, OptionEdit } from '../../src/model/migration.js';

const rename = { kind: 'rename', path: ['a'], to: ['b'] } as const;

describe('one edit', () => {
  it.each<[what: string, edit: OptionEdit, before: string, after: string]>([
    ['another name', rename, '{\n  "a": 1, // mine\n  "c": 2\n}\n', '{\n  "b": 1, // mine\n  "c": 2\n}\n'],
    [
      'another place',
      { kind: 'rename', path: ['a'], to: ['c', 'b'] },
      '{\n  "a": 1\n}\n',
      '{\n  "c": {\n    "b": 1\n  }\n}\n',
    ],
    ['another name, where the new one is there', rename, '{\n  "a": 1,\n  "b": 2\n}\n', '{\n  "b": 2\n}\n'],
    ['another name, of what nobody said', rename, '{\n  "c": 1\n}\n', '{\n  "c": 1\n}\n'],
    ['a value', { kind: 'set', path: ['a'], value: 2 }, '{\n  "a": 1 // mine\n}\n', '{\n  "a": 2 // mine\n}\n'],
    ['a value that is there', { kind: 'set', path: ['a'], value: [1] }, '{"a":[ 1 ]}', '{"a":[ 1 ]}'],
    [
      'one that goes',
      { kind: 'remove', path: ['a', 'b'] },
      '{\n  "a": {\n    "b": 1\n  }\n}\n',
      '{\n  "a": {\n  }\n}\n',
    ],
  ])('%s', (_what, edit, before, after) => {
    expect(editOptions(before, edit)).toBe(after);
  });
});

describe('versions', () => {
  /** Not in the order of their versions. */
  const all: readonly Migration[] = [
    { version: '0.3.0', about: 'c from b', edits: () => [{ kind: 'rename', path: ['b'], to: ['c'] }] },
    {
      version: '0.2.0',
      about: 'b from a',
      edits: () => [rename],
      asks: ({ x }) => (x === undefined ? [{ path: ['x'], message: 'x?' }] : []),
    },
  ];
  const text = '{\n  "a": 1\n}\n';

  it.each([
    ['from before them all', '0.1.0', ['b from a', 'c from b'], 1],
    ['from the middle: what is older was done', '0.2.0', [], 0],
    ['from the newest', '0.3.0', [], 0],
    ['from a version before the release itself', '0.2.0-rc.1', ['b from a', 'c from b'], 1],
    ['from who knows where: nothing is guessed', undefined, [], 0],
  ])('%s', (_what, from, about, asks) => {
    const migrated = migrate(text, from, all);
    expect([migrated.about, migrated.asks.length]).toEqual([about, asks]);
    expect(migrated.text).toBe(about.length === 0 ? text : '{\n  "c": 1\n}\n');
  });

  it('step by step comes to what at once does', () => {
    const half = migrate(
      text,
      '0.1.0',
      all.filter(({ version }) => version === '0.2.0'),
    ).text;
    expect(migrate(half, '0.2.0', all).text).toBe(migrate(text, '0.1.0', all).text);
  });

  it('an answer ends the question', () => {
    const answered = migrate(text, '0.1.0', all, [{ kind: 'set', path: ['x'], value: 'y' }]);
    expect([answered.asks, JSON.parse(answered.text)]).toEqual([[], { c: 1, x: 'y' }]);
  });
});

it('each migration of this package has its test, named by its version', () => {
  const tested = migrations.map(({ version }) => existsSync(join(import.meta.dirname, `${version}.test.ts`)));
  expect(tested).not.toContain(false);
});
