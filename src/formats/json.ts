import jsonc from 'jsonc-parser';
import type { Format } from '../merge/merge.js';
import { list, strayed, type Leaves } from './leaves.js';

/** `SyntaxKind.EOF`: a const enum, which cannot be imported as it is. */
const END: number = 17;

function collect(node: jsonc.Node, path: string, leaves: Map<string, string>, text: string): boolean {
  if (node.type === 'array') {
    leaves.set(
      path,
      list((node.children ?? []).map(({ offset, length }) => compact(text.slice(offset, offset + length)))),
    );
    return true;
  }
  if (node.type !== 'object') {
    leaves.set(path, text.slice(node.offset, node.offset + node.length));
    return true;
  }
  leaves.set(path, '{}');
  return (node.children ?? []).every(({ children }) => {
    const [key, value] = children ?? [];
    const below = `${path}.${JSON.stringify(key?.value)}`;
    return value !== undefined && !leaves.has(below) && collect(value, below, leaves, text);
  });
}

/** Without the white space between tokens, so that layout is no difference. */
function compact(text: string): string {
  const scanner = jsonc.createScanner(text, true);
  const tokens: string[] = [];
  while (Number(scanner.scan()) !== END) {
    const start = scanner.getTokenOffset();
    tokens.push(text.slice(start, start + scanner.getTokenLength()));
  }
  return tokens.join(' ');
}

/** Whether a reader that knows neither comments nor commas at the end of a list can read it. */
function isStrict(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** `undefined` where the text is no JSON with comments, or has a key twice. */
function leavesOf(text: string): Leaves | undefined {
  const errors: jsonc.ParseError[] = [];
  const root = jsonc.parseTree(text, errors, { allowTrailingComma: true });
  const leaves = new Map<string, string>();
  return root && errors.length === 0 && collect(root, '', leaves, text) ? leaves : undefined;
}

export const jsonFormat: Format = {
  fault(result, { base, mine, theirs }) {
    const now = leavesOf(result);
    if (!now) return 'it would be no JSON, or have a key twice';
    if (!isStrict(result) && isStrict(mine) && isStrict(theirs)) return 'it would be no JSON for a strict reader';
    const [b, m, t] = [leavesOf(base), leavesOf(mine), leavesOf(theirs)];
    if (!b || !m || !t) return undefined;
    const path = strayed(b, m, t, now);
    return path === undefined
      ? undefined
      : `it would change what neither side changed, at ${path.slice(1).replaceAll('"', '')}`;
  },
};
