import { Texts } from './yaml-text.js';

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

/** Lines of mappings and lists, in which the texts are those of the `yaml` package. */
class Printer {
  readonly #texts: Texts;
  readonly #anchors = new Set<string>();

  constructor(texts: Texts) {
    this.#texts = texts;
  }

  #anchor({ anchor }: Mapping | Shared): string {
    if (anchor === undefined) return '';
    this.#anchors.add(anchor);
    return ` &${anchor}`;
  }

  #alias({ anchor }: Alias): string {
    if (!this.#anchors.has(anchor)) throw new Error(`*${anchor} stands before &${anchor}.`);
    return ` *${anchor}`;
  }

  #scalar(value: string | number | boolean, indent: string): string {
    return typeof value === 'string' ? this.#texts.value(value, indent) : String(value);
  }

  #mapping(entries: readonly Entry[], indent: string): string {
    let lines = '';
    for (const { key, value, comment, space } of entries) {
      if (space) lines += '\n';
      for (const line of comment?.split(/\r\n?|\n/) ?? []) lines += `\n${indent}${`# ${line}`.trimEnd()}`;
      lines += `\n${indent}${this.#texts.key(key)}:${this.#after(value, `${indent}  `)}`;
    }
    return lines;
  }

  #list(items: readonly Value[], indent: string): string {
    let lines = '';
    for (const item of items) {
      const after = this.#after(item, `${indent}  `);
      // The first of an item's own lines stands beside its dash.
      lines += `\n${indent}-${after.startsWith('\n') ? ` ${after.trimStart()}` : after}`;
    }
    return lines;
  }

  /** What follows a colon or a dash, on the same line or on lines of its own. */
  #after(value: Value, indent: string): string {
    if (typeof value !== 'object') return ` ${this.#scalar(value, indent)}`;
    if (value instanceof Alias) return this.#alias(value);
    if (value instanceof Shared) return `${this.#anchor(value)} ${this.#scalar(value.text, indent)}`;
    if (isList(value)) return value.length === 0 ? ' []' : this.#list(value, indent);
    const entries = entriesOf(value);
    const anchor = value instanceof Mapping ? this.#anchor(value) : '';
    return anchor + (entries.length === 0 ? ' {}' : this.#mapping(entries, indent));
  }

  print(root: Mapping): string {
    return `${this.#mapping(root.entries, '').slice(1)}\n`;
  }
}

function entriesOf(value: Mapping | { readonly [key: string]: Value | undefined }): readonly Entry[] {
  if (value instanceof Mapping) return value.entries;
  return Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [{ key, value: item }]));
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** The text of a document that begins with a comment. Documents that have much in common share `texts`. */
export function print(root: Mapping, header: readonly string[], texts = new Texts()): string {
  const comment = header.map((line) => `${`# ${line}`.trimEnd()}\n`).join('');
  return `${comment}---\n${new Printer(texts).print(root)}`;
}
