import { isMap, parseDocument, stringify, type Pair } from 'yaml';
import type { ExtraService } from '../imported.js';
import { evidenceOf, type Book } from './book.js';
import type { Loader } from './load.js';
import { at, entriesOf, itemsOf, leavesOf, textOf, type Node, type Value } from './node.js';
import type { EnvironmentName } from './recognise.js';
import type { ServiceView } from './service.js';

type Plain = Value | readonly Plain[] | { readonly [key: string]: Plain };

/** As written: variables stay variables, so that `.env` still fills them in. */
function plain(node: Node): Plain {
  if (node.kind === 'scalar') return keptRaw(node.raw, node.value);
  if (node.kind === 'list') return node.items.map(plain);
  return Object.fromEntries([...node.entries].map(([key, value]) => [key, plain(value)]));
}

const keptRaw = (raw: Value, value: Value): Value => (typeof raw === 'string' && raw.includes('$') ? raw : value);

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

/** Whether its block says all of it: one file, no anchors of elsewhere, nothing extended. */
function whole(service: ServiceView, text: string | undefined): text is string {
  if (text === undefined) return false;
  const files = new Set(leavesOf(service.node).map(({ file }) => file));
  const prefix = `services.${service.name}`;
  const own = leavesOf(service.node).every(
    ({ key }) => key === prefix || key.startsWith(`${prefix}.`) || key.startsWith(`${service.name}.`),
  );
  return files.size <= 1 && own && !/^\s*extends:|[:[\s]\*[\w-]+\s*(?:[\],#]|$)|:\s+&|^\s*<<:/m.test(text);
}

function printed(name: string, node: Node, renamed: ReadonlyMap<string, string>): string {
  const value = plain(node) as Readonly<Record<string, Plain>>;
  const waits = value.depends_on;
  const depends =
    waits && typeof waits === 'object'
      ? { depends_on: Object.fromEntries(Object.entries(waits).map(([one, how]) => [renamed.get(one) ?? one, how])) }
      : {};
  return stringify({ [name]: { ...value, ...depends } }, { lineWidth: 0 }).trimEnd();
}

function named(service: ServiceView, section: 'volumes' | 'networks', { book, loader }: Around) {
  const { root } = service.environment.model;
  const names =
    section === 'volumes'
      ? itemsOf(at(service.node, 'volumes')).flatMap((one) => textOf(at(one, 'source')) ?? [])
      : entriesOf(at(service.node, 'networks')).map(([name]) => name);
  return names.flatMap((name) => {
    const node = at(root, section, name);
    if (!node) return [];
    book.mark(node, 'extraServices', service.name);
    const text = block(loader.read(node.place.file)?.text ?? '', [section], name);
    return [{ name, text: text ?? stringify({ [name]: plain(node) }, { lineWidth: 0 }).trimEnd() }];
  });
}

/** A service that is none of ours, as it is. */
export function extraService(
  service: ServiceView,
  environments: readonly EnvironmentName[],
  around: Around,
): ExtraService {
  const { loader, book, renamed } = around;
  const { name, node } = service;
  const file = loader.read(node.place.file);
  const text = file && block(file.text, file.v1 ? [] : ['services'], name);
  const verbatim = whole(service, text);
  book.mark(node, 'extraServices', name);
  return {
    name,
    environments,
    text: verbatim ? withNewNames(text, renamed) : printed(name, node, renamed),
    verbatim,
    volumes: named(service, 'volumes', around),
    networks: named(service, 'networks', around),
    evidence: evidenceOf(node.place),
  };
}

const indent = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');

/** A Compose file of those of one environment, for `include`; undefined where there are none. */
export function extraFile(all: readonly ExtraService[], environment: EnvironmentName): string | undefined {
  const own = all.filter(({ environments }) => environments.includes(environment));
  if (own.length === 0) return undefined;
  const section = (key: string, blocks: readonly { readonly name: string; readonly text: string }[]): string => {
    const once = new Map(blocks.map(({ name, text }) => [name, text]));
    const joint = key === 'services' ? '\n\n' : '\n';
    return once.size === 0 ? '' : `\n${key}:\n${[...once.values()].map(indent).join(joint)}\n`;
  };
  const blocks = [
    section('services', own),
    section(
      'networks',
      own.flatMap(({ networks }) => networks),
    ),
    section(
      'volumes',
      own.flatMap(({ volumes }) => volumes),
    ),
  ];
  return blocks.join('').slice(1);
}
