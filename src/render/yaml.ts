import { Document, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';

/** A value of YAML: plain data, or a node made here. */
export type Value = string | number | boolean | Node | readonly Value[] | { readonly [key: string]: Value | undefined };

export type Node = Mapping | Shared | Alias;

interface Entry {
  readonly key: string;
  readonly value: Value;
  readonly comment?: string | undefined;
  /** An empty line before it. */
  readonly space?: boolean;
}

/** Built key by key, each with a comment before it where there is something to say. */
export class Mapping {
  readonly entries: Entry[] = [];
  anchor?: string;

  add(key: string, value: Value, { comment, space }: Pick<Entry, 'comment' | 'space'> = {}): this {
    this.entries.push({ key, value, comment, ...(space && { space }) });
    return this;
  }

  /** The same mapping once more. */
  alias(anchor: string): Alias {
    this.anchor = anchor;
    return new Alias(anchor);
  }
}

export class Alias {
  readonly anchor: string;

  constructor(anchor: string) {
    this.anchor = anchor;
  }
}

/** A text that is written once, with an anchor where it is used again. */
class Shared {
  readonly text: string;
  anchor?: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Texts that are spelled out at their first use, and stand for themselves from then on. */
export class Anchors {
  readonly #first = new Map<string, Shared>();

  value(anchor: string, text: string): Node {
    const first = this.#first.get(anchor);
    if (!first) {
      const node = new Shared(text);
      this.#first.set(anchor, node);
      return node;
    }
    if (first.text !== text) throw new Error(`&${anchor} stands for two values.`);
    first.anchor = anchor;
    return new Alias(anchor);
  }
}

/** Wraps nothing, quotes only what needs it, and with the quotes that Prettier chooses. */
const STYLE = { lineWidth: 0, singleQuote: false } as const;

// As a block the first line shows how far all are indented, and empty lines at the end are easily lost.
const BLOCK = /^\S[^\r]*[^\n\r]\n?$/;

class Printer {
  // Many tools still speak YAML 1.1: what they would read as a truth value, a number or a date is quoted as well.
  readonly #document = new Document<Printed>(undefined, { merge: true, compat: 'yaml-1.1' });
  readonly #anchored = new Map<string, Scalar | YAMLMap>();

  #scalar(value: string | number | boolean): Scalar {
    const node = new Scalar(value);
    if (typeof value === 'string' && value.includes('\n'))
      node.type = BLOCK.test(value) ? 'BLOCK_LITERAL' : 'QUOTE_DOUBLE';
    return node;
  }

  #anchor<T extends Scalar | YAMLMap>(node: T, anchor: string | undefined): T {
    if (anchor !== undefined) this.#anchored.set(anchor, node);
    return node;
  }

  #map(entries: readonly Entry[]): YAMLMap {
    const map = new YAMLMap();
    for (const { key, value, comment, space } of entries) {
      const name = new Scalar(key);
      if (comment) name.commentBefore = ` ${comment}`;
      if (space) name.spaceBefore = true;
      map.items.push(new Pair(name, this.node(value)));
    }
    return map;
  }

  node(value: Value): Printed {
    if (typeof value !== 'object') return this.#scalar(value);
    if (value instanceof Alias) return this.#document.createAlias(this.#anchored.get(value.anchor)!, value.anchor);
    if (value instanceof Shared) return this.#anchor(this.#scalar(value.text), value.anchor);
    if (isList(value)) {
      const sequence = new YAMLSeq();
      for (const item of value) sequence.items.push(this.node(item));
      return sequence;
    }
    return this.#anchor(this.#map(entriesOf(value)), value instanceof Mapping ? value.anchor : undefined);
  }

  print(root: Mapping): string {
    this.#document.contents = this.node(root);
    return this.#document.toString(STYLE);
  }
}

type Printed = Scalar | YAMLMap | YAMLSeq | ReturnType<Document['createAlias']>;

function entriesOf(value: Mapping | { readonly [key: string]: Value | undefined }): readonly Entry[] {
  if (value instanceof Mapping) return value.entries;
  return Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [{ key, value: item }]));
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** The text of a document that begins with a comment. */
export function print(root: Mapping, header: readonly string[]): string {
  const comment = header.map((line) => `${`# ${line}`.trimEnd()}\n`).join('');
  return `${comment}---\n${new Printer().print(root)}`;
}
