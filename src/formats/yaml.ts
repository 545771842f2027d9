import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Format } from '../merge/merge.js';
import { list, strayed, type Leaves } from './leaves.js';
import { anchorFault } from './yaml-anchors.js';
import { mergeYaml } from './yaml-merge.js';
import { parseYaml } from './yaml-parse.js';

type AnyNode = Node | null | undefined;

function written(node: AnyNode): string {
  if (!node) return '~';
  if (isAlias(node)) return `*${node.source}`;
  const mark = `${node.anchor ? `&${node.anchor} ` : ''}${node.tag ? `${node.tag} ` : ''}`;
  if (isScalar(node)) return `${mark}${node.type === 'PLAIN' ? 'p' : 's'}:${node.source ?? String(node.value)}`;
  const leaves = new Map<string, string>();
  collect(node, '', leaves);
  return mark + JSON.stringify([...leaves]);
}

function collect(node: AnyNode, path: string, leaves: Map<string, string>): void {
  if (isMap(node)) {
    leaves.set(path, `{}${node.anchor ? `&${node.anchor}` : ''}${node.tag ?? ''}`);
    for (const { key, value } of node.items)
      collect(value as AnyNode, `${path}.${JSON.stringify(written(key as AnyNode))}`, leaves);
  } else if (isSeq(node)) {
    leaves.set(path, list(node.items.map((item) => written(item as AnyNode))));
    if (node.anchor) leaves.set(`${path}&`, node.anchor);
    if (node.tag) leaves.set(`${path}!`, node.tag);
  } else leaves.set(path, written(node));
}

function leavesOf(text: string): Leaves | undefined {
  const documents = parseYaml(text);
  if (!documents) return undefined;
  const leaves = new Map<string, string>();
  documents.forEach((document, index) => collect(document.contents, String(index), leaves));
  return leaves;
}

export const yamlFormat: Format = {
  fault(result, { base, mine, theirs }) {
    const now = leavesOf(result);
    if (!now) return 'it would be no YAML, or have a key twice';
    const anchor = anchorFault(result, [mine, theirs]);
    if (anchor !== undefined) return anchor;
    const [b, m, t] = [leavesOf(base), leavesOf(mine), leavesOf(theirs)];
    // What was no YAML before cannot be compared; the lines have to do.
    if (!b || !m || !t) return undefined;
    const path = strayed(b, m, t, now);
    return path === undefined ? undefined : `it would change what neither side changed, at ${readable(path)}`;
  },
  merge: mergeYaml,
};

function readable(path: string): string {
  const keys = [...path.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, key = '']) => key.replace(/^.*?[ps]:/, ''));
  return keys.join('.') || 'the top';
}
