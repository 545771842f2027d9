import { commonEnds, hunks, type Hunk } from './hunks.js';

/** Three versions of one text: what was rendered last, what is on disk, what is rendered now. */
export interface Sides {
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
}

/** The same, by line. */
export interface SideLines {
  readonly base: readonly string[];
  readonly mine: readonly string[];
  readonly theirs: readonly string[];
}

/** A stretch of the merged text. */
export type Region =
  { readonly kind: 'agreed'; readonly lines: readonly string[] } | ({ readonly kind: 'conflict' } & SideLines);

/** What a side makes of the base's lines from `start` to `end`, given its hunks there. */
function applied(base: readonly string[], start: number, end: number, among: readonly Hunk[]): readonly string[] {
  let at = start;
  const parts = among.flatMap((hunk) => {
    const part = [base.slice(at, hunk.start), hunk.lines];
    at = hunk.end;
    return part;
  });
  return [...parts, base.slice(at, end)].flat();
}

export function sameLines(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, index) => line === b[index]);
}

/** Lines that mine and theirs share at either end of a conflict are no part of it. */
function trimmed({ base, mine, theirs }: SideLines): readonly Region[] {
  const [head, tail] = commonEnds(mine, theirs);
  const middle = (lines: readonly string[]): readonly string[] => lines.slice(head, lines.length - tail);
  return [
    { kind: 'agreed', lines: mine.slice(0, head) },
    { kind: 'conflict', base, mine: middle(mine), theirs: middle(theirs) },
    { kind: 'agreed', lines: mine.slice(mine.length - tail) },
  ];
}

/** Both sides changed these lines of the base. */
function settle(sides: SideLines): readonly Region[] {
  if (sameLines(sides.mine, sides.theirs)) return [{ kind: 'agreed', lines: sides.mine }];
  return trimmed(sides);
}

type Side = 'mine' | 'theirs';

interface Change {
  readonly side: Side;
  readonly hunk: Hunk;
}

/** Changes that have to be looked at together, in the order of the base. */
interface Group {
  readonly start: number;
  end: number;
  readonly changes: Change[];
}

export interface MergeOptions {
  /**
   * Changes of two sides that touch without overlapping are a conflict to git and, by default, here. Items of a list are
   * whole in themselves: there, only two insertions at the same place are.
   */
  readonly touching?: 'conflict' | 'apart';
}

function groups(changes: readonly Change[], { touching = 'conflict' }: MergeOptions): readonly Group[] {
  const result: Group[] = [];
  for (const change of changes) {
    const { start, end } = change.hunk;
    const last = result.at(-1);
    const inserts = last?.start === start && start === end;
    const meets = last && (start < last.end || (start === last.end && (touching === 'conflict' || inserts)));
    if (!meets) {
      result.push({ start, end, changes: [change] });
      continue;
    }
    last.changes.push(change);
    last.end = Math.max(last.end, end);
  }
  return result;
}

/** Merges by the changes of both sides, as `git merge-file` does: what only one side changed is taken. */
export function mergeLines({ base, mine, theirs }: SideLines, options: MergeOptions = {}): readonly Region[] {
  const of = (side: Side, lines: readonly string[]): Change[] => hunks(base, lines).map((hunk) => ({ side, hunk }));
  const changes = [...of('mine', mine), ...of('theirs', theirs)].sort(
    ({ hunk: a }, { hunk: b }) => a.start - b.start || a.end - b.end,
  );
  const regions: Region[] = [];
  let at = 0;
  for (const { start, end, changes: together } of groups(changes, options)) {
    regions.push({ kind: 'agreed', lines: base.slice(at, start) });
    at = end;
    const version = (side: Side): readonly string[] => {
      const own = together.filter((change) => change.side === side);
      return applied(
        base,
        start,
        end,
        own.map(({ hunk }) => hunk),
      );
    };
    const sides = { base: base.slice(start, end), mine: version('mine'), theirs: version('theirs') };
    if (together.every(({ side }) => side === 'mine')) regions.push({ kind: 'agreed', lines: sides.mine });
    else if (together.every(({ side }) => side === 'theirs')) regions.push({ kind: 'agreed', lines: sides.theirs });
    else regions.push(...settle(sides));
  }
  return [...regions, { kind: 'agreed', lines: base.slice(at) }];
}
