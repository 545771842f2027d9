import { expect, it } from 'vitest';
import { editedSource, RELEASES } from '../e2e/support/versions.js';

// Said here in a second, and not only by the tests that pack and upgrade those versions.
it('the versions that upgrades are tested with can still be made from the sources', () => {
  const edits = RELEASES.flatMap((release) => release.edits);
  expect(edits).not.toEqual([]);
  for (const file of new Set(edits.map((edit) => edit.file)))
    expect(() => editedSource(file, edits), file).not.toThrow();
});
