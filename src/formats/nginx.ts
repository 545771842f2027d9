import type { Format } from '../merge/merge.js';

/** How often each simple directive stands in each block, and whether the blocks close. */
interface Read {
  readonly counts: ReadonlyMap<string, number>;
  readonly balanced: boolean;
}

/** Directives by the path of their blocks. Of a server among several, the name tells it apart well enough for counting. */
function read(text: string): Read {
  const counts = new Map<string, number>();
  const path: string[] = [];
  let words: string[] = [];
  let balanced = true;
  for (const [token] of text.matchAll(
    /"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|#[^\n]*|\$\{\w+\}|[{};]|[^\s{};#"'$]+|\$/g,
  )) {
    if (token.startsWith('#')) continue;
    if (token === '{') path.push(words.join(' '));
    else if (token === '}') balanced = path.pop() !== undefined && words.length === 0 && balanced;
    else if (token === ';') {
      const name = [...path, words[0] ?? ''].join(' { ');
      counts.set(name, (counts.get(name) ?? 0) + 1);
    } else {
      words.push(token);
      continue;
    }
    words = [];
  }
  return { counts, balanced: balanced && path.length === 0 && words.length === 0 };
}

export const nginxFormat: Format = {
  fault(result, { mine, theirs }) {
    const [m, t, r] = [read(mine), read(theirs), read(result)];
    if (!r.balanced && m.balanced && t.balanced) return 'its blocks would not close';
    for (const [name, count] of r.counts) {
      const before = Math.max(m.counts.get(name) ?? 0, t.counts.get(name) ?? 0);
      // What stands once for either side is a directive that nginx may refuse to read twice.
      if (before === 1 && count > 1) return `it would have ${name} twice`;
    }
    return undefined;
  },
};
