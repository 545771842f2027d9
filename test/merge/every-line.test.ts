import { describe, expect, it } from 'vitest';
import { edited } from '../support/edits.js';
import { generatedFiles } from '../support/generated.js';
import { losses } from '../support/losses.js';
import { Memory } from '../support/memory.js';
import { SEED, THOROUGH } from '../support/seed.js';

const SEEDS = /^(?:README\.md|docker-compose\.override\.yml|(?:.*\/)?(?:package|tsconfig)\.json)$/;
const files = generatedFiles('default').filter(({ path }) => !SEEDS.test(path));

/** The text with one line changed; where it says nothing that could be another, with a comment above it. */
function touched(path: string, text: string, at: number): string {
  const edit = { at, to: 0, word: 'mine' } as const;
  const changed = edited(path, text, [{ ...edit, kind: 'change' }]);
  return changed === text ? edited(path, text, [{ ...edit, kind: 'comment' }]) : changed;
}

/** As an upgrade has it: another line in the header, another value somewhere, something new at the end. */
function upgraded(path: string, text: string, at: number): string {
  const edit = { to: 0, word: 'theirs' } as const;
  const later = text.replace('Written by create-lge-stack', 'Written by create-lge-stack, later,');
  const changed = edited(path, later, [{ ...edit, at, kind: 'change' }]);
  return edited(path, changed, [{ ...edit, at: at + 4, kind: 'comment' }]);
}

// All of them takes a while; by default every eleventh, from where the seed says.
const step = THOROUGH ? 1 : 11;

describe(`an edit of each line${THOROUGH ? '' : ` but ten of eleven, FC_SEED=${SEED}`}, and an upgrade of the file`, () => {
  it.each(files.map(({ path, text }) => [path, text] as const))(
    '%s',
    (path, text) => {
      const lines = text.split('\n').length - 1;
      const theirs = upgraded(path, text, Math.floor(lines / 2));
      expect(theirs).not.toBe(text);
      let [merges, tried] = [0, 0];
      for (let at = SEED % Math.min(step, lines); at < lines; at += step) {
        const mine = touched(path, text, at);
        expect(mine, `line ${at + 1}`).not.toBe(text);
        const project = Memory.from({ [path]: text }).write(path, mine);
        const done = project.sync({ [path]: theirs }, '0.1.0')[path];
        const after = project.read(path)!;
        tried += 1;
        if (done === 'merge') {
          merges += 1;
          expect(losses(path, { base: text, mine, theirs }, after), `line ${at + 1}`).toEqual([]);
        } else {
          expect(done, `line ${at + 1}`).toMatch(/^conflict (?:both-changed|unsound)$/);
          expect(after).toBe(mine);
          expect(project.aside.get(`.lge/conflicts/${path}`)).toContain('<<<<<<< yours\n');
        }
      }
      // The template changed two or three places; elsewhere an edit is in nobody's way.
      expect(tried - merges).toBeLessThanOrEqual(12);
    },
    120_000,
  );
});
