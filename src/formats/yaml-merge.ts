import { mergeLines, sameLines, type SideLines, type Sides } from '../merge/lines.js';
import { joined } from '../merge/text.js';
import { readDocument, shifted, Unmergeable, type Block, type Entry } from './yaml-blocks.js';

const linesIn = ({ entries, tail }: Block): readonly string[] => [
  ...entries.flatMap((entry) => entryLines(entry)),
  ...tail,
];

function entryLines({ lead, own, child }: Entry): readonly string[] {
  return [...lead, ...own, ...(child ? linesIn(child) : [])];
}

/** One of three, when only one side changed it. */
function pick<T>(base: T | undefined, mine: T, theirs: T, same: (a: T, b: T) => boolean): T {
  if (same(mine, theirs)) return mine;
  if (base !== undefined && same(base, mine)) return theirs;
  if (base !== undefined && same(base, theirs)) return mine;
  throw new Unmergeable();
}

const sameText = (a: readonly string[], b: readonly string[]): boolean =>
  sameLines(
    a.map((line) => line.trim()),
    b.map((line) => line.trim()),
  );

/** Comments contradict nothing: where both sides changed the same ones, the user's stay. */
function mergedComments({
  base,
  mine,
  theirs,
}: Partial<SideLines> & Pick<SideLines, 'mine' | 'theirs'>): readonly string[] {
  if (sameText(base ?? theirs, mine)) return theirs;
  const regions = mergeLines({ base: base ?? [], mine, theirs });
  if (regions.some(({ kind }) => kind === 'conflict')) return mine;
  return regions.flatMap((region) => ('lines' in region ? region.lines : []));
}

interface Indents {
  readonly mine: number;
  readonly theirs: number;
}

function mergeEntry(
  base: Entry | undefined,
  mine: Entry,
  theirs: Entry,
  { mine: m, theirs: t }: Indents,
): readonly string[] {
  const lead = mergedComments({
    ...(base && { base: base.lead }),
    mine: mine.lead,
    theirs: shifted(theirs.lead, m - t),
  });
  const own = pick(base?.own, mine.own, shifted(theirs.own, m - t), sameText);
  if (!mine.child && !theirs.child) return [...lead, ...own];
  if (!mine.child || !theirs.child) throw new Unmergeable();
  if (mine.child.kind !== theirs.child.kind) throw new Unmergeable();
  const below = base?.child?.kind === mine.child.kind ? base.child : undefined;
  return [...lead, ...own, ...mergeBlock(below, mine.child, theirs.child)];
}

function mergeList(base: Block | undefined, mine: Block, theirs: Block): readonly string[] {
  const entries = new Map<string, readonly string[]>();
  for (const { canonical, ...entry } of theirs.entries)
    entries.set(canonical, shifted(entryLines({ canonical, ...entry }), mine.indent - theirs.indent));
  for (const entry of mine.entries) entries.set(entry.canonical, entryLines(entry));
  const items = (block: Block | undefined): readonly string[] => block?.entries.map(({ canonical }) => canonical) ?? [];
  const regions = mergeLines({ base: items(base), mine: items(mine), theirs: items(theirs) }, { touching: 'apart' });
  return regions.flatMap((region) => {
    if (region.kind === 'conflict') throw new Unmergeable();
    return region.lines.flatMap((item) => entries.get(item) ?? []);
  });
}

/** Where an entry of theirs goes that mine has not: below the nearest one above it that mine has. */
function insertAfter(order: readonly string[], theirs: Block, at: number): string | undefined {
  for (let above = at - 1; above >= 0; above -= 1) {
    const { key } = theirs.entries[above]!;
    if (order.includes(key)) return key;
  }
  return undefined;
}

function mergeMap(base: Block | undefined, mine: Block, theirs: Block): readonly string[] {
  const find = (block: Block | undefined, key: string): Entry | undefined =>
    block?.entries.find((entry) => entry.key === key);
  const result = new Map<string, readonly string[]>();
  for (const entry of mine.entries) {
    const [b, t] = [find(base, entry.key), find(theirs, entry.key)];
    if (t) result.set(entry.key, settled(b, entry, t, { mine: mine.indent, theirs: theirs.indent }));
    // Theirs took it out: gone, unless it was changed.
    else if (!b) result.set(entry.key, entryLines(entry));
    else if (b.canonical !== entry.canonical) throw new Unmergeable();
  }
  const order = [...result.keys()];
  theirs.entries.forEach((entry, at) => {
    if (find(mine, entry.key)) return;
    const b = find(base, entry.key);
    // Mine took it out: that stands, unless theirs has something new to say there.
    if (b && b.canonical !== entry.canonical) throw new Unmergeable();
    if (b) return;
    const after = insertAfter(order, theirs, at);
    order.splice(after === undefined ? 0 : order.indexOf(after) + 1, 0, entry.key);
    result.set(entry.key, shifted(entryLines(entry), mine.indent - theirs.indent));
  });
  return order.flatMap((key) => result.get(key) ?? []);
}

function settled(base: Entry | undefined, mine: Entry, theirs: Entry, indents: Indents): readonly string[] {
  if (mine.canonical === theirs.canonical || base?.canonical === theirs.canonical) return entryLines(mine);
  if (base?.canonical === mine.canonical && mine.child?.kind !== theirs.child?.kind)
    return shifted(entryLines(theirs), indents.mine - indents.theirs);
  return mergeEntry(base, mine, theirs, indents);
}

function mergeBlock(base: Block | undefined, mine: Block, theirs: Block): readonly string[] {
  const lines = (mine.kind === 'map' ? mergeMap : mergeList)(base, mine, theirs);
  const tail = mergedComments({
    ...(base && { base: base.tail }),
    mine: mine.tail,
    theirs: shifted(theirs.tail, mine.indent - theirs.indent),
  });
  return [...lines, ...tail];
}

/**
 * Merges by key instead of by place: an edit stays in its block, whatever the template inserts before it, and in the
 * user's order and indentation. Lines are taken over whole; nothing is printed anew.
 *
 * @returns `undefined` where both sides changed the same value, or the text is not one block mapping.
 */
export function mergeYaml({ base, mine, theirs }: Sides): string | undefined {
  try {
    const [b, m, t] = [readDocument(base), readDocument(mine), readDocument(theirs)];
    const head = mergedComments({ base: b.head, mine: m.head, theirs: t.head });
    return joined([...head, ...mergeBlock(b.block, m.block, t.block)]);
  } catch (error) {
    if (error instanceof Unmergeable) return undefined;
    throw error;
  }
}
