import { mergeLines, type Region, type Sides } from './lines.js';
import { endsWell, joined, linesOf } from './text.js';

/** What is known of a kind of text, beyond its lines. */
export interface Format {
  /**
   * Why `result`, a merge of `sides` without a conflict of lines, says something that neither side meant; `undefined`
   * when it is sound. A clean merge of lines can be wrong: an edit may end up in a block that merely looks alike.
   */
  readonly fault: (result: string, sides: Sides) => string | undefined;
  /** Merges by structure what lines alone cannot; `undefined` where it cannot either. */
  readonly merge?: (sides: Sides) => string | undefined;
}

/** By path, relative to the project; `undefined` for text of which nothing more is known. */
export type FormatOf = (path: string) => Format | undefined;

export interface Labels {
  readonly mine: string;
  readonly base: string;
  readonly theirs: string;
}

export type Merged =
  | { readonly clean: true; readonly text: string }
  | {
      readonly clean: false;
      readonly regions: readonly Region[];
      /** Why lines that merged are not trusted; absent where it is the lines that contradict each other. */
      readonly fault?: string;
    };

/** Lines of mine that the base has not, or has less often, must be in the result. */
function lostLine(result: readonly string[], base: readonly string[], mine: readonly string[]): string | undefined {
  const count = new Map<string, number>();
  const add = (lines: readonly string[], by: number): void => {
    for (const line of lines) count.set(line, (count.get(line) ?? 0) + by);
  };
  add(mine, 1);
  add(base, -1);
  const there = new Map<string, number>();
  for (const line of result) there.set(line, (there.get(line) ?? 0) + 1);
  for (const [line, wanted] of count) if (wanted > (there.get(line) ?? 0)) return line;
  return undefined;
}

function faultIn(text: string, sides: Sides, format: Format | undefined): string | undefined {
  const lost = lostLine(linesOf(text), linesOf(sides.base), linesOf(sides.mine));
  if (lost !== undefined) return `it would lose the line "${lost.trim()}"`;
  return format?.fault(text, sides);
}

/** The user's choice, if they made one. */
function finalEnd({ base, mine, theirs }: Sides): boolean {
  return endsWell(mine) === endsWell(base) ? endsWell(theirs) : endsWell(mine);
}

export function isConflict(region: Region): region is Extract<Region, { kind: 'conflict' }> {
  return region.kind === 'conflict';
}

/** What `git merge-file` would leave as one conflict is one: the whole text, where a merge of lines is not sound. */
function wholeText({ base, mine, theirs }: Sides): readonly Region[] {
  return [{ kind: 'conflict', base: linesOf(base), mine: linesOf(mine), theirs: linesOf(theirs) }];
}

/**
 * Merges three normalised texts: by lines where the format finds the result sound, else by structure where it can, else
 * not at all.
 */
export function mergeTexts(sides: Sides, format?: Format): Merged {
  const { base, mine, theirs } = sides;
  const ends = finalEnd(sides);
  const regions = mergeLines({ base: linesOf(base), mine: linesOf(mine), theirs: linesOf(theirs) });
  const conflicts = regions.some(isConflict);
  const lines = conflicts
    ? undefined
    : joined(
        regions.flatMap((region) => ('lines' in region ? region.lines : [])),
        ends,
      );
  const fault = lines === undefined ? undefined : faultIn(lines, sides, format);
  if (lines !== undefined && fault === undefined) return { clean: true, text: lines };
  const structured = format?.merge?.(sides);
  if (structured !== undefined) {
    const text = joined(linesOf(structured), ends);
    if (faultIn(text, sides, format) === undefined) return { clean: true, text };
  }
  return { clean: false, regions: conflicts ? regions : wholeText(sides), ...(fault !== undefined && { fault }) };
}

const OPEN = '<<<<<<<';
const BASE = '|||||||';
const MIDDLE = '=======';
const CLOSE = '>>>>>>>';

/** The text with its conflicts between markers, in the style that git calls diff3. */
export function marked(regions: readonly Region[], { mine, base, theirs }: Labels): string {
  const lines = regions.flatMap((region) =>
    isConflict(region)
      ? [
          `${OPEN} ${mine}`,
          ...region.mine,
          `${BASE} ${base}`,
          ...region.base,
          MIDDLE,
          ...region.theirs,
          `${CLOSE} ${theirs}`,
        ]
      : region.lines,
  );
  return joined(lines);
}

/** Whether a conflict that `marked` wrote is still in the text. A file may have such lines for reasons of its own. */
export function hasMarkers(text: string, { mine, theirs }: Pick<Labels, 'mine' | 'theirs'>): boolean {
  const lines = linesOf(text);
  return lines.includes(`${OPEN} ${mine}`) || lines.includes(`${CLOSE} ${theirs}`);
}

/** The side that is taken for each conflict, in their order. */
export type Choice = 'mine' | 'theirs' | 'base';

/** @throws RangeError where there are fewer choices than conflicts. */
export function chosen(regions: readonly Region[], choices: readonly Choice[], ends = true): string {
  let at = 0;
  const lines = regions.flatMap((region) => {
    if (!isConflict(region)) return region.lines;
    const choice = choices[at++];
    if (!choice) throw new RangeError(`Conflict ${at} has no choice.`);
    return region[choice];
  });
  return joined(lines, ends);
}
