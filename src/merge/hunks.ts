import { diffArrays } from 'diff/lib/diff/array.js';

/** `lines` in place of the base's from `start` up to, but without, `end`. */
export interface Hunk {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/**
 * Number of changed lines beyond which two texts have nothing to do with each other. The time that a diff takes grows
 * with its square: at this number it is half a second.
 */
const MAX_EDITS = 3000;

/** Which lines of a text the other one has not; the rest, in order, is what both have. */
interface Marks {
  readonly lines: readonly string[];
  readonly changed: boolean[];
}

/** So many lines at least have to be taken out and put in to make one of the other. */
function leastEdits(base: readonly string[], side: readonly string[]): number {
  const left = new Map<string, number>();
  for (const line of base) left.set(line, (left.get(line) ?? 0) + 1);
  let common = 0;
  for (const line of side) {
    const count = left.get(line) ?? 0;
    if (count > 0) common += 1;
    left.set(line, count - 1);
  }
  return base.length + side.length - 2 * common;
}

/** How many lines two texts have in common at their start, and at their end. */
export function commonEnds(base: readonly string[], side: readonly string[]): readonly [head: number, tail: number] {
  const shortest = Math.min(base.length, side.length);
  let head = 0;
  while (head < shortest && base[head] === side[head]) head += 1;
  let tail = 0;
  while (tail < shortest - head && base.at(-1 - tail) === side.at(-1 - tail)) tail += 1;
  return [head, tail];
}

/** By line, whether it was taken out of the one text, and whether it was put into the other. */
function compared(base: readonly string[], side: readonly string[]): readonly [old: boolean[], now: boolean[]] {
  const tooMany = leastEdits(base, side) > MAX_EDITS;
  const changes = tooMany ? undefined : diffArrays([...base], [...side], { maxEditLength: MAX_EDITS });
  if (!changes) return [base.map(() => true), side.map(() => true)];
  const [old, now]: [boolean[], boolean[]] = [[], []];
  for (const { added, removed, value } of changes)
    for (let count = value.length; count > 0; count -= 1) {
      if (!added) old.push(removed);
      if (!removed) now.push(added);
    }
  return [old, now];
}

function marks(base: readonly string[], side: readonly string[]): readonly [Marks, Marks] {
  const [head, tail] = commonEnds(base, side);
  const middle = (lines: readonly string[]): readonly string[] => lines.slice(head, lines.length - tail);
  const [old, now] = compared(middle(base), middle(side));
  const same = (count: number): readonly boolean[] => Array.from({ length: count }, () => false);
  return [
    { lines: base, changed: [...same(head), ...old, ...same(tail)] },
    { lines: side, changed: [...same(head), ...now, ...same(tail)] },
  ];
}

/** A run of changed lines, which may be empty, between two lines that both texts have. */
class Group {
  start = 0;
  end = 0;
  constructor(private readonly of: Marks) {
    this.grow();
  }

  get empty(): boolean {
    return this.start === this.end;
  }

  private grow(): void {
    while (this.of.changed[this.end]) this.end += 1;
  }

  next(): boolean {
    if (this.end >= this.of.lines.length) return false;
    this.start = this.end += 1;
    this.grow();
    return true;
  }

  previous(): void {
    this.end = this.start -= 1;
    while (this.of.changed[this.start - 1]) this.start -= 1;
  }

  /** The same change, seen one line higher; it takes in a change that it then touches. */
  slideUp(): boolean {
    const { lines, changed } = this.of;
    if (this.start === 0 || lines[this.start - 1] !== lines[this.end - 1]) return false;
    changed[(this.start -= 1)] = true;
    changed[(this.end -= 1)] = false;
    while (changed[this.start - 1]) this.start -= 1;
    return true;
  }

  slideDown(): boolean {
    const { lines, changed } = this.of;
    if (this.end >= lines.length || lines[this.start] !== lines[this.end]) return false;
    changed[this.start] = false;
    changed[this.end] = true;
    this.start += 1;
    this.end += 1;
    this.grow();
    return true;
  }
}

/** @returns where the group could end last, and still be one change with something of the other text. */
function slideToEnd(group: Group, other: Group): { readonly earliest: number; readonly meets: boolean } {
  for (;;) {
    const size = group.end - group.start;
    while (group.slideUp()) other.previous();
    const earliest = group.end;
    let meets = !other.empty;
    while (group.slideDown()) {
      other.next();
      meets ||= !other.empty;
    }
    if (size === group.end - group.start) return { earliest, meets };
  }
}

/**
 * Among repeated lines a change may be seen in several places: of two equal lines, either is the new one. Taken is the
 * place that git takes, so that its verdict is ours: as far down as it goes, or where it meets a change of the other text.
 */
function compact(one: Marks, another: Marks): void {
  const group = new Group(one);
  const other = new Group(another);
  for (;;) {
    if (!group.empty) {
      const { earliest, meets } = slideToEnd(group, other);
      if (meets && group.end !== earliest)
        while (other.empty) {
          group.slideUp();
          other.previous();
        }
    }
    if (!group.next()) return;
    other.next();
  }
}

/** What `side` makes of `base`, in the order of the base. */
export function hunks(base: readonly string[], side: readonly string[]): readonly Hunk[] {
  const [old, now] = marks(base, side);
  compact(old, now);
  compact(now, old);
  const result: Hunk[] = [];
  const [from, to] = [new Group(old), new Group(now)];
  do {
    if (!from.empty || !to.empty)
      result.push({ start: from.start, end: from.end, lines: side.slice(to.start, to.end) });
    to.next();
  } while (from.next());
  return result;
}
