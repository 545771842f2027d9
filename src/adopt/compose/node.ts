import type { Evidence } from '../../detect/fact.js';

/** Where a value was written. It keeps its identity through anchors, merging and short forms, so that each can be accounted for. */
export interface Place extends Evidence {
  readonly line: number;
  /** Dotted, as the file has it: `services.api.ports[0]`. */
  readonly key: string;
  /** Offsets in the text, without comments around it. */
  readonly range: readonly [from: number, to: number];
}

export type Value = string | number | boolean | null;

interface Common {
  readonly place: Place;
  /** What it does when files are merged. */
  readonly tag?: 'reset' | 'override';
}

export interface Scalar extends Common {
  readonly kind: 'scalar';
  /** As written; `value` has its variables filled in. */
  readonly raw: Value;
  readonly value: Value;
}

export interface Mapping extends Common {
  readonly kind: 'mapping';
  readonly entries: ReadonlyMap<string, Node>;
}

export interface List extends Common {
  readonly kind: 'list';
  readonly items: readonly Node[];
}

/** A value of a Compose file. */
export type Node = Scalar | Mapping | List;

export const scalar = (value: Value, place: Place, raw: Value = value): Scalar => ({
  kind: 'scalar',
  raw,
  value,
  place,
});

export const mapping = (entries: Iterable<readonly [string, Node]>, place: Place): Mapping => ({
  kind: 'mapping',
  entries: new Map(entries),
  place,
});

export const list = (items: readonly Node[], place: Place): List => ({ kind: 'list', items, place });

export function at(node: Node | undefined, ...path: readonly string[]): Node | undefined {
  return path.reduce<Node | undefined>(
    (here, key) => (here?.kind === 'mapping' ? here.entries.get(key) : undefined),
    node,
  );
}

export function entriesOf(node: Node | undefined): readonly (readonly [string, Node])[] {
  return node?.kind === 'mapping' ? [...node.entries] : [];
}

export function itemsOf(node: Node | undefined): readonly Node[] {
  if (node?.kind === 'list') return node.items;
  return node?.kind === 'scalar' && node.value !== null ? [node] : [];
}

/** A scalar as text; undefined for anything else, and for null. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? String(node.value) : undefined;
}

export function rawOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && node.raw !== null ? String(node.raw) : undefined;
}

/** The places of all values in it that hold no others: those that must be accounted for. */
export function leavesOf(node: Node): readonly Place[] {
  if (node.kind === 'scalar') return [node.place];
  const inner = node.kind === 'list' ? node.items : [...node.entries.values()];
  return inner.length === 0 ? [node.place] : inner.flatMap(leavesOf);
}

/** The same with another function's answer for each scalar. */
export function mapScalars(node: Node, change: (one: Scalar) => Scalar): Node {
  if (node.kind === 'scalar') return change(node);
  if (node.kind === 'list') return { ...node, items: node.items.map((item) => mapScalars(item, change)) };
  return { ...node, entries: new Map([...node.entries].map(([key, value]) => [key, mapScalars(value, change)])) };
}

/** The mapping with some of its entries changed; undefined drops one. */
export function withEntries(node: Mapping, changed: Readonly<Record<string, Node | undefined>>): Mapping {
  const entries = new Map(node.entries);
  for (const [key, value] of Object.entries(changed)) {
    if (value === undefined) entries.delete(key);
    else entries.set(key, value);
  }
  return { ...node, entries };
}
