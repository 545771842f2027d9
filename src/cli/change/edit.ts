import jsonc from 'jsonc-parser';
import { withValue } from '../../merge/json-edit.js';

/** How the text is indented: its first line that is. Default: two blanks. */
function indentationOf(text: string): Pick<jsonc.FormattingOptions, 'insertSpaces' | 'tabSize'> {
  const blanks = /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';
  return blanks.startsWith('\t') ? { insertSpaces: false, tabSize: 1 } : { insertSpaces: true, tabSize: blanks.length };
}

/** What is written at a path; `undefined` where nothing is. */
export function writtenAt(text: string, path: readonly string[]): unknown {
  const root = jsonc.parseTree(text, [], { allowTrailingComma: true });
  const node = root && jsonc.findNodeAtLocation(root, [...path]);
  return node && (jsonc.getNodeValue(node) as unknown);
}

/** Where in the text something is written; its end where nothing is. */
export function offsetOf(text: string, path: readonly string[]): number {
  const root = jsonc.parseTree(text, [], { allowTrailingComma: true });
  return (root && jsonc.findNodeAtLocation(root, [...path])?.offset) ?? text.length;
}

/** What a line of the text says: the innermost key on it. */
export function pathAt(text: string, line: number): readonly string[] {
  const lines = text.split('\n');
  const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
  const first = (lines[line - 1] ?? '').search(/\S/);
  return jsonc.getLocation(text, start + Math.max(0, first) + 1).path.map(String);
}

/** The nearest thing above a path that is no object, so that nothing can be written below it. */
function blockedBy(text: string, path: readonly string[]): readonly string[] | undefined {
  const above = path.slice(1).map((_, index) => path.slice(0, index + 1));
  return above.find((part) => {
    const value = writtenAt(text, part);
    return value !== undefined && (typeof value !== 'object' || value === null || Array.isArray(value));
  });
}

/**
 * The text with a value at a path, or without it where the value is `undefined`. Comments, order and layout stay.
 *
 * @returns the path of what stands in the way, where something that is no object does. `true` stands in nobody's way.
 */
export function edited(
  text: string,
  path: readonly string[],
  value: unknown,
): { readonly text: string } | { readonly blockedBy: readonly string[] } {
  const blocked = blockedBy(text, path);
  if (blocked && value === undefined) return { text };
  if (blocked && writtenAt(text, blocked) === true) return edited(written(text, blocked, {}), path, value);
  return blocked ? { blockedBy: blocked } : { text: written(text, path, value) };
}

/** The same for a path above which there are objects alone. */
export function written(text: string, path: readonly string[], value: unknown): string {
  if (value !== undefined) return withValue(text, path, value, indentationOf(text));
  if (writtenAt(text, path) === undefined) return text;
  return withValue(withoutLastComma(text, path), path, undefined, indentationOf(text));
}

/** `{ "port": 8080, }`: without its only key, an object may not hold the comma either. */
function withoutLastComma(text: string, path: readonly string[]): string {
  const root = jsonc.parseTree(text, [], { allowTrailingComma: true });
  const property = root && jsonc.findNodeAtLocation(root, [...path])?.parent;
  if (property?.parent?.children?.length !== 1) return text;
  const scanner = jsonc.createScanner(text, true);
  scanner.setPosition(property.offset + property.length);
  // 5 is a comma: the package has its names as a `const enum`, which is not there when it runs.
  return Number(scanner.scan()) === 5
    ? text.slice(0, scanner.getTokenOffset()) + text.slice(scanner.getPosition())
    : text;
}
