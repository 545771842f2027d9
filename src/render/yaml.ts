import { Document, isScalar, Pair, Scalar, YAMLMap, YAMLSeq, type Node } from 'yaml';

/** A value of YAML: plain data, or a node made here. */
export type Value = string | number | boolean | Node | readonly Value[] | { readonly [key: string]: Value | undefined };

/** Wraps at nothing, quotes only what needs it, and with the quotes that Prettier would choose. */
const STYLE = { lineWidth: 0, singleQuote: false, defaultKeyType: 'PLAIN', defaultStringType: 'PLAIN', indentSeq: true } as const;

// YAML 1.1, which many tools still speak: truth values, and numbers to the base of 60.
const OTHERS_READ_IT_AS_ELSE = /^(?:y|yes|n|no|on|off|[\d:]+)$/i;

function isNode(value: Value): value is Node {
  return typeof value === 'object' && 'toJSON' in value;
}

export function toNode(value: Value): Node {
  if (typeof value !== 'object') return scalar(value);
  if (isNode(value)) return value;
  if (Array.isArray(value)) {
    const sequence = new YAMLSeq();
    for (const item of value as readonly Value[]) sequence.add(toNode(item));
    return sequence;
  }
  const map = new MapBuilder();
  for (const [key, item] of Object.entries(value as Readonly<Record<string, Value | undefined>>)) if (item !== undefined) map.add(key, item);
  return map.node;
}

function scalar(value: string | number | boolean): Scalar {
  const node = new Scalar(value);
  if (typeof value === 'string' && value.includes('\n')) node.type = 'BLOCK_LITERAL';
  else if (typeof value === 'string' && OTHERS_READ_IT_AS_ELSE.test(value)) node.type = 'QUOTE_DOUBLE';
  return node;
}

/** Builds a mapping key by key, each with a comment before it where there is something to say. */
export class MapBuilder {
  readonly node = new YAMLMap();

  add(key: string, value: Value, { comment, space }: { readonly comment?: string | undefined; readonly space?: boolean } = {}): this {
    const name = new Scalar(key);
    if (comment) name.commentBefore = ` ${comment}`;
    if (space) name.spaceBefore = true;
    this.node.add(new Pair(name, toNode(value)));
    return this;
  }
}

/** A scalar that is written once, with an anchor from its second use on, and an alias wherever it is used again. */
export class Anchors {
  readonly #first = new Map<string, Scalar>();
  readonly #document: Document;

  constructor(document: Document) {
    this.#document = document;
  }

  value(anchor: string, text: string): Node {
    const first = this.#first.get(anchor);
    if (!first) {
      const node = scalar(text);
      this.#first.set(anchor, node);
      return node;
    }
    if (!isScalar(first) || first.value !== text) throw new Error(`&${anchor} stands for two values.`);
    return this.#document.createAlias(first, anchor);
  }
}

/** The text of a document that begins with a comment. */
export function print(document: Document, header: readonly string[]): string {
  const comment = header.map((line) => `# ${line}`.trimEnd() + '\n').join('');
  document.directives!.docStart = true;
  return comment + document.toString(STYLE);
}
