import type { SyntaxNode } from '@lezer/common';
import type { Evidence } from './fact.js';
import { lineAt } from './text.js';

/** A node of a parsed file, with all that is needed to read it. */
export interface Code {
  readonly path: string;
  readonly text: string;
  readonly node: SyntaxNode;
}

export const at = (code: Code, node: SyntaxNode): Code => ({ ...code, node });
export const textOf = ({ text, node }: Code): string => text.slice(node.from, node.to);
export const evidenceOf = ({ path, text, node }: Code): Evidence => ({ file: path, line: lineAt(text, node.from) });

export function children(node: SyntaxNode): readonly SyntaxNode[] {
  const result: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) result.push(child);
  return result;
}

/** Every node below that has one of the names, in the order of the file. */
export function find(code: Code, ...names: readonly string[]): readonly Code[] {
  const found: Code[] = [];
  code.node.cursor().iterate((ref) => {
    if (names.includes(ref.name)) found.push(at(code, ref.node));
  });
  return found;
}

export function ancestor(node: SyntaxNode, ...names: readonly string[]): SyntaxNode | undefined {
  for (let parent = node.parent; parent; parent = parent.parent) if (names.includes(parent.name)) return parent;
  return undefined;
}
