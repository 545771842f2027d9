import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadText } from '../../src/index.js';
import { describeProblem, readJson } from '../../src/stack/json.js';

const problem = (text: string): string | undefined => {
  const read = readJson(text);
  return 'problem' in read ? describeProblem(read.problem) : undefined;
};

describe('what people write is read', () => {
  it.each([
    ['a comment to the end of the line', '{\n  // the shop\n  "name": "shop" // as Compose takes it\n}'],
    ['a comment in between', '{ /* the\nshop */ "name": /* here */ "shop" }'],
    ['a comma after the last item', '{ "name": "shop", }'],
    ['a byte order mark', '\uFEFF{ "name": "shop" }'],
    ['line ends of Windows', '{\r\n  // the shop\r\n  "name": "shop",\r\n}\r\n'],
  ])('%s', (_, text) => {
    expect(readJson(text)).toEqual({ json: { name: 'shop' } });
    expect(loadText(text).stack?.name).toBe('shop');
  });

  it('what looks like a comment inside of a text is none', () => {
    expect(readJson('{ "a": "https://example.com/*", "b": [1, 2,] }')).toEqual({
      json: { a: 'https://example.com/*', b: [1, 2] },
    });
  });

  it('as JSON.parse reads it, whatever it is', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(readJson(text)).toEqual({ json: JSON.parse(text) as unknown });
      }),
      { examples: [['{"__proto__":{"name":"shop"}}'], ['{"a":1,"a":2}'], ['1e400'], ['"\\ud800"']] },
    );
  });

  it('a key cannot hide behind the prototype', () => {
    const { json } = readJson('{ "__proto__": { "name": "shop" } }') as { json: object };
    expect(Object.keys(json)).toEqual(['__proto__']);
    expect('name' in json).toBe(false);
  });
});

describe('what cannot be read is told with its place', () => {
  it.each([
    ['', 'line 1, column 1: a value is missing'],
    ['{\n  "name": "shop"', 'line 2, column 17: a closing brace } is missing'],
    ['{ "a": [1', 'line 1, column 10: a closing bracket ] is missing'],
    ['{\r\n  "name": "shop"\r\n  "tls": true\r\n}', 'line 3, column 3: a comma is missing before this'],
    ['{ "tls" true }', 'line 1, column 9: a colon is missing before this'],
    ['{ "tls": }', 'line 1, column 10: a value is missing'],
    ['{ name: "shop" }', 'line 1, column 3: a word stands without quotes'],
    ['{ "name": "shop }', 'line 1, column 11: a quote is missing at the end of a text'],
    ['{ "a": 1,, }', 'line 1, column 10: a key in quotes is missing'],
    ['{ "a": "\\q" }', 'line 1, column 8: a backslash is followed by what cannot be escaped'],
    ['{ "a": 1. }', 'line 1, column 8: a number is not complete'],
    ['{} {}', 'line 1, column 4: there is something after the end'],
    ['{ /* a', 'line 1, column 3: a comment is not closed'],
    ['<<<<<<< HEAD\n{}\n', 'line 1, column 1: a word stands without quotes'],
  ])('%j', (text, message) => {
    expect(problem(text)).toBe(message);
  });

  it('to the user, with a way out', () => {
    expect(loadText('{\n  "name" "shop"\n}').diagnostics).toEqual([
      {
        code: 'invalid-json',
        severity: 'error',
        path: [],
        message: 'This is not JSON: line 2, column 10: a colon is missing before this.',
        hint: 'Mend it there. Comments, and a comma after the last item, are allowed.',
      },
    ]);
  });
});
