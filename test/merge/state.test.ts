import { describe, expect, it } from 'vitest';
import { formatState, parseState, type FileState } from '../../src/merge/state.js';

const base = 'a'.repeat(64);
const line: FileState = { owner: 'merged', base, executable: false, version: '1.0.0' };

const entry = (path: string, version: string, comma = ','): string =>
  `    "${path}": {"owner":"merged","base":"${base}","version":"${version}"}${comma}`;

/** As `git merge` leaves it, where both branches changed the line of `path`. */
function torn(ours: string, theirs: string, ancestor = ''): string {
  return [
    '{',
    '  "format": 1,',
    '  "files": {',
    entry('a', '1.0.0'),
    '<<<<<<< HEAD',
    ours,
    ...(ancestor === '' ? [] : ['||||||| 1234567', ancestor]),
    '=======',
    theirs,
    '>>>>>>> branch',
    entry('z', '1.0.0', ''),
    '  }',
    '}',
    '',
  ].join('\n');
}

const read = (text: string): object =>
  Object.fromEntries([...(parseState(text) ?? [])].map(([path, { version }]) => [path, version]));

describe('22 .lge/state.json with conflict markers', () => {
  it.each<readonly [what: string, text: string, expected: object]>([
    ['the newer template’s line counts', torn(entry('b', '1.1.0'), entry('b', '1.2.0')), { b: '1.2.0' }],
    ['on either side', torn(entry('b', '1.10.0'), entry('b', '1.9.0')), { b: '1.10.0' }],
    ['files of both count', torn(entry('b', '1.1.0'), entry('c', '1.2.0')), { b: '1.1.0', c: '1.2.0' }],
    [
      'what the common ancestor had is neither’s',
      torn(entry('b', '2.0.0'), '', entry('gone', '1.0.0')),
      { b: '2.0.0' },
    ],
    ['also where it is the newer', torn(entry('b', '1.0.0'), entry('b', '1.1.0'), entry('b', '9.0.0')), { b: '1.1.0' }],
    ['of two that are as new, mine', torn(entry('b', '1.0.0'), entry('b', '1.0.0+theirs')), { b: '1.0.0' }],
  ])('%s', (_what, text, expected) => {
    for (const variant of [text, text.replaceAll('\n', '\r\n'), `\uFEFF${text}`])
      expect(read(variant)).toEqual({ a: '1.0.0', z: '1.0.0', ...expected });
  });

  it.each([
    ['both lines kept, as JSON takes the last', `${entry('b', '1.2.0')}\n${entry('b', '1.1.0')}`, '1.2.0'],
    ['a comma too few', entry('b', '1.1.0', ''), '1.1.0'],
    ['an empty line', `${entry('b', '1.1.0')}\n`, '1.1.0'],
  ])('taken out by hand: %s', (_what, middle, version) => {
    const text = torn('', '').replace(/<<<<<<<[^]*>>>>>>> branch/, middle);
    expect(read(text)).toEqual({ a: '1.0.0', b: version, z: '1.0.0' });
  });

  it('and in another layout, which a formatter gave it', () => {
    const text = formatState(new Map([['a', line]]), '1.0.0');
    expect(read(JSON.stringify(JSON.parse(text), null, 4))).toEqual({ a: '1.0.0' });
  });
});

describe('.lge/state.json', () => {
  it('has one line a file, sorted', () => {
    const state = new Map<string, FileState>([
      ['b', { ...line, executable: true }],
      ['a/c', { ...line, owner: 'seed', status: 'deleted' }],
      ['B', line],
    ]);
    expect(formatState(state, '2.0.0').replaceAll(base, '…')).toBe(
      [
        '{',
        '  "format": 1,',
        '  "version": "2.0.0",',
        '  "files": {',
        '    "B": {"owner":"merged","base":"…","version":"1.0.0"},',
        '    "a/c": {"owner":"seed","base":"…","version":"1.0.0","status":"deleted"},',
        '    "b": {"owner":"merged","base":"…","executable":true,"version":"1.0.0"}',
        '  }',
        '}',
        '',
      ].join('\n'),
    );
    expect(new Map([...parseState(formatState(state, '2.0.0'))!].sort())).toEqual(new Map([...state].sort()));
  });

  it.each([
    ['nothing', ''],
    ['a merge conflict', `{\n<<<<<<< ours\n  "format": 1\n=======\n>>>>>>> theirs\n}`],
    ['a newer format', '{"format":2,"files":{}}'],
    ['no files', '{"format":1}'],
    ['null', 'null'],
    ['an unknown owner', `{"format":1,"files":{"a":{"owner":"x","base":"${base}","version":"1"}}}`],
    ['half of it', formatState(new Map([['a', line]]), '1.0.0').slice(0, -4)],
    ['half of it, with conflict markers', torn('a', 'b').split('=======')[0]!],
    ['markers in a newer format', torn('a', 'b').replace('"format": 1', '"format": 2')],
    ['markers around a line that is none', torn('a', 'b').replace('"owner"', '"ownr"')],
    ['a hash that is none', '{"format":1,"files":{"a":{"owner":"seed","base":"../x","version":"1"}}}'],
  ])('%s cannot be read', (_what, text) => {
    expect(parseState(text)).toBeUndefined();
  });
});
