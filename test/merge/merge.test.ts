import { describe, expect, it } from 'vitest';
import { chosen, hasMarkers, isConflict, labelsFor, marked, mergeTexts, type Format } from '../../src/merge/merge.js';

const labels = labelsFor('1.0.0', '2.0.0');

/** The merged text, or the text with its markers. */
function outcome(base: string, mine: string, theirs: string, format?: Format): string {
  const result = mergeTexts({ base, mine, theirs }, format);
  return result.clean ? result.text : `${result.fault ?? 'lines'}\n${marked(result.regions, labels)}`;
}

describe('the last line end is an attribute of the file', () => {
  it.each([
    ['nobody touched it', 'a\nb\nc', 'x\nb\nc', 'a\nb\ny', 'x\nb\ny'],
    ['the user took it out', 'a\nb\nc\n', 'a\nb\nc', 'x\nb\nc\n', 'x\nb\nc'],
    ['the user put it there', 'a\nb\nc', 'a\nb\nc\n', 'x\nb\nc', 'x\nb\nc\n'],
    ['the template took it out', 'a\nb\nc\n', 'x\nb\nc\n', 'a\nb\nc', 'x\nb\nc'],
    ['the template put it there', 'a\nb\nc', 'x\nb\nc', 'a\nb\nc\n', 'x\nb\nc\n'],
    ['both took it out', 'a\nb\nc\n', 'x\nb\nc', 'a\nb\ny', 'x\nb\ny'],
    ['the user appended without one', 'a\nb\nc\n', 'a\nb\nc\nmine', 'x\nb\nc\n', 'x\nb\nc\nmine'],
    ['everything was deleted by both', 'a\n', '', '', ''],
    ['blank lines at the end are lines', 'a\nb\n', 'a\nb\n\n\n', 'x\nb\n', 'x\nb\n\n\n'],
  ])('%s', (_what, base, mine, theirs, expected) => {
    expect(outcome(base, mine, theirs)).toBe(expected);
  });
});

describe('a conflict', () => {
  it('is marked in the style that git calls diff3, around what differs and no more', () => {
    expect(outcome('a\nb\nc\n', 'a\nmine\nend\nc\n', 'a\ntheirs\nend\nc\n')).toBe(
      [
        'lines',
        'a',
        '<<<<<<< yours',
        'mine',
        '||||||| base 1.0.0',
        'b',
        '=======',
        'theirs',
        '>>>>>>> template 2.0.0',
        'end',
        'c',
        '',
      ].join('\n'),
    );
  });

  const picky: Format = { fault: (text) => (/x[^]*x/.test(text) ? 'it would say x twice' : undefined) };
  const three = ['a\nb\nc\nd\ne\n', 'a\nx\nb\nc\nd\ne\n', 'a\nb\nc\nx\nd\ne\n'] as const;

  it('of sound lines that make no sound text goes from the first change to the last', () => {
    expect(outcome(...three, picky)).toBe(
      [
        'it would say x twice',
        'a',
        '<<<<<<< yours',
        'x',
        'b',
        'c',
        '||||||| base 1.0.0',
        'b',
        'c',
        '=======',
        'b',
        'c',
        'x',
        '>>>>>>> template 2.0.0',
        'd',
        'e',
        '',
      ].join('\n'),
    );
  });

  it('is merged by structure where the format can, and where the result is sound', () => {
    expect(outcome(...three, { ...picky, merge: () => 'a\nb\nc\nx\nd\ne\n' })).toBe('a\nb\nc\nx\nd\ne\n');
    expect(outcome(...three, { ...picky, merge: () => 'x\nx\n' })).toMatch(/^it would say x twice\n/);
    expect(outcome(...three, { ...picky, merge: () => undefined })).toMatch(/^it would say x twice\n/);
  });

  it('is what a structure is that loses a line of the user’s', () => {
    expect(
      outcome('a\nb\n', 'a\nmine\nb\n', 'a\nt\nb\n', { fault: () => undefined, merge: () => 'a\nt\nb\n' }),
    ).toMatch(/^lines\n/);
  });

  it.each([
    ['mine', 'a\nM\nc\nd\ne\nM\n'],
    ['theirs', 'a\nT\nc\nd\ne\nT\n'],
    ['base', 'a\nb\nc\nd\ne\nf\n'],
  ] as const)('is decided for %s', (choice, expected) => {
    const result = mergeTexts({ base: 'a\nb\nc\nd\ne\nf\n', mine: 'a\nM\nc\nd\ne\nM\n', theirs: 'a\nT\nc\nd\ne\nT\n' });
    if (result.clean) throw new Error('There are two conflicts.');
    expect(result.regions.filter(isConflict)).toHaveLength(2);
    expect(chosen(result.regions, [choice, choice])).toBe(expected);
    expect(chosen(result.regions, [choice, choice], false)).toBe(expected.trimEnd());
    expect(chosen(result.regions, ['mine', 'theirs'])).toBe('a\nM\nc\nd\ne\nT\n');
    expect(() => chosen(result.regions, [choice])).toThrow('Conflict 2 has no choice.');
  });
});

describe('markers', () => {
  it.each([
    ['none', 'a\nb\n', false],
    ['all of them', '<<<<<<< yours\na\n||||||| base 1.0.0\nb\n=======\nc\n>>>>>>> template 2.0.0\n', true],
    ['with CRLF', 'a\r\n<<<<<<< yours\r\nb\r\n', true],
    ['the first alone', '<<<<<<< yours\na\n', true],
    ['the base alone', 'a\n||||||| base 1.0.0\n', true],
    ['the last alone', 'a\n>>>>>>> template 2.0.0', true],
    ['a heading of Markdown', 'Title\n=======\n', false],
    ['those of git', '<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n', false],
    ['in the middle of a line', 'echo "<<<<<<< yours"\n', false],
  ])('%s', (_what, text, expected) => {
    expect(hasMarkers(text)).toBe(expected);
  });

  it('row 24: what the template itself has is none', () => {
    const template = 'It looks like this:\n<<<<<<< yours\n=======\n>>>>>>> template 2.0.0\n';
    expect(hasMarkers(template, template)).toBe(false);
    expect(hasMarkers(`${template}||||||| base 1.0.0\n`, template)).toBe(true);
  });
});
