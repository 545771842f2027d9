import { mergeLines, type Region, type Sides } from './lines.js';
import { endsWell, joined, linesOf, normalise } from './text.js';

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

type Lines = (text: string) => readonly string[];

/** A merge by structure may put a line of the user's elsewhere, never leave it out: indentation is no part of it. */
const unindented: Lines = (text) => linesOf(text).map((line) => line.trim());

/**
 * A line that stands once, that neither side took out, and that the result has not: a comment which the other side puts
 * above another key. A merge of lines cannot do that.
 */
function droppedLine(
  result: readonly string[],
  base: readonly string[],
  sides: readonly (readonly string[])[],
): string | undefined {
  const there = [result, ...sides].map((lines) => new Set(lines));
  const [now, ...before] = there;
  const once = base.filter((line) => line !== '' && before.every((lines) => lines.has(line)) && !now!.has(line));
  return once.find((line) => base.indexOf(line) === base.lastIndexOf(line));
}

function faultIn(text: string, sides: Sides, format: Format | undefined, lines: Lines): string | undefined {
  const [result, base, mine, theirs] = [text, sides.base, sides.mine, sides.theirs].map(lines) as [
    readonly string[],
    readonly string[],
    readonly string[],
    readonly string[],
  ];
  const lost =
    lostLine(result, base, mine) ?? (lines === unindented ? droppedLine(result, base, [mine, theirs]) : undefined);
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

/** Where a merge of lines is not sound, everything from the first change to the last one is for the user to decide. */
function oneConflict(sides: Sides): readonly Region[] {
  const [base, mine, theirs] = [linesOf(sides.base), linesOf(sides.mine), linesOf(sides.theirs)];
  const shortest = Math.min(base.length, mine.length, theirs.length);
  let head = 0;
  while (head < shortest && base[head] === mine[head] && base[head] === theirs[head]) head += 1;
  const same = (at: number): boolean => base.at(at) === mine.at(at) && base.at(at) === theirs.at(at);
  let tail = 0;
  while (tail < shortest - head && same(-1 - tail)) tail += 1;
  const middle = (lines: readonly string[]): readonly string[] => lines.slice(head, lines.length - tail);
  return [
    { kind: 'agreed', lines: base.slice(0, head) },
    { kind: 'conflict', base: middle(base), mine: middle(mine), theirs: middle(theirs) },
    { kind: 'agreed', lines: base.slice(base.length - tail) },
  ];
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
  const fault = lines === undefined ? undefined : faultIn(lines, sides, format, linesOf);
  if (lines !== undefined && fault === undefined) return { clean: true, text: lines };
  const structured = format?.merge?.(sides);
  if (structured !== undefined) {
    const text = joined(linesOf(structured), ends);
    if (faultIn(text, sides, format, unindented) === undefined) return { clean: true, text };
  }
  return { clean: false, regions: conflicts ? regions : oneConflict(sides), ...(fault !== undefined && { fault }) };
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

/** How the sides are called in conflict markers. */
export function labelsFor(base: string, theirs: string): Labels {
  return { mine: 'yours', base: `base ${base}`, theirs: `template ${theirs}` };
}

const MARKER = /^(?:<{7} yours|\|{7} base \S+|>{7} template \S+)$/;

/**
 * Whether a marker that `marked` wrote under the names of `labelsFor` is still in the text, be it one alone. A file may
 * have such lines for reasons of its own: those in `original` are none of ours.
 */
export function hasMarkers(text: string, original = ''): boolean {
  const own = new Set(linesOf(normalise(original)));
  return linesOf(normalise(text)).some((line) => MARKER.test(line) && !own.has(line));
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
