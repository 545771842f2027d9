import type { Format } from '../merge/merge.js';
import { strayed, type Leaves } from './leaves.js';

interface Read {
  readonly leaves: Leaves;
  readonly twice?: string;
}

/** A value in quotes may go on over several lines; `#` at the start of a line is a comment, or a key that is off. */
function read(text: string): Read {
  const leaves = new Map<string, string>();
  let twice: string | undefined;
  for (const [, key, value] of text.matchAll(
    /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*("(?:[^"\\]|\\[^])*"|'[^']*'|[^\n]*)/gm,
  )) {
    if (leaves.has(key!)) twice ??= key;
    leaves.set(key!, value!.trim());
  }
  return { leaves, ...(twice !== undefined && { twice }) };
}

export const envFormat: Format = {
  fault(result, { base, mine, theirs }) {
    const [b, m, t, r] = [read(base), read(mine), read(theirs), read(result)];
    if (r.twice !== undefined && m.twice === undefined && t.twice === undefined) return `it would set ${r.twice} twice`;
    const key = strayed(b.leaves, m.leaves, t.leaves, r.leaves);
    return key === undefined ? undefined : `it would change what neither side changed, at ${key}`;
  },
};
