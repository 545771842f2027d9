import { describe, expect, it } from 'vitest';
import { rendering, type Rendering } from '../support/rendering.js';
import type { Row } from './row.js';

/** The plan's project, with its own values in the preset that is named after it. */
const OPTIONS = {
  hardened: { name: 'learn-greek-easy' },
  plan: {
    name: 'learn-greek-easy',
    shortName: 'learn-greek',
    preset: 'plan',
    network: { subnet: '172.28.0.0/16' },
  },
} as const;

/** A test of each row in both presets, and one that none of the ids is missing or there twice. */
export function testRows(letter: 'S' | 'D', last: number, rows: readonly Row[]): void {
  const number = ({ id }: Row): number => Number(id.slice(1));
  describe.each(['hardened', 'plan'] as const)('%s', (preset) => {
    let stack: Rendering | undefined;
    for (const row of rows.toSorted((a, b) => number(a) - number(b)))
      it(`${row.id} ${preset}: ${row.what}`, () => {
        stack ??= rendering(OPTIONS[preset]);
        row[preset](stack);
      });
  });

  it(`covers ${letter}1 to ${letter}${last}, each once`, () => {
    const wanted = Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);
    expect(rows.map(({ id }) => id).toSorted()).toEqual(wanted.toSorted());
  });
}
