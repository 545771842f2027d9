/** What a structured text says: each value by its path, both as text. */
export type Leaves = ReadonlyMap<string, string>;

/** Lists are one value: where items were added and taken out by both sides, each has to be as its side left it. */
export const LIST = '\u0000';

function itemsOf(value: string | undefined): readonly string[] {
  if (!value?.startsWith(LIST)) return [];
  return value.slice(1).split(LIST);
}

export function list(items: readonly string[]): string {
  return items.length === 0 ? '[]' : LIST + items.join(LIST);
}

function minus(a: readonly string[], b: readonly string[]): readonly string[] {
  const rest = [...b];
  return a.filter((item) => {
    const at = rest.indexOf(item);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

/** Both sides changed a list: it has what either added, lacks what either took out, and no more than that. */
function listHolds(base: string, mine: string, theirs: string, result: string | undefined): boolean {
  const [b, m, t, r] = [itemsOf(base), itemsOf(mine), itemsOf(theirs), itemsOf(result)];
  const added = [...minus(m, b), ...minus(minus(t, b), minus(m, b))];
  const removed = [...minus(b, m), ...minus(b, t)];
  const expected = [...minus(b, removed), ...added];
  return expected.length === r.length && minus(expected, r).length === 0;
}

function holds(base?: string, mine?: string, theirs?: string, result?: string): boolean {
  if (mine === base) return result === theirs;
  if (theirs === base || mine === theirs) return result === mine;
  const lists = [base, mine, theirs].every((value) => value?.startsWith(LIST));
  return lists && listHolds(base!, mine!, theirs!, result);
}

/** The first path at which a merge says what neither side meant; `undefined` when it is what both meant. */
export function strayed(base: Leaves, mine: Leaves, theirs: Leaves, result: Leaves): string | undefined {
  const paths = new Set([...base.keys(), ...mine.keys(), ...theirs.keys(), ...result.keys()]);
  for (const path of paths) if (!holds(base.get(path), mine.get(path), theirs.get(path), result.get(path))) return path;
  return undefined;
}
