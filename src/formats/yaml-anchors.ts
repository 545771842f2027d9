import { isAlias, isNode, visit } from 'yaml';
import { parseYaml } from './yaml-parse.js';

interface Anchors {
  /** Names an alias uses before any node bears them. */
  readonly missing: ReadonlySet<string>;
  /** Names borne by more than one node: from the second one on, aliases mean something else. */
  readonly twice: ReadonlySet<string>;
}

function anchorsOf(text: string): Anchors {
  const [missing, twice] = [new Set<string>(), new Set<string>()];
  for (const document of parseYaml(text) ?? []) {
    const known = new Set<string>();
    visit(document, (_key, node) => {
      if (isAlias(node)) {
        if (!known.has(node.source)) missing.add(node.source);
      } else if (isNode(node) && node.anchor !== undefined) (known.has(node.anchor) ? twice : known).add(node.anchor);
    });
  }
  return { missing, twice };
}

/** What is wrong with the anchors of a merge, and was not before. */
export function anchorFault(result: string, sides: readonly string[]): string | undefined {
  const now = anchorsOf(result);
  if (now.missing.size === 0 && now.twice.size === 0) return undefined;
  const before = sides.map(anchorsOf);
  const fresh = (kind: keyof Anchors): string | undefined =>
    [...now[kind]].find((name) => !before.some((names) => names[kind].has(name)));
  const [missing, twice] = [fresh('missing'), fresh('twice')];
  if (missing !== undefined) return `it would name the anchor ${missing}, which is not there`;
  return twice === undefined ? undefined : `it would have the anchor ${twice} twice`;
}
