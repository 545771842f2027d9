import type { Format } from '../merge/merge.js';
import { strayed, type Leaves } from './leaves.js';

interface Read {
  readonly leaves: Leaves;
  readonly twice: ReadonlySet<string>;
}

/** A value in quotes may go on over several lines; `#` at the start of a line is a comment, or a key that is off. */
function read(text: string): Read {
  const leaves = new Map<string, string>();
  const twice = new Set<string>();
  for (const [, key, value] of text.matchAll(
    /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*("(?:[^"\\]|\\[^])*"|'[^']*'|[^\n]*)/gm,
  )) {
    if (leaves.has(key!)) twice.add(key!);
    leaves.set(key!, value!.trim());
  }
  return { leaves, twice };
}

/** What Compose takes from the text of a `.env`: by name, without quotes. Of a name that is there twice, the last. */
export function envValues(text: string): ReadonlyMap<string, string> {
  const plain = (value: string): string =>
    /^["']/.test(value) ? value.slice(1, -1) : value.replace(/(^|\s+)#.*$/, '').trimEnd();
  return new Map([...read(text).leaves].map(([name, value]) => [name, plain(value)]));
}

export const envFormat: Format = {
  fault(result, { base, mine, theirs }) {
    const [b, m, t, r] = [read(base), read(mine), read(theirs), read(result)];
    // What a side sets twice already is the user's to mend.
    const twice = [...r.twice].find((key) => !m.twice.has(key) && !t.twice.has(key));
    if (twice !== undefined) return `it would set ${twice} twice`;
    const key = strayed(b.leaves, m.leaves, t.leaves, r.leaves);
    return key === undefined ? undefined : `it would change what neither side changed, at ${key}`;
  },
};
