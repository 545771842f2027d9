import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GOLDEN } from '../support/golden.js';
import { outcome, text } from '../support/merging.js';

const merge = (base: string, mine: string, theirs: string): string => outcome('docker-compose.yml', base, mine, theirs);

const web = text`
  # What starts
  services:
    web:
      image: nginx
      ports:
        - 80:80
      restart: always
    db:
      image: postgres
      restart: always
`;
const replace = (base: string, ...pairs: readonly (readonly [string, string])[]): string =>
  pairs.reduce((now, [from, to]) => {
    if (!now.includes(from)) throw new Error(`There is no ${from}.`);
    return now.replace(from, to);
  }, base);

describe('row 8: both add one key, in two places', () => {
  const mine = replace(web, ['    image: nginx\n', '    image: nginx\n    healthcheck: {disable: true}\n']);
  it('differently: a conflict, and no key twice', () => {
    const theirs = replace(web, ['    restart: always\n', '    restart: always\n    healthcheck: {interval: 1s}\n']);
    expect(merge(web, mine, theirs)).toBe('it would be no YAML, or have a key twice');
  });
  it('alike: once, where the user put it', () => {
    const theirs = replace(web, ['    restart: always\n', '    restart: always\n    healthcheck: {disable: true}\n']);
    expect(merge(web, mine, theirs)).toBe(mine);
  });
});

describe('row 31: services that look alike', () => {
  const service = (name: string, memory = '256M'): string =>
    `  ${name}:\n    restart: always\n    deploy:\n      memory: ${memory}\n`;
  const base = `services:\n${service('a')}${service('b')}${service('c')}`;
  it('an edit stays in its service when the template inserts one before it', () => {
    const mine = `services:\n${service('a')}${service('b', '1G')}${service('c')}`;
    const theirs = `services:\n${service('x')}${service('y')}${service('a')}${service('b')}${service('c')}`;
    expect(merge(base, mine, theirs)).toBe(
      `services:\n${service('x')}${service('y')}${service('a')}${service('b', '1G')}${service('c')}`,
    );
  });
  it('and when it reorders them', () => {
    const mine = `services:\n${service('a')}${service('b', '1G')}${service('c')}`;
    const theirs = `services:\n${service('c')}${service('b')}${service('a', '2G')}`;
    expect(merge(base, mine, theirs)).toBe(`services:\n${service('a', '2G')}${service('b', '1G')}${service('c')}`);
  });
  it('and when it takes out the one above', () => {
    const mine = `services:\n${service('a')}${service('b', '1G')}${service('c')}`;
    expect(merge(base, mine, `services:\n${service('b')}${service('c')}`)).toBe(
      `services:\n${service('b', '1G')}${service('c')}`,
    );
  });
  it('an edit in a service that the template takes out is a conflict', () => {
    const mine = `services:\n${service('a')}${service('b', '1G')}${service('c')}`;
    expect(merge(base, mine, `services:\n${service('a')}${service('c')}`)).toBe('conflict');
  });
});

describe('row 11: the user reindented the file', () => {
  const wide = web.replaceAll(/^( +)/gm, '$1$1');
  it.each([
    ['the template changes a value', ['image: nginx', 'image: nginx:2']],
    ['the template adds a key', ['    image: nginx\n', '    image: nginx\n    init: true\n']],
    ['the template adds an item', ['      - 80:80\n', '      - 80:80\n      - 443:443\n']],
    ['the template takes a service out', ['  db:\n    image: postgres\n    restart: always\n', '']],
    ['the template changes a comment', ['# What', '# All that']],
  ] as const)('%s: in the user’s indentation', (_what, change) => {
    const theirs = replace(web, change);
    const result = merge(web, wide, theirs);
    expect(result.replaceAll(/^( +)/gm, (indent) => indent.slice(indent.length / 2))).toBe(theirs);
    expect(result).toContain('\n        image: nginx');
  });
  it('a new block keeps its own indentation below the user’s', () => {
    const theirs = replace(web, ['  db:\n', '  cache:\n    build:\n      context: .\n  db:\n']);
    expect(merge(web, wide, theirs)).toContain('\n    cache:\n      build:\n        context: .\n    db:\n');
  });
});

const secrets = text`
  # Secrets
  secrets:
    - source: key
      mode: 0440   # octal
  x: 1
  y: "0755"
  z: [a, b]
`;

type Row = readonly [what: string, base: string, mine: string, theirs: string, expected: string];

describe('nothing is printed anew', () => {
  it.each<Row>([
    [
      'row 12: comments and mode: 0440 survive, where lines touch',
      secrets,
      replace(secrets, ['x: 1', 'x: 0x1F # mine']),
      replace(secrets, ['y: "0755"', "y: '0644'"]),
      replace(secrets, ['x: 1', 'x: 0x1F # mine'], ['y: "0755"', "y: '0644'"]),
    ],
    ['quotes alone are a change', 'a: 1\nb: 1\n', 'a: "1"\nb: 1\n', 'a: 1\nb: 2\n', 'a: "1"\nb: 2\n'],
    ['strange spaces stay', 'a: 1\nb: 1\n', 'a:    1\nb: 1\n', 'a: 1\nb: 2\n', 'a:    1\nb: 2\n'],
    [
      'long lines are not folded',
      `a: 1\nb: 1\n`,
      `a: ${'word '.repeat(60)}x\nb: 1\n`,
      'a: 1\nb: 2\n',
      `a: ${'word '.repeat(60)}x\nb: 2\n`,
    ],
    ['the user’s order', 'a: 1\nb: 1\nc: 1\n', 'c: 1\na: 1\nb: 1\n', 'a: 1\nb: 2\nc: 1\n', 'c: 1\na: 1\nb: 2\n'],
    [
      'a comment that both changed is the user’s',
      '# a\na: 1\nb: 1\n',
      '# mine\na: 1\nb: 1\n',
      '# b\na: 1\nb: 2\n',
      '# mine\na: 1\nb: 2\n',
    ],
    [
      'comments of both in different lines',
      '# v1\n# why\n# how\na: 1\nb: 1\n',
      '# v1\n# why\n# mine\n# how\na: 2\nb: 1\n',
      '# v2\n# why\n# how\na: 1\nb: 2\n',
      '# v2\n# why\n# mine\n# how\na: 2\nb: 2\n',
    ],
    [
      'a comment at the end',
      'a:\n  b: 1\n',
      'a:\n  b: 1\n  # mine\n',
      'a:\n  b: 1\n  c: 1\n',
      'a:\n  b: 1\n  c: 1\n  # mine\n',
    ],
  ])('%s', (_what, base, mine, theirs, expected) => {
    expect(merge(base, mine, theirs)).toBe(expected);
  });
});

describe('anchors, aliases and merge keys', () => {
  const base = 'x: &x\n  a: 1\n  b: 1\ns:\n  <<: *x\n  c: 1\n  d: 1\n';
  it.each<Row>([
    [
      'stay as they are',
      base,
      replace(base, ['a: 1', 'a: 2']),
      replace(base, ['b: 1', 'b: 2']),
      replace(base, ['a: 1', 'a: 2'], ['b: 1', 'b: 2']),
    ],
    [
      'an override beside a merge key',
      base,
      replace(base, ['c: 1', 'a: 9\n  c: 1']),
      replace(base, ['d: 1', 'd: 2']),
      replace(base, ['c: 1', 'a: 9\n  c: 1'], ['d: 1', 'd: 2']),
    ],
    [
      'the anchor goes, an alias comes',
      base,
      `${base}t: *x\n`,
      's:\n  c: 1\n  d: 1\n',
      'it would name the anchor x, which is not there',
    ],
    [
      'an alias before its anchor',
      'p: 1\nx: &x 1\n',
      'p: 1\nq: 1\nr: *x\nx: &x 1\n'.replace('r: *x\nx: &x 1', 'x: &x 1\nr: *x'),
      'q0: 1\np: 1\nx: 1\n',
      'conflict',
    ],
    [
      'both name something alike',
      'a: 1\nb: 1\nc: 1\nd: 1\n',
      'a: &n 1\nb: 1\nc: 1\nd: *n\n',
      'a: 1\nb: 1\nc: &n 1\nd: 1\ne: *n\n',
      'conflict',
    ],
    [
      'both name something alike, apart',
      'a: 1\nb: 1\nc: 1\n',
      'm: &n 1\na: 1\nb: 1\nc: 1\n',
      'a: 1\nb: 1\nc: 1\nt: &n 2\nu: *n\n',
      'it would have the anchor n twice',
    ],
  ])('%s', (_what, base_, mine, theirs, expected) => {
    expect(merge(base_, mine, theirs)).toBe(expected);
  });
});

describe('lists', () => {
  const list = (...items: readonly string[]): string => `l:\n${items.map((item) => `  - ${item}\n`).join('')}`;
  it.each<Row>([
    ['items beside each other, changed by one each', list('a', 'b'), list('x', 'b'), list('a', 'y'), list('x', 'y')],
    [
      'one takes out, one adds elsewhere',
      list('a', 'b', 'c'),
      list('b', 'c'),
      list('a', 'b', 'c', 'd'),
      list('b', 'c', 'd'),
    ],
    ['both add at the end', list('a'), list('a', 'x'), list('a', 'y'), 'conflict'],
    [
      'both add the same item in two places',
      list('a', 'b', 'c'),
      list('x', 'a', 'b', 'c'),
      list('a', 'b', 'c', 'x'),
      'it would change what neither side changed, at l',
    ],
    ['both change one item', list('a', 'b'), list('x', 'b'), list('y', 'b'), 'conflict'],
    ['flow: both change one', 'l: [a, b]\nm: 1\n', 'l: [a, x]\nm: 1\n', 'l: [y, b]\nm: 1\n', 'conflict'],
    [
      'flow: each another',
      'l: [a]\nm: {b: 1}\n',
      'l: [a, x]\nm: {b: 1}\n',
      'l: [a]\nm: {b: 2}\n',
      'l: [a, x]\nm: {b: 2}\n',
    ],
    ['a flow list becomes a block', 'a: []\nb: 1\n', 'a: []\nb: 2\n', 'a:\n  - x\nb: 1\n', 'a:\n  - x\nb: 2\n'],
    [
      'a block becomes empty, and the line below changes',
      'a:\n  - x\nb: 1\n',
      'a:\n  - x\nb: 2\n',
      'a: []\nb: 1\n',
      'a: []\nb: 2\n',
    ],
    [
      'lists that are not indented',
      'a:\n- x\nb: 1\n',
      'a:\n- x\n- m\nb: 1\n',
      'a:\n- x\nb: 2\n',
      'a:\n- x\n- m\nb: 2\n',
    ],
    [
      'maps in a list',
      'l:\n  - a: 1\n    b: 1\n  - a: 2\n',
      'l:\n  - a: 1\n    b: 9\n  - a: 2\n',
      'l:\n  - a: 1\n    b: 1\n  - a: 3\n',
      'l:\n  - a: 1\n    b: 9\n  - a: 3\n',
    ],
    [
      'one map in a list, by both',
      'l:\n  - a: 1\n    m: 0\n    b: 1\n',
      'l:\n  - a: 2\n    m: 0\n    b: 1\n',
      'l:\n  - a: 1\n    m: 0\n    b: 2\n',
      'it would change what neither side changed, at l',
    ],
  ])('%s', (_what, base, mine, theirs, expected) => {
    expect(merge(base, mine, theirs)).toBe(expected);
  });
});

describe('other shapes', () => {
  it.each<Row>([
    [
      'block scalars',
      'a: |\n  one\n  two\nb: 1\n',
      'a: |\n  one\n  mine\nb: 1\n',
      'a: |\n  one\n  two\nb: 2\n',
      'a: |\n  one\n  mine\nb: 2\n',
    ],
    [
      'a block scalar that both changed',
      'a: |\n  one\n  x\n  two\n',
      'a: |\n  mine\n  x\n  two\n',
      'a: |\n  one\n  x\n  t\n',
      'it would change what neither side changed, at a',
    ],
    [
      'what is indented in a block scalar counts',
      'a: |\n  one\n    two\nb: 1\n',
      'a: |\n  one\n    two\nb: 2\n',
      'a: |\n  one\n  two\nb: 1\n',
      'conflict',
    ],
    [
      'more documents than one, by lines',
      'a: 1\n---\nb: 1\nc: 1\nd: 1\n',
      'a: 2\n---\nb: 1\nc: 1\nd: 1\n',
      'a: 1\n---\nb: 1\nc: 1\nd: 2\n',
      'a: 2\n---\nb: 1\nc: 1\nd: 2\n',
    ],
    [
      'more documents than one, beside each other',
      'a: 1\n---\nb: 1\n',
      'a: 2\n---\nb: 1\n',
      'a: 1\n--- # t\nb: 1\n',
      'conflict',
    ],
    ['a list at the top', '- a\n- b\n', '- x\n- b\n', '- a\n- y\n', 'conflict'],
    [
      'a mistake of the user’s',
      'a: 1\nb: 1\nc: 1\n',
      'a: [\nb: 1\nc: 1\n',
      'a: 1\nb: 1\nc: 2\n',
      'it would be no YAML, or have a key twice',
    ],
    [
      'a key that one takes out and the other changes',
      'a:\n  b: 1\n  c: 1\n',
      'a:\n  c: 1\n',
      'a:\n  b: 2\n  c: 1\n',
      'conflict',
    ],
    ['a key that both take out', 'a:\n  b: 1\n  c: 1\n', 'a:\n  c: 2\n', 'a:\n  c: 1\n', 'a:\n  c: 2\n'],
    ['different new keys at one place', 'a: 1\n', 'a: 1\nm: 1\n', 'a: 1\nt: 1\n', 'a: 1\nt: 1\nm: 1\n'],
    [
      'an end of the document that is marked',
      'a: 1\nb: 1\n...\n',
      'a: 2\nb: 1\n...\n',
      'a: 1\nb: 2\n...\n',
      'a: 2\nb: 2\n...\n',
    ],
    [
      'what stands above the whole file, whose first key the template takes out',
      '# file\n---\na: 1\n\nb: {}\n# c\n',
      '# file\n---\na: 1\n\n# c\nb: {}\n',
      '# file\n---\nb: {}\n# c\n',
      '# file\n---\n\n# c\nb: {}\n',
    ],
    [
      'the same, without a mark where the document begins',
      '# file\n\na: 1\nb: {}\n# c\n',
      '# file\n\na: 1\n# c\nb: {}\n',
      '# file\n\nb: {}\n# c\n',
      '# file\n\n# c\nb: {}\n',
    ],
    [
      'a comment that the template puts above another key, and that nobody took out, would go',
      'a: 1\nb: 1\n# c\n# d\n',
      '# m\na: 1\nb: 1\n# c\n# d\n',
      'b: 1\n# c\na: 1\n# d\n',
      'conflict',
    ],
    ['no last line end', 'a: 1\nb: 1', 'a: 2\nb: 1', 'a: 1\nb: 2', 'a: 2\nb: 2'],
    ['only comments', '# a\n', '# a\n# m\n', '# t\n# a\n', '# t\n# a\n# m\n'],
  ])('%s', (_what, base, mine, theirs, expected) => {
    expect(merge(base, mine, theirs)).toBe(expected);
  });
});

it('a Compose file of 500 lines', () => {
  const base = readFileSync(join(GOLDEN, 'everything/expected/compose.yaml'), 'utf8');
  const [always, noted] = [
    ['restart: unless-stopped', 'restart: always'],
    ['driver: bridge', 'driver: bridge # t'],
  ] as const;
  expect(merge(base, replace(base, always), replace(base, noted))).toBe(replace(base, always, noted));
});
