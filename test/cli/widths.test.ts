// What is shown in columns stays in them whatever the letters: wide ones, pictures, marks and right to left.
import widthOf from 'fast-string-width';
import { describe, expect, it } from 'vitest';
import { laidOut } from '../../src/adopt/report-layout.js';
import { columns } from '../../src/cli/inspect/table.js';
import { isolated } from '../../src/cli/wizard/frame.js';
import { wrapped } from '../../src/cli/wizard/paint.js';

const WORDS = ['api', '店舗サービス', '🛒🛒', 'café', 'café', 'متجر', '\u001B[32mgreen\u001B[39m'];
/** The column in which the second cell begins. */
const begins = (lines: string): readonly number[] =>
  lines
    .trimEnd()
    .split('\n')
    .map((line) => widthOf(line.slice(0, line.indexOf('|'))));

describe('columns', () => {
  it('of a table begin below one another', () => {
    expect(new Set(begins(columns(WORDS.map((word) => [word, '|']))))).toEqual(new Set([16]));
  });

  it('of a report, too, where nothing is coloured', () => {
    const rows = WORDS.slice(0, -1).map((word) => [word, '|']);
    const text = laidOut('', [{ title: 'T', headings: ['', ''], rows, none: '' }], 'terminal');
    expect(new Set(begins(text.replace('T\n', '')))).toEqual(new Set([16]));
  });
});

it('no line is wider than it may be, however wide its letters are', () => {
  const lines = wrapped('店舗 サービス の 設定 を 選んで ください 🛒 متجر', 12);
  expect(lines.map((line) => widthOf(line)).filter((width) => width > 12)).toEqual([]);
  expect(lines.join(' ')).toBe('店舗 サービス の 設定 を 選んで ください 🛒 متجر');
});

it('what is written from right to left turns nothing around it', () => {
  expect([isolated('متجر'), isolated('shop')]).toEqual(['\u2068متجر\u2069', 'shop']);
});
