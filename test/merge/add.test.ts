import { describe, expect, it } from 'vitest';
import { addTo } from '../../src/merge/add.js';

describe('lines', () => {
  const ours = '# Secrets\n.env\n!.env.example\n\n# Node.js\nnode_modules/\ndist/\n';
  it.each([
    ['an empty file', '', ours],
    ['a file with something else', '*.log\n', `*.log\n\n${ours}`],
    ['no last line end', '*.log', `*.log\n\n${ours}`],
    ['blank lines at its end', '*.log\n\n\n', `*.log\n\n${ours}`],
    ['some of it there', '.env\ndist/\n', '.env\ndist/\n\n# Secrets\n!.env.example\n\n# Node.js\nnode_modules/\n'],
    [
      'the second line of a group alone goes under its comment',
      '.env\n!.env.example\nnode_modules/\n',
      '.env\n!.env.example\nnode_modules/\n\n# Node.js\ndist/\n',
    ],
    [
      'all of it there, in another order and indented',
      ' dist/\nnode_modules/\n!.env.example\n.env',
      ' dist/\nnode_modules/\n!.env.example\n.env',
    ],
    [
      'CRLF',
      '*.log\r\nnode_modules/\r\ndist/\r\n',
      '*.log\r\nnode_modules/\r\ndist/\r\n\r\n# Secrets\r\n.env\r\n!.env.example\r\n',
    ],
  ])('%s', (_what, theirs, expected) => {
    expect(addTo('.gitignore', theirs, ours)).toBe(expected);
    expect(addTo('.gitignore', expected, ours)).toBe(expected);
  });
});

describe('keys', () => {
  const ours = '{ "name": "shop", "private": true, "devDependencies": { "projen": "^1", "x": "1" } }';
  const all = '"name":"a","private":false,"devDependencies":{"projen":"0","x":"0"}';
  it.each([
    [
      'an empty object',
      '{}\n',
      '{\n  "name": "shop",\n  "private": true,\n  "devDependencies": {\n    "projen": "^1",\n    "x": "1"\n  }\n}\n',
    ],
    [
      'what is there stays, at any depth',
      '{\n  "devDependencies": {\n    "x": "9"\n  },\n  "private": false,\n  "name": "a"\n}\n',
      '{\n  "devDependencies": {\n    "x": "9",\n    "projen": "^1"\n  },\n  "private": false,\n  "name": "a"\n}\n',
    ],
    [
      'tabs and no last line end',
      '{\n\t"name": "a",\n\t"private": true\n}',
      '{\n\t"name": "a",\n\t"private": true,\n\t"devDependencies": {\n\t\t"projen": "^1",\n\t\t"x": "1"\n\t}\n}',
    ],
    [
      'four blanks; an object on one line is opened where it grows',
      '{\n    "name": "a",\n    "private": true,\n    "devDependencies": { "x": "2" }\n}\n',
      '{\n    "name": "a",\n    "private": true,\n    "devDependencies": {\n        "x": "2",\n        "projen": "^1"\n    }\n}\n',
    ],
    [
      'CRLF',
      `{\r\n  "devDependencies": {"projen": "1", "x": "1"},\r\n  "name": "a"\r\n}\r\n`,
      `{\r\n  "devDependencies": {"projen": "1", "x": "1"},\r\n  "name": "a",\r\n  "private": true\r\n}\r\n`,
    ],
    [
      'something else than an object is left alone',
      `{"name":"a","private":true,"devDependencies":null}`,
      `{"name":"a","private":true,"devDependencies":null}`,
    ],
    ['strange formatting around stays', `{"z" :  [1,2 ,3] ,\n\n${all}}`, `{"z" :  [1,2 ,3] ,\n\n${all}}`],
    ['not JSON', '{ "name": }', undefined],
    ['a comment is not JSON', `{ // why\n${all} }`, undefined],
    ['a list', '[]', undefined],
    ['nothing', '', undefined],
  ])('%s', (_what, theirs, expected) => {
    expect(addTo('package.json', theirs, ours)).toBe(expected);
    if (expected !== undefined) expect(addTo('package.json', expected, ours)).toBe(expected);
  });
});

describe('variables', () => {
  const ours = '# ---\n# Security\n# ---\n\n# Signs sessions.\nKEY=\n\n# Where mail goes.\n# MAIL=localhost\n';
  it.each([
    ['an empty file', '', '# Signs sessions.\nKEY=\n\n# Where mail goes.\n# MAIL=localhost\n'],
    [
      'another value of one of them',
      'KEY=abc # mine\nA=1\n',
      'KEY=abc # mine\nA=1\n\n# Where mail goes.\n# MAIL=localhost\n',
    ],
    [
      'one that is exported, and one that is commented out',
      'export KEY = x\n#MAIL=post\n',
      'export KEY = x\n#MAIL=post\n',
    ],
    ['one that is set and optional in ours', 'MAIL=post', 'MAIL=post\n\n# Signs sessions.\nKEY=\n'],
    ['one that is commented out, and needed', '# KEY=\nMAIL=a\n', '# KEY=\nMAIL=a\n\n# Signs sessions.\nKEY=\n'],
    ['a name that begins with one of them', 'KEYS=1\nMAIL=a\n', 'KEYS=1\nMAIL=a\n\n# Signs sessions.\nKEY=\n'],
    ['CRLF', 'MAIL=a\r\n', 'MAIL=a\r\n\r\n# Signs sessions.\r\nKEY=\r\n'],
  ])('%s', (_what, theirs, expected) => {
    expect(addTo('.env.example', theirs, ours)).toBe(expected);
    expect(addTo('.env.example', expected, ours)).toBe(expected);
  });
});
