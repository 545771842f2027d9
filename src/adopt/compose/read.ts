import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Node as Yaml,
} from 'yaml';
import { entriesOf, list, mapping, scalar, type Mapping, type Node, type Place, type Value } from './node.js';

/** A Compose file as its text has it: anchors and merge keys resolved, and nothing else. */
export interface ReadFile {
  readonly path: string;
  readonly text: string;
  /** More than one where `---` divides them; later ones are merged over earlier ones. */
  readonly documents: readonly Mapping[];
  /** What is wrong with it, with the line. */
  readonly faults: readonly { readonly line: number; readonly message: string }[];
  /** It is of the first version of Compose, whose services stand at the top. */
  readonly v1: boolean;
}

/** Aliases of aliases can stand for more than any memory holds. */
const MOST_NODES = 50_000;
const DEEPEST = 60;
const TAGS = { '!reset': 'reset', '!override': 'override' } as const;

class TooLarge extends Error {}

interface Reader {
  readonly document: Document.Parsed;
  readonly place: (key: string, node: Yaml | null | undefined, fallback: Place) => Place;
  count: number;
  readonly within: Set<Yaml>;
  /** Of anchored nodes, so that an alias has the places of what it stands for. */
  readonly known: Map<Yaml, Node>;
}

function valueOf(node: unknown): Value {
  const value = isScalar(node) ? node.value : null;
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  // 0777 and 1e3 are texts to whoever wrote them.
  if (typeof value === 'number' || typeof value === 'bigint') {
    const { source } = node as { source?: string };
    return source !== undefined && source !== String(value) ? source : Number(value);
  }
  return value instanceof Date ? value.toISOString() : null;
}

const tagOf = (node: Yaml): { tag?: 'reset' | 'override' } => {
  const tag = TAGS[(node as { tag?: string }).tag as keyof typeof TAGS] as 'reset' | 'override' | undefined;
  return tag === undefined ? {} : { tag };
};

/** What `<<` brings in; the first of several wins, and what stands beside it wins over all. */
function merged(node: Node): readonly (readonly [string, Node])[] {
  return node.kind === 'list' ? node.items.toReversed().flatMap(merged) : entriesOf(node);
}

function mappingOf(node: Yaml, key: string, place: Place, reader: Reader, depth: number): Node {
  const entries = new Map<string, Node>();
  const under = new Map<string, Node>();
  const items = isMap(node) ? node.items : [];
  for (const pair of items) {
    const name = String(valueOf(pair.key));
    const inner = key === '' ? name : `${key}.${name}`;
    const at = reader.place(inner, pair.key as Yaml, place);
    const value = convert(pair.value as Yaml | null, inner, at, reader, depth + 1);
    if (name === '<<') for (const [each, one] of merged(value)) under.set(each, one);
    else entries.set(name, value);
  }
  const all = new Map([...under, ...entries]);
  return { ...mapping(all, place), ...tagOf(node) };
}

function convert(node: Yaml | null, key: string, place: Place, reader: Reader, depth: number): Node {
  reader.count += 1;
  if (reader.count > MOST_NODES || depth > DEEPEST) throw new TooLarge();
  if (node === null) return scalar(null, place);
  if (isAlias(node)) {
    const target = node.resolve(reader.document);
    if (!target || reader.within.has(target)) return scalar(null, place);
    const known = reader.known.get(target);
    // What an anchor holds is counted again: an alias is as large as what it stands for.
    if (known) reader.count += sizeOf(known, MOST_NODES - reader.count);
    return known ?? convert(target, key, place, reader, depth + 1);
  }
  reader.within.add(node);
  const here = { ...place, range: reader.place(key, node, place).range };
  const result = ((): Node => {
    if (isMap(node)) return mappingOf(node, key, here, reader, depth);
    if (!isSeq(node)) return { ...scalar(valueOf(node), here), ...tagOf(node) };
    const items = node.items.map((item, index) => {
      const inner = `${key}[${index}]`;
      return convert(item as Yaml | null, inner, reader.place(inner, item as Yaml, here), reader, depth + 1);
    });
    return { ...list(items, here), ...tagOf(node) };
  })();
  reader.within.delete(node);
  reader.known.set(node, result);
  return result;
}

function sizeOf(node: Node, most: number): number {
  let count = 0;
  const queue: Node[] = [node];
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    count += 1;
    if (count > most) throw new TooLarge();
    if (one.kind === 'mapping') queue.push(...one.entries.values());
    if (one.kind === 'list') queue.push(...one.items);
  }
  return count;
}

const SERVICE_KEYS = ['image', 'build', 'command', 'ports', 'extends'];

/** Before `services:` there was a level less: each key at the top is a service. */
function looksV1(document: Mapping): boolean {
  if (document.entries.has('services')) return false;
  const all = entriesOf(document).filter(([key]) => !key.startsWith('x-') && key !== 'version' && key !== 'name');
  return (
    all.length > 0 && all.every(([, node]) => SERVICE_KEYS.some((key) => entriesOf(node).some(([k]) => k === key)))
  );
}

function wrapV1(document: Mapping): Mapping {
  return looksV1(document) ? mapping([['services', document]], document.place) : document;
}

/** Never throws, whatever the text is. */
export function readCompose(path: string, text: string): ReadFile {
  const lines = new LineCounter();
  const faults: { line: number; message: string }[] = [];
  const start: Place = { file: path, line: 1, key: '', range: [0, text.length] };
  const documents: Mapping[] = [];
  try {
    const parsed = parseAllDocuments(text, {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'silent',
      merge: false,
    });
    for (const document of Array.isArray(parsed) ? parsed : []) {
      for (const { message, pos } of document.errors) faults.push({ line: lines.linePos(pos[0]).line || 1, message });
      const place: Reader['place'] = (key, node, fallback) => {
        const range = (node as { range?: [number, number, number] } | null | undefined)?.range;
        if (!range) return { ...fallback, key };
        return { file: path, line: lines.linePos(range[0]).line || 1, key, range: [range[0], range[1]] };
      };
      const reader: Reader = { document, place, count: 0, within: new Set(), known: new Map() };
      const node = convert(document.contents, '', start, reader, 0);
      if (node.kind === 'mapping') documents.push(node);
    }
  } catch (error: unknown) {
    // The parser recurses too, and gives up on some texts by throwing.
    const message =
      error instanceof TooLarge ? 'It is nested too deeply, or its aliases stand for too much' : 'It is not YAML';
    faults.push({ line: 1, message });
    documents.length = 0;
  }
  const v1 = documents.some(looksV1);
  return { path, text, documents: documents.map(wrapV1), faults, v1 };
}
