import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatOf } from '../../src/formats/index.js';
import { mergeLines, type Sides } from '../../src/merge/lines.js';
import { chosen, isConflict, mergeTexts } from '../../src/merge/merge.js';
import { linesOf } from '../../src/merge/text.js';
import { edited, edits } from '../support/edits.js';
import { smallFiles } from '../support/generated.js';
import { gitMerges } from '../support/git-merge.js';
import { RUNS, SEED } from '../support/seed.js';
import { losses, lostByUser } from '../support/losses.js';

// Fewer would now and then have so few conflicts, or so many, that a share says nothing.
const compared = 1000;

const files = smallFiles();
/** An index instead of the file, and edits instead of texts: a counterexample is short. */
const triple = fc.record({ file: fc.nat(files.length - 1), mine: edits(5), theirs: edits(5) });
type Triple = typeof triple extends fc.Arbitrary<infer T> ? T : never;

function sidesOf({ file, mine, theirs }: Triple): { readonly path: string; readonly sides: Sides } {
  const { path, text } = files[file]!;
  return { path, sides: { base: text, mine: edited(path, text, mine), theirs: edited(path, text, theirs) } };
}

/** `undefined` for a conflict. */
function lineMerge({ base, mine, theirs }: Sides): string | undefined {
  const regions = mergeLines({ base: linesOf(base), mine: linesOf(mine), theirs: linesOf(theirs) });
  return regions.some(isConflict) ? undefined : chosen(regions, []);
}

/** Where two diffs are equally short, git may take the other one: a moved block stays, what it passed moves. */
function sameButOrder(ours: string | undefined, git: string | undefined): boolean {
  const sorted = (text: string): string => text.split('\n').toSorted().join('\n');
  return ours !== undefined && git !== undefined && sorted(ours) === sorted(git);
}

describe(`30 random edits of generated files, FC_SEED=${SEED}`, () => {
  it(`${RUNS} merges: each loses nothing and changes only what somebody changed, or is a conflict`, () => {
    let clean = 0;
    fc.assert(
      fc.property(triple, (one) => {
        const { path, sides } = sidesOf(one);
        const result = mergeTexts(sides, formatOf(path));
        if (result.clean) {
          clean += 1;
          expect(losses(path, sides, result.text), path).toEqual([]);
        } else {
          const mine = chosen(
            result.regions,
            result.regions.filter(isConflict).map(() => 'mine'),
          );
          expect(lostByUser(sides, mine), path).toEqual([]);
        }
      }),
      { numRuns: RUNS, seed: SEED, includeErrorInReport: true },
    );
    // A merge that always gives up would lose nothing, too.
    expect(clean / RUNS).toBeGreaterThan(0.6);
  }, 1_800_000);

  it(`${compared} merges by lines alone: the verdict of git merge-file, and its text to the byte but for ties`, () => {
    const all = fc.sample(triple, { numRuns: compared, seed: SEED }).map((one) => sidesOf(one).sides);
    const git = gitMerges(all);
    const different = all.flatMap((sides, index) => {
      const ours = lineMerge(sides);
      return ours === git[index] ? [] : [{ ...sides, ours, git: git[index] }];
    });
    expect(different.filter(({ ours, git: theirs }) => !sameButOrder(ours, theirs))).toEqual([]);
    expect(different.length).toBeLessThanOrEqual(compared / 200);
    const clean = git.filter((text) => text !== undefined).length;
    expect(clean / compared).toBeGreaterThan(0.5);
    expect(clean / compared).toBeLessThan(0.9);
  }, 300_000);
});
