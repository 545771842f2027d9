// A printer for what Compose files hold. The `yaml` package does the same in four times the time, and costs as much
// again to load; in the tests it reads back what is printed here.

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

// What a parser would not read as one line of plain text: indicators, comments, keys, what no editor shows.
const NOT_PLAIN = /^[\t ,[\]{}#&*!|>'"%@`]|^[?-]$|^[?-][\t ]|:[\t ]|[\t ]#|[\t :-]$|[\p{Cc}\u2028\u2029\uFEFF]/u;
// What is no text: nothing, truth values, numbers and times, merges and ends of documents. Those of YAML 1.1 as well,
// which many tools still speak: `yes`, `1_000`, numbers to the base of 60.
const NO_TEXT = new RegExp(
  `^(?:${[
    '~|null|true|false|y|yes|n|no|on|off|=|<<|---|\\.\\.\\.',
    '[-+]?(?:0b[01_]+|0o[0-7_]+|0x[\\da-f_]+|\\.inf)|\\.nan',
    '[-+]?(?:\\.[\\d_]+|\\d[\\d_]*(?:\\.[\\d_]*)?)(?:e[-+]?\\d+)?',
    '[-+]?\\d[\\d_]*(?::\\d*)+(?:\\.[\\d_]*)?',
    '\\d{4}-\\d\\d?-\\d\\d?(?:[t ].*)?',
  ].join('|')})?$`,
  'i',
);

function text(value: string): string {
  return NOT_PLAIN.test(value) || NO_TEXT.test(value) ? JSON.stringify(value) : value;
}

/** A key; `<<`, which merges, is one as it stands. */
const name = (key: string): string => (key === '<<' ? key : text(key));

/** Several lines as they are, where the first of them shows how far they are indented. */
function block(value: string, indent: string): string {
  if (/^\s/.test(value) || !/^[^\r]*[^\n]\n?$/.test(value)) return JSON.stringify(value);
  const lines = value.replace(/\n$/, '').split('\n');
  return [value.endsWith('\n') ? '|' : '|-', ...lines.map((line) => (line === '' ? '' : indent + line))].join('\n');
}

function scalar(value: string | number | boolean, indent: string): string {
  if (typeof value !== 'string') return String(value);
  return value.includes('\n') ? block(value, indent) : text(value);
}

function entriesOf(value: Mapping | { readonly [key: string]: Value | undefined }): readonly Entry[] {
  if (value instanceof Mapping) return value.entries;
  return Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [{ key, value: item }]));
}

/** What follows `key:` or `-`, on the same line or on lines of its own. */
function after(value: Value, indent: string): string {
  const deeper = `${indent}  `;
  if (typeof value !== 'object') return ` ${scalar(value, deeper)}`;
  if (value instanceof Alias) return ` *${value.anchor}`;
  if (value instanceof Shared) return `${anchor(value)} ${scalar(value.text, deeper)}`;
  if (isList(value)) return value.length === 0 ? ' []' : `\n${list(value, deeper)}`;
  const entries = entriesOf(value);
  const name = value instanceof Mapping ? anchor(value) : '';
  return entries.length === 0 ? `${name} {}` : `${name}\n${mapping(entries, deeper)}`;
}

const anchor = ({ anchor: name }: Mapping | Shared): string => (name === undefined ? '' : ` &${name}`);

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function mapping(entries: readonly Entry[], indent: string): string {
  const lines = entries.map(
    ({ key, value, comment, space }) =>
      `${space ? '\n' : ''}${comment ? `${indent}# ${comment}\n` : ''}${indent}${name(key)}:${after(value, indent)}`,
  );
  return lines.join('\n');
}

function list(items: readonly Value[], indent: string): string {
  return items
    .map(
      (item) =>
        `${indent}-${isPlain(item) ? ` ${mapping(entriesOf(item), `${indent}  `).trimStart()}` : after(item, indent)}`,
    )
    .join('\n');
}

/** A mapping whose first key stands beside the dash. */
function isPlain(item: Value): item is { readonly [key: string]: Value | undefined } {
  return (
    typeof item === 'object' &&
    !isList(item) &&
    !(item instanceof Mapping || item instanceof Shared || item instanceof Alias) &&
    entriesOf(item).length > 0
  );
}

/** The text of a document that begins with a comment. */
export function print(root: Mapping, header: readonly string[]): string {
  const comment = header.map((line) => `${`# ${line}`.trimEnd()}\n`).join('');
  return `${comment}---\n${mapping(root.entries, '')}\n`;
}
