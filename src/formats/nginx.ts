import type { Format } from '../merge/merge.js';
import { list, strayed, type Leaves } from './leaves.js';

interface Read {
  /** The values of each directive, in their order, by the path of its blocks. */
  readonly leaves: Leaves;
  /** How often each directive stands in each block. */
  readonly counts: ReadonlyMap<string, number>;
  /** Whether the blocks close. */
  readonly balanced: boolean;
}

const TOKEN =
  /"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|#[^\n]*|(?:\$\{\w+\}|\\[^]|[^\s{};"'\\])(?:\$\{\w+\}|\\[^]|[^\s{};\\])*|[{};]/g;

/** Of several servers, what they hold is counted together: that tells a lost or doubled directive all the same. */
function read(text: string): Read {
  const values = new Map<string, string[]>();
  const path: string[] = [];
  let words: string[] = [];
  let balanced = true;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token.startsWith('#')) continue;
    if (token === '{') path.push(words.join(' '));
    else if (token === '}') balanced = path.pop() !== undefined && words.length === 0 && balanced;
    else if (token === ';') {
      const name = [...path, words[0] ?? ''].join(' { ');
      values.set(name, [...(values.get(name) ?? []), words.slice(1).join(' ')]);
    } else {
      words.push(token);
      continue;
    }
    words = [];
  }
  return {
    leaves: new Map([...values].map(([name, all]) => [name, list(all)])),
    counts: new Map([...values].map(([name, all]) => [name, all.length])),
    balanced: balanced && path.length === 0 && words.length === 0,
  };
}

export const nginxFormat: Format = {
  fault(result, { base, mine, theirs }) {
    const [b, m, t, r] = [read(base), read(mine), read(theirs), read(result)];
    if (!m.balanced || !t.balanced) return undefined;
    if (!r.balanced) return 'its blocks would not close';
    for (const [name, count] of r.counts) {
      const before = Math.max(m.counts.get(name) ?? 0, t.counts.get(name) ?? 0);
      // What stands once for either side is a directive that nginx may refuse to read twice.
      if (before === 1 && count > 1) return `it would have ${name} twice`;
    }
    const name = strayed(b.leaves, m.leaves, t.leaves, r.leaves);
    return name === undefined ? undefined : `it would change what neither side changed, at ${name}`;
  },
};
