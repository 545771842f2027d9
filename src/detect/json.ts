import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';
import type { Evidence } from './fact.js';
import { lineAt } from './text.js';

/** A file of JSON, as far as it can be read. */
export interface JsonFile {
  readonly path: string;
  readonly text: string;
  readonly root: Node | undefined;
}

export function parseJson(path: string, text: string | undefined): JsonFile {
  return { path, text: text ?? '', root: text === undefined ? undefined : rootOf(text) };
}

function rootOf(text: string): Node | undefined {
  try {
    return parseTree(text);
  } catch {
    // Nested deeper than the stack is.
    return undefined;
  }
}

const nodeAt = ({ root }: JsonFile, keys: readonly string[]): Node | undefined =>
  root && findNodeAtLocation(root, [...keys]);

export function textIn(file: JsonFile, ...keys: readonly string[]): string | undefined {
  const value: unknown = nodeAt(file, keys)?.value;
  return typeof value === 'string' ? value : undefined;
}

export const has = (file: JsonFile, ...keys: readonly string[]): boolean => nodeAt(file, keys) !== undefined;

/** Where a key stands; the file alone where it does not. */
export function evidenceIn(file: JsonFile, ...keys: readonly string[]): Evidence {
  const node = nodeAt(file, keys);
  return { file: file.path, ...(node && { line: lineAt(file.text, node.offset) }) };
}

/** Names and texts of an object. */
export function entriesIn(file: JsonFile, ...keys: readonly string[]): readonly (readonly [string, string])[] {
  return (nodeAt(file, keys)?.children ?? []).flatMap(({ children }) => {
    const [key, value] = children ?? [];
    return typeof key?.value === 'string' && typeof value?.value === 'string'
      ? [[key.value, value.value] as const]
      : [];
  });
}
