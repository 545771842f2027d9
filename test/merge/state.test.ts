import { describe, expect, it } from 'vitest';
import { formatState, parseState, type FileState } from '../../src/merge/state.js';

const base = 'a'.repeat(64);
const line: FileState = { owner: 'merged', base, executable: false, version: '1.0.0' };

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
    ['a hash that is none', '{"format":1,"files":{"a":{"owner":"seed","base":"../x","version":"1"}}}'],
  ])('%s cannot be read', (_what, text) => {
    expect(parseState(text)).toBeUndefined();
  });
});
