import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import { at, children, textOf, type Code } from '../code.js';

/** Parses a file; what is wrong in it costs the statement that it is in, and no more. */
export function parsePython(path: string, text: string): Code {
  return { path, text, node: parser.parse(text).topNode };
}

/** `a.b.c` of a name or of attributes of one; undefined for every other expression. */
export function dottedOf(code: Code): string | undefined {
  const { node } = code;
  if (node.name === 'VariableName') return textOf(code);
  if (node.name !== 'MemberExpression' || node.lastChild?.name !== 'PropertyName') return undefined;
  const object = dottedOf(at(code, node.firstChild!));
  return object === undefined ? undefined : `${object}.${textOf(at(code, node.lastChild))}`;
}

/** Between commas: every element of a list, tuple, set or list of arguments, without its brackets. */
export function elements(node: SyntaxNode): readonly (readonly SyntaxNode[])[] {
  const groups: SyntaxNode[][] = [[]];
  for (const child of children(node)) {
    if (child.name === ',') groups.push([]);
    else if (!['(', ')', '[', ']', '{', '}', 'Comment'].includes(child.name)) groups.at(-1)!.push(child);
  }
  return groups.filter((group) => group.length > 0);
}

export interface Call {
  /** What is called. */
  readonly callee: Code;
  readonly positional: readonly Code[];
  readonly named: ReadonlyMap<string, Code>;
}

/** Arguments of a call, a decorator or a class. */
export function argumentsOf(code: Code, list: SyntaxNode | null | undefined): Omit<Call, 'callee'> {
  const positional: Code[] = [];
  const named = new Map<string, Code>();
  for (const [first, second, third] of list ? elements(list) : []) {
    if (second?.name === 'AssignOp' && third) named.set(textOf(at(code, first!)), at(code, third));
    else if (!second) positional.push(at(code, first!));
  }
  return { positional, named };
}

export function callOf(code: Code): Call | undefined {
  const { node } = code;
  if (node.name !== 'CallExpression') return undefined;
  return { callee: at(code, node.firstChild!), ...argumentsOf(code, node.getChild('ArgList')) };
}

export interface Assignment {
  readonly targets: readonly Code[];
  readonly type?: Code;
  readonly value?: Code;
}

/** `a: T = v`, and `a = b = v`. */
export function assignmentOf(code: Code): Assignment {
  const parts = children(code.node).filter(({ name }) => name !== 'Comment');
  const last = parts.findLastIndex(({ name }) => name === 'AssignOp');
  const before = last < 0 ? parts : parts.slice(0, last);
  const type = before.find(({ name }) => name === 'TypeDef')?.lastChild;
  const value = last < 0 ? undefined : parts[last + 1];
  const targets = before.filter(({ name }) => !['TypeDef', 'AssignOp', ',', '⚠'].includes(name));
  return {
    targets: targets.map((node) => at(code, node)),
    ...(type && { type: at(code, type) }),
    // `a = 1, 2` is a tuple without brackets: no value of it is of use.
    ...(value && parts.length === last + 2 && { value: at(code, value) }),
  };
}

const PREFIX = /^([a-z]*)("""|'''|"|')/i;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '' };

/** What a string says; undefined for one of bytes. */
export function stringOf(code: Code): string | undefined {
  const [whole, flags = '', quote = ''] = PREFIX.exec(textOf(code)) ?? [];
  if (whole === undefined || /b/i.test(flags)) return undefined;
  const text = textOf(code);
  const inner = text.slice(whole.length, text.endsWith(quote) ? text.length - quote.length : undefined);
  return /r/i.test(flags) ? inner : inner.replaceAll(/\\([\s\S])/g, (_, char: string) => ESCAPES[char] ?? char);
}
