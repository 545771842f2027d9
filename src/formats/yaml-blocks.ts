import { isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import { linesOf } from '../merge/text.js';
import { parseYaml } from './yaml-parse.js';

/** Whole lines of a file, seen as a tree: keys of block mappings, items of block lists. */
export interface Entry {
  /** The key as it is written; for an item of a list its canonical text. */
  readonly key: string;
  /** Comments and blank lines above it. */
  readonly lead: readonly string[];
  /** The line with the key, or all lines where there is nothing below to look into. */
  readonly own: readonly string[];
  readonly child?: Block;
  /** What the entry says, without indentation. */
  readonly canonical: string;
}

export interface Block {
  readonly kind: 'map' | 'seq';
  readonly indent: number;
  readonly entries: readonly Entry[];
  /** Comments below the last entry. */
  readonly tail: readonly string[];
}

/** What cannot be merged by structure. */
export class Unmergeable extends Error {}

const indentOf = (line: string): number => line.length - line.trimStart().length;
const isSilent = (line: string): boolean => line.trim() === '' || line.trimStart().startsWith('#');

export function shifted(lines: readonly string[], by: number): readonly string[] {
  if (by === 0) return lines;
  return lines.map((line) => {
    if (line.trim() === '') return line;
    return by > 0 ? ' '.repeat(by) + line : line.slice(Math.min(-by, indentOf(line)));
  });
}

/** Without any indentation: two texts that differ in nothing else are the same here, and the gate has the last word. */
const plain = (lines: readonly string[]): string =>
  lines.map((line) => line.trim().replace(/^-[ \t]+/, '- ')).join('\n');

interface Source {
  readonly lines: readonly string[];
  /** Offset at which each line starts. */
  readonly starts: readonly number[];
}

function lineAt({ starts }: Source, offset: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

const startOf = (node: unknown): number | undefined => (node as Node | null)?.range?.[0];

/** Where anchors, tags and the like stand before a node, the line counts on which the node begins all the same. */
function blockBelow(value: unknown, source: Source, line: number): value is Node {
  if (!(isMap(value) || isSeq(value)) || value.flow || value.items.length === 0) return false;
  const first = value.items[0];
  const start = isMap(value) ? startOf((first as Pair).key) : startOf(value);
  return start !== undefined && lineAt(source, start) > line;
}

/** Lines at which the entries of a block begin, comments above them left out. */
function startsOf(
  node: Node,
  source: Source,
): readonly { readonly line: number; readonly value: unknown; readonly key: string }[] {
  if (isMap(node))
    return node.items.map((pair) => {
      const start = startOf(pair.key);
      if (start === undefined || !isScalar(pair.key)) throw new Unmergeable();
      return { line: lineAt(source, start), value: pair.value, key: pair.key.source ?? String(pair.key.value) };
    });
  if (!isSeq(node)) throw new Unmergeable();
  return node.items.map((item) => {
    const start = startOf(item);
    if (start === undefined) throw new Unmergeable();
    return { line: lineAt(source, start), value: undefined, key: '' };
  });
}

/** Comments that are indented as the block is, or less, belong to what follows them. */
function leadFrom(lines: readonly string[], line: number, floor: number, indent: number): number {
  let from = line;
  while (
    from > floor &&
    isSilent(lines[from - 1]!) &&
    (lines[from - 1]!.trim() === '' || indentOf(lines[from - 1]!) <= indent)
  )
    from -= 1;
  return from;
}

function readBlock(node: Node, source: Source, from: number, to: number): Block {
  const { lines } = source;
  const starts = startsOf(node, source);
  const indent = indentOf(lines[starts[0]!.line]!);
  if (starts.some(({ line }, index) => indentOf(lines[line]!) !== indent || line === starts[index - 1]?.line))
    throw new Unmergeable();
  let end = to;
  while (end > starts.at(-1)!.line + 1 && isSilent(lines[end - 1]!) && indentOf(lines[end - 1]!) <= indent) end -= 1;
  const leads = starts.map(({ line }, index) =>
    leadFrom(lines, line, index === 0 ? from : starts[index - 1]!.line + 1, indent),
  );
  const entries = starts.map(({ line, value, key }, index): Entry => {
    const until = leads[index + 1] ?? end;
    const lead = lines.slice(index === 0 ? from : leads[index]!, line);
    const below = blockBelow(value, source, line) ? readBlock(value, source, line + 1, until) : undefined;
    const own = below ? [lines[line]!] : lines.slice(line, until);
    const says = [plain(own), ...(below ? canonicalOf(below) : [])].join('\n');
    return {
      key: isMap(node) ? key : says,
      lead,
      own,
      ...(below && { child: below }),
      canonical: [plain(lead), says].join('\n'),
    };
  });
  return { kind: isMap(node) ? 'map' : 'seq', indent, entries, tail: lines.slice(end, to) };
}

function canonicalOf({ entries, tail }: Block): readonly string[] {
  return [...entries.map(({ canonical }) => canonical), plain(tail)];
}

/** What stands above the first key of a document and is not said of that key. */
export interface Page {
  readonly head: readonly string[];
  readonly block: Block;
}

/** Up to the line that begins the document, or else the last blank one above its first key. */
function headEnd(lines: readonly string[], first: number): number {
  const above = lines.slice(0, first);
  const mark = above.findLastIndex((line) => /^---(?:\s+#.*|\s*)$/.test(line));
  return 1 + (mark >= 0 ? mark : above.findLastIndex((line) => line.trim() === ''));
}

export function readDocument(text: string): Page {
  const documents = parseYaml(text);
  const contents = documents?.length === 1 ? documents[0]!.contents : undefined;
  if (!contents || !isMap(contents) || contents.flow || contents.items.length === 0) throw new Unmergeable();
  const lines = linesOf(text);
  const starts: number[] = [];
  let offset = 0;
  for (const line of lines) {
    starts.push(offset);
    offset += line.length + 1;
  }
  const source = { lines, starts };
  const end = headEnd(lines, startsOf(contents, source)[0]!.line);
  return { head: lines.slice(0, end), block: readBlock(contents, source, end, lines.length) };
}
