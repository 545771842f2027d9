import type { Evidence } from '../../detect/fact.js';
import type { Account, Implied, NotCarried } from '../imported.js';
import { leavesOf, type Node, type Place } from './node.js';

/** Of several, the first is what counts: an option is more than a remark on part of the same value. */
const ORDER = ['options', 'variables', 'extraServices', 'implied', 'notCarried'] as const;

type Went = Account['went'];
type OptionValue = string | number | boolean;

/** What becomes of each value, while files are read. A value that nothing was said of is not carried over: none gets lost. */
export interface Book {
  /** Sets an option unless an earlier file has; a value that is another one then is not carried over. */
  readonly option: (path: string, value: OptionValue, node: Node) => void;
  readonly mark: (node: Node, went: Went, as: string) => void;
  readonly implied: (node: Node, why: string) => void;
  /** `part` says which part of the value it is, where it is not the whole. */
  readonly notCarried: (node: Node, why: string, part?: string) => void;
  readonly options: () => Readonly<Record<string, unknown>>;
  readonly evidence: ReadonlyMap<string, Evidence>;
  readonly has: (place: Place) => boolean;
  readonly accounts: (leaves: readonly Place[]) => readonly Account[];
  /** What was said of parts of values, beside what they became. */
  readonly parts: readonly NotCarried[];
}

export const evidenceOf = ({ file, line }: Place): Evidence => ({ file, line });

function nested(values: ReadonlyMap<string, OptionValue>): Readonly<Record<string, unknown>> {
  const root: Record<string, unknown> = {};
  for (const [path, value] of values) {
    const steps = path.split('.');
    let here = root;
    for (const step of steps.slice(0, -1)) here = (here[step] ??= {}) as Record<string, unknown>;
    here[steps.at(-1)!] = value;
  }
  return root;
}

function createEntries(): Pick<Book, 'mark' | 'implied' | 'notCarried' | 'parts' | 'has' | 'accounts'> {
  const entries = new Map<Place, { went: Went; as: string }>();
  const parts: NotCarried[] = [];
  const mark: Book['mark'] = (node, went, as) => {
    for (const place of leavesOf(node)) {
      const before = entries.get(place);
      if (!before || ORDER.indexOf(went) < ORDER.indexOf(before.went)) entries.set(place, { went, as });
    }
  };
  return {
    mark,
    parts,
    implied: (node, why) => mark(node, 'implied', why),
    notCarried(node, why, part) {
      if (part === undefined) return mark(node, 'notCarried', why);
      const { place } = node;
      const key = `${place.key}: ${part}`;
      if (!parts.some((one) => one.key === key && one.evidence.file === place.file))
        parts.push({ key, why, evidence: evidenceOf(place) });
    },
    has: (place) => entries.has(place),
    accounts: (leaves) =>
      leaves.map((place) => {
        const { went, as } = entries.get(place) ?? { went: 'notCarried' as const, as: 'No option says it.' };
        return { key: place.key, evidence: evidenceOf(place), went, as };
      }),
  };
}

export function createBook(): Book {
  const values = new Map<string, OptionValue>();
  const evidence = new Map<string, Evidence>();
  const entries = createEntries();
  return {
    ...entries,
    evidence,
    option(path, value, node) {
      const known = values.get(path);
      if (known !== undefined && known !== value) {
        const { file, line } = evidence.get(path)!;
        return entries.notCarried(node, `${path} is ${String(known)} already, by ${file}:${line}.`);
      }
      if (known === undefined) evidence.set(path, evidenceOf(node.place));
      values.set(path, value);
      entries.mark(node, 'options', path);
    },
    options: () => nested(values),
  };
}

/** Empty where there is none; keys may hold any character, and what has no step to take away has no parent. */
function parentOf(key: string): string {
  const parent = key.replace(/(?:\.[^.[]+|\[\d+\]|^[^.[]+)$/, '');
  return parent.length < key.length ? parent : '';
}

const under = (key: string, parent: string): boolean =>
  parent === '' || (key.startsWith(parent) && (key.length === parent.length || /^[.[]/.test(key.slice(parent.length))));

/** A key of a service, `services.api.ports`, and not the service as a whole, of which more may be said. */
const worthNaming = (key: string): boolean => key.split('.').length > (key.startsWith('services.') ? 2 : 1);

/** Values of one fate, with those together that lie under one key and share the reason. */
export function grouped(accounts: readonly Account[], went: Went): readonly Implied[] {
  const chosen = accounts.filter((one) => one.went === went);
  const same = (parent: string, { evidence, as }: Account): boolean =>
    accounts
      .filter((one) => one.evidence.file === evidence.file && under(one.key, parent))
      .every((one) => one.went === went && one.as === as);
  const found = new Map<string, Implied>();
  for (const one of chosen) {
    let key = one.key;
    while (worthNaming(parentOf(key)) && same(parentOf(key), one)) key = parentOf(key);
    const id = `${one.evidence.file}#${key}`;
    if (!found.has(id)) found.set(id, { key, why: one.as, evidence: one.evidence });
  }
  return [...found.values()];
}
