import fc from 'fast-check';
import { expect, it } from 'vitest';
import { goldenCase, goldenNames } from '../support/golden.js';
import { broken } from '../support/invariants.js';
import { validOptions } from '../support/options.js';
import { rendering } from '../support/rendering.js';

it('every valid set of options is a stack in which nothing is wrong', () => {
  fc.assert(
    fc.property(validOptions, (options) => {
      expect(broken(rendering(options))).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

it.each(goldenNames())('nothing is wrong with the golden case %s', (name) => {
  expect(broken(goldenCase(name).rendering)).toEqual([]);
});
