import { getNodeValue, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';

/** Where and why a text is no JSON; lines and columns count from 1. */
export interface JsonProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** In words, for what people get wrong; what is left is said by its code. */
const WORDS: Readonly<Record<string, string>> = {
  CloseBraceExpected: 'a closing brace } is missing',
  CloseBracketExpected: 'a closing bracket ] is missing',
  ColonExpected: 'a colon is missing before this',
  CommaExpected: 'a comma is missing before this',
  EndOfFileExpected: 'there is something after the end',
  InvalidCharacter: 'there is a character that may not be there',
  InvalidCommentToken: 'a comment is not allowed here',
  InvalidEscapeCharacter: 'a backslash is followed by what cannot be escaped',
  InvalidNumberFormat: 'a number is not complete',
  InvalidSymbol: 'a word stands without quotes',
  InvalidUnicode: 'four digits must follow \\u',
  PropertyNameExpected: 'a key in quotes is missing',
  UnexpectedEndOfComment: 'a comment is not closed',
  UnexpectedEndOfNumber: 'a number is not complete',
  UnexpectedEndOfString: 'a quote is missing at the end of a text',
  ValueExpected: 'a value is missing',
};

function problemIn(text: string, { error, offset }: ParseError): JsonProblem {
  const before = text.slice(0, offset).split(/\r\n?|\n/);
  const code = printParseErrorCode(error);
  return { line: before.length, column: before.at(-1)!.length + 1, message: WORDS[code] ?? code };
}

/** Made of own properties alone: to assign `__proto__` would hide a key from whoever looks for unknown ones. */
function valueOf(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(valueOf);
  if (node.type !== 'object') return getNodeValue(node) as unknown;
  const entries = (node.children ?? []).map(
    ({ children: [key, value] = [] }) => [String(key?.value), value && valueOf(value)] as const,
  );
  return Object.fromEntries(entries);
}

/** A key that an object has twice: of the two values, readers of JSON take the last without a word. */
export interface DuplicateKey {
  readonly path: readonly string[];
  /** From 1, in the order of the text. */
  readonly lines: readonly number[];
}

function duplicatesIn(node: Node, source: string, path: readonly string[]): readonly DuplicateKey[] {
  const children = node.children ?? [];
  if (node.type === 'array')
    return children.flatMap((item, index) => duplicatesIn(item, source, [...path, `${index}`]));
  if (node.type !== 'object') return [];
  const lines = new Map<string, readonly number[]>();
  const below = children.flatMap(({ offset, children: [key, value] = [] }) => {
    const name = String(key?.value);
    lines.set(name, [...(lines.get(name) ?? []), source.slice(0, offset).split(/\r\n?|\n/).length]);
    return value ? duplicatesIn(value, source, [...path, name]) : [];
  });
  const twice = [...lines].filter(([, where]) => where.length > 1);
  return [...twice.map(([name, where]) => ({ path: [...path, name], lines: where })), ...below];
}

/** Reads JSON that people write: comments and a comma after the last item are welcome. */
export function readJson(text: string): { readonly json: unknown } | { readonly problem: JsonProblem } {
  const source = text.replace(/^\uFEFF/, '');
  const errors: ParseError[] = [];
  const root = parseTree(source, errors, { allowTrailingComma: true });
  // The first one only: those after it mostly follow from it.
  const [first] = errors;
  if (first) return { problem: problemIn(source, first) };
  return { json: root && valueOf(root) };
}

/** Every key that an object has twice or more; none where the text is no JSON. */
export function findDuplicates(text: string): readonly DuplicateKey[] {
  const source = text.replace(/^\uFEFF/, '');
  const errors: ParseError[] = [];
  const root = parseTree(source, errors, { allowTrailingComma: true });
  return root && errors.length === 0 ? duplicatesIn(root, source, []) : [];
}

/** One sentence about it. */
export const describeProblem = ({ line, column, message }: JsonProblem): string =>
  `line ${line}, column ${column}: ${message}`;
