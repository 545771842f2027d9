import { describe, expect, it } from 'vitest';
import { mergeLines, type MergeOptions } from '../../src/merge/lines.js';

/** A line is a letter. A conflict reads `<mine|base|theirs>`. */
function merged(base: string, mine: string, theirs: string, options?: MergeOptions): string {
  const regions = mergeLines({ base: [...base], mine: [...mine], theirs: [...theirs] }, options);
  return regions
    .map((region) =>
      region.kind === 'conflict'
        ? `<${region.mine.join('')}|${region.base.join('')}|${region.theirs.join('')}>`
        : region.lines.join(''),
    )
    .join('');
}

type Row = readonly [what: string, base: string, mine: string, theirs: string, expected: string];

const rows: readonly Row[] = [
  ['nobody changed anything', 'abc', 'abc', 'abc', 'abc'],
  ['nothing anywhere', '', '', '', ''],
  ['only the user did', 'abc', 'axc', 'abc', 'axc'],
  ['only the template did', 'abc', 'abc', 'axc', 'axc'],
  ['both did the same', 'abc', 'axc', 'axc', 'axc'],
  ['a line apart', 'abc', 'xbc', 'aby', 'xby'],
  ['one line, differently', 'abc', 'axc', 'ayc', 'a<x|b|y>c'],
  ['lines that touch', 'abcd', 'axcd', 'abyd', 'a<xc|bc|by>d'],
  ['two insertions at one place', 'ab', 'axb', 'ayb', 'a<x||y>b'],
  ['the same insertion', 'ab', 'axb', 'axb', 'axb'],
  ['insertions that begin and end alike', 'ab', 'apxqb', 'apyqb', 'ap<x||y>qb'],
  ['at the start and at the end', 'ab', 'xab', 'aby', 'xaby'],
  ['one deletes what the other changed', 'abc', 'ac', 'axc', 'a<|b|x>c'],
  ['both delete it', 'abc', 'ac', 'ac', 'ac'],
  ['deletions that overlap', 'abcde', 'ade', 'abe', 'a<d|bcd|b>e'],
  ['one deletes all, the other nothing', 'abc', '', 'abc', ''],
  ['one deletes all, the other changed one line', 'abc', '', 'axc', '<|abc|axc>'],
  ['both write into an empty text', '', 'x', 'y', '<x||y>'],
  ['two conflicts', 'abcde', 'xbcdy', 'pbcdq', '<x|a|p>bcd<y|e|q>'],
  ['a change of many small ones against one large', 'abcdef', 'axcyef', 'zf', '<axcye|abcde|z>f'],
  // Of equal lines either may be the new one, or the one that went. Taken is what git takes: the verdict hangs on it.
  ['one more of equal lines, and a change above', 'bcbaa', 'xcbaaa', 'bcyaa', 'xcyaaa'],
  ['one more of equal lines, and one less', 'aaabab', 'abaabbab', 'aabab', 'ababbab'],
  ['one less of equal lines, and one more', 'cbb', 'xcb', 'cbbb', 'xcb<|b|bb>'],
  ['one less of equal lines, and a change below', 'caac', 'acaaac', 'caabc', 'acaa<a||b>c'],
];

describe('changes that touch are a conflict, as to git', () => {
  it.each(rows)('%s', (_what, base, mine, theirs, expected) => {
    expect(merged(base, mine, theirs)).toBe(expected);
  });
});

describe('touching: apart', () => {
  it.each<Row>([
    ['lines that touch', 'abcd', 'axcd', 'abyd', 'axyd'],
    ['an insertion before what the other changed', 'abc', 'axbc', 'ayc', 'axyc'],
    ['an insertion after what the other deleted', 'abc', 'ac', 'abxc', 'axc'],
    ['two insertions at one place', 'ab', 'axb', 'ayb', 'a<x||y>b'],
    ['one line, differently', 'abc', 'axc', 'ayc', 'a<x|b|y>c'],
  ])('%s', (_what, base, mine, theirs, expected) => {
    expect(merged(base, mine, theirs, { touching: 'apart' })).toBe(expected);
  });
});

describe('large texts', () => {
  const many = (line: (index: number) => string): string[] => Array.from({ length: 10_000 }, (_, at) => line(at));
  const services = many((at) => ['services:', '  web:', '    image: nginx', '    restart: always'][at % 4]!);

  // How long it takes is measured by `npm run bench`.
  it('24 10,000 repeated lines merge', () => {
    const mine = services.with(5001, '  mine:');
    const theirs = [...services.slice(0, 100), 'new:', ...services.slice(100), 'last:'];
    const regions = mergeLines({ base: services, mine, theirs });
    expect(regions.flatMap((region) => ('lines' in region ? region.lines : []))).toEqual(theirs.with(5002, '  mine:'));
  });

  it.each([
    ['nothing in common', many((at) => `mine ${at}`), many((at) => `theirs ${at}`)],
    [
      'the same lines in another order',
      many((at) => `${(at * 7919) % 10_000}`),
      many((at) => `${(at * 6007) % 10_000}`),
    ],
  ])('10,000 lines with %s end in a conflict', (_what, mine, theirs) => {
    expect(mergeLines({ base: many(String), mine, theirs }).map(({ kind }) => kind)).toContain('conflict');
  });

  it('a million lines are no reason to fail', () => {
    const base = Array.from({ length: 1_000_000 }, () => '');
    const regions = mergeLines({ base, mine: ['x', ...base], theirs: [...base, 'y'] });
    expect(regions.map(({ kind }) => kind)).not.toContain('conflict');
  });

  it('a long text of the user’s below is no conflict', () => {
    const mine = [...services, ...many((at) => `mine ${at}`)];
    const regions = mergeLines({ base: services, mine, theirs: services.with(3, 'theirs') });
    expect(regions.flatMap((region) => ('lines' in region ? region.lines : []))).toEqual(mine.with(3, 'theirs'));
  });
});
