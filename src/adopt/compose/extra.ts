import { Document, isMap, parseDocument, stringify, visit, type Pair } from 'yaml';
import type { ExtraService } from '../imported.js';
import { evidenceOf, type Book } from './book.js';
import type { Loader } from './load.js';
import { at, entriesOf, itemsOf, leavesOf, textOf, type Node, type Scalar, type Value } from './node.js';
import { folderOf } from './paths.js';
import type { ServiceView } from './service.js';

type Plain = Value | readonly Plain[] | { readonly [key: string]: Plain };

/** As written: variables stay variables where the `.env` beside it fills them in. */
function plain(node: Node, folder: string): Plain {
  if (node.kind === 'scalar') return keptRaw(node, folder);
  if (node.kind === 'list') return node.items.map((item) => plain(item, folder));
  return Object.fromEntries([...node.entries].map(([key, value]) => [key, plain(value, folder)]));
}

const keptRaw = ({ raw, value, place }: Scalar, folder: string): Value =>
  typeof raw === 'string' && raw.includes('$') && folderOf(place.file) === folder ? raw : value;

/** Quotes what a reader of YAML 1.1 takes for something else, such as `no`. */
const print = (value: unknown): string => stringify(value, { lineWidth: 0, compat: 'yaml-1.1' }).trimEnd();

/** Lines with what stands in front of all of them taken away. */
function dedent(text: string): string {
  const lines = text.split('\n');
  const margin = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)![0].length));
  return lines.map((line) => line.slice(Math.min(margin, /^ */.exec(line)![0].length)).trimEnd()).join('\n');
}

/** A key of a section with its comments: from the comment above it to the end of its value. */
function block(text: string, section: readonly string[], name: string): string | undefined {
  const document = parseDocument(text, { prettyErrors: false, logLevel: 'silent' });
  const all = section.length === 0 ? document.contents : document.getIn(section, true);
  if (!isMap(all) || all.flow) return undefined;
  const items = all.items as Pair<
    { value: unknown; range?: [number, number, number] },
    { range?: [number, number, number] } | null
  >[];
  const index = items.findIndex(({ key }) => key.value === name);
  const [pair, before] = [items[index], items[index - 1]];
  if (!pair?.key.range) return undefined;
  // Behind what the entry before says, in the lines of comments that touch this one.
  const start = text.lastIndexOf('\n', pair.key.range[0]) + 1;
  const from = before?.value?.range?.[2] ?? all.range?.[0] ?? 0;
  const above = text.slice(Math.min(from, start), start).split('\n').slice(0, -1);
  const comments = above.slice(above.findLastIndex((line) => !/^\s*#/.test(line)) + 1).map((line) => `${line}\n`);
  const value = pair.value?.range;
  const whole = text.indexOf('\n', Math.max(value?.[1] ?? 0, pair.key.range[1]) - 1);
  const end = Math.max(
    value?.[1] ?? pair.key.range[1],
    Math.min(whole < 0 ? text.length : whole, value?.[2] ?? text.length),
  );
  return dedent(`${comments.join('')}${text.slice(start, end).trimEnd()}`);
}

interface Around {
  readonly book: Book;
  readonly loader: Loader;
  /** Of their services to ours. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** Names of services that it waits for, in the text, as ours have them. */
function withNewNames(text: string, renamed: ReadonlyMap<string, string>): string {
  const document = parseDocument(text, { keepSourceTokens: false, prettyErrors: false, logLevel: 'silent' });
  const changes: { readonly from: number; readonly to: number; readonly name: string }[] = [];
  const look = (node: unknown): void => {
    const { value, range } = (node ?? {}) as { value?: unknown; range?: [number, number, number] };
    const name = typeof value === 'string' ? renamed.get(value) : undefined;
    if (name !== undefined && range) changes.push({ from: range[0], to: range[1], name });
  };
  const service = isMap(document.contents) ? document.contents.items[0]?.value : undefined;
  const waits = isMap(service) ? service.get('depends_on', true) : undefined;
  for (const item of (waits as { items?: unknown[] } | undefined)?.items ?? [])
    look(isMap(waits) ? (item as Pair).key : item);
  return changes
    .toSorted((a, b) => b.from - a.from)
    .reduce((all, { from, to, name }) => all.slice(0, from) + name + all.slice(to), text);
}

/** Whether a block says all of it: one file, beside the project's own, nothing taken from elsewhere. */
function whole(node: Node, text: string, folder: string): boolean {
  const places = leavesOf(node);
  const { file, range } = node.place;
  const own = places.every((one) => one.file === file && one.range[0] >= range[0] && one.range[1] <= range[1]);
  return own && folderOf(file) === folder && !/^\s*extends:|\s&[\w-]+(?:\s|$)/m.test(text);
}

function withDepends(value: Plain, renamed: ReadonlyMap<string, string>): Plain {
  const waits = value !== null && typeof value === 'object' && 'depends_on' in value ? value.depends_on : undefined;
  if (waits === undefined || waits === null || typeof waits !== 'object' || Array.isArray(waits)) return value;
  const entries = Object.entries(waits).map(([name, how]) => [renamed.get(name) ?? name, how] as const);
  return { ...(value as object), depends_on: Object.fromEntries(entries) as Plain };
}

/** The block of a key as its file has it, or printed anew; and which of the two. */
function blockOf(section: string, name: string, node: Node, folder: string, { loader, renamed }: Around): Block {
  const file = loader.read(node.place.file);
  const text = file && block(file.text, file.v1 ? [] : [section], name);
  if (text !== undefined && whole(node, text, folder))
    return { name, text: section === 'services' ? withNewNames(text, renamed) : text, verbatim: true };
  const inlined =
    file && text !== undefined && folderOf(node.place.file) === folder && oneFile(node)
      ? inlineAliases(file.text, file.v1 ? [] : [section], name)
      : undefined;
  if (inlined !== undefined) return { name, text: withNewNames(inlined, renamed), verbatim: false };
  return { name, text: print({ [name]: withDepends(plain(node, folder), renamed) }), verbatim: false };
}

const oneFile = (node: Node): boolean => leavesOf(node).every(({ file }) => file === node.place.file);

/** The block with what its aliases stand for in their places, and its comments kept; undefined where it says more than that. */
function inlineAliases(text: string, section: readonly string[], name: string): string | undefined {
  const document = parseDocument(text, { prettyErrors: false, logLevel: 'silent' });
  const pair = (section.length === 0 ? document.contents : document.getIn(section, true)) as
    { items?: Pair[] } | undefined;
  const found = pair?.items?.find(({ key }) => (key as { value?: unknown } | null)?.value === name);
  if (!found) return undefined;
  const keys = new Set<unknown>();
  visit(found as never, {
    Pair: (_, { key }) => void keys.add((key as { value?: unknown } | null)?.value),
    Alias: (_, alias) => alias.resolve(document)?.clone() as never,
  });
  visit(found as never, {
    Node(_, node) {
      delete (node as { anchor?: string }).anchor;
    },
  });
  // What those bring in has no comments to keep.
  if (keys.has('<<') || keys.has('extends')) return undefined;
  const only = new Document({});
  (only.contents as unknown as { items: unknown[]; flow?: boolean }).items.push(found);
  return only.toString({ lineWidth: 0 }).trim();
}

interface Block {
  readonly name: string;
  readonly text: string;
  readonly verbatim: boolean;
}

type Section = 'volumes' | 'networks' | 'secrets' | 'configs';

/** Names at the top of a Compose file that a service takes something by. */
function namesOf(node: Node, section: Section): readonly string[] {
  if (section === 'networks') return entriesOf(at(node, 'networks')).map(([name]) => name);
  return itemsOf(at(node, section)).flatMap((one) => textOf(at(one, 'source')) ?? textOf(one) ?? []);
}

function named(service: ServiceView, section: Section, folder: string, around: Around): readonly Block[] {
  const { root } = service.environment.model;
  return [...new Set(namesOf(service.node, section))].flatMap((name) => {
    const node = at(root, section, name);
    if (!node) return [];
    around.book.mark(node, 'extraServices', service.name);
    return [blockOf(section, name, node, folder, around)];
  });
}

/** Networks of a service: the one that Compose makes by itself where it names none. */
function networksOf({ node }: ServiceView): readonly string[] {
  if (at(node, 'network_mode')) return [];
  const names = namesOf(node, 'networks');
  return names.length === 0 ? ['default'] : names;
}

/**
 * A service that is none of ours, as it is.
 *
 * @param ours Services of its environment that are.
 */
export function extraService(
  service: ServiceView,
  ours: readonly ServiceView[],
  around: Around & { readonly project?: string },
): ExtraService {
  const { name, node, environment } = service;
  const folder = folderOf(environment.model.files[0] ?? '');
  const met = new Set(ours.flatMap(networksOf));
  around.book.mark(node, 'extraServices', name);
  return {
    ...blockOf('services', name, node, folder, around),
    environments: [environment.name],
    volumes: named(service, 'volumes', folder, around),
    networks: named(service, 'networks', folder, around),
    secrets: named(service, 'secrets', folder, around),
    configs: named(service, 'configs', folder, around),
    met: networksOf(service).filter((one) => met.has(one)),
    renamed: [...around.renamed].filter(([theirs, one]) => theirs !== one),
    profiles: environment.profiles,
    published: itemsOf(at(node, 'ports')).flatMap((port) => {
      const number = Number(textOf(at(port, 'published')));
      return Number.isInteger(number) && number > 0 ? [number] : [];
    }),
    ...(around.project !== undefined && { project: around.project }),
    evidence: evidenceOf(node.place),
  };
}
