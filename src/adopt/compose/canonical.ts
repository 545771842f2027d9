import { at, entriesOf, itemsOf, list, mapping, rawOf, scalar, textOf, withEntries } from './node.js';
import type { List, Mapping, Node, Scalar } from './node.js';

/**
 * Short forms as long ones. A part of a short form has the place of the whole.
 */
const part = (
  from: Scalar,
  value: string | number | boolean | null,
  raw: string | number | boolean | null = value,
): Scalar => scalar(value, from.place, raw);

/** `127.0.0.1:8000-8001:80/tcp` */
const PORT = /^(?:(\[[0-9a-fA-F:]+\]|[0-9.]*|localhost):)?(?:(\d*(?:-\d+)?):)?(\d+(?:-\d+)?)(?:\/(tcp|udp))?$/;

function range(text: string): readonly number[] {
  const [from, to = from] = text.split('-').map(Number);
  // As many as there are ports at most.
  return Array.from({ length: Math.min(Math.max(to! - from! + 1, 1), 65_536) }, (_, index) => from! + index);
}

/** The long forms of one entry of `ports`: several where it is a range. */
export function portsOf(node: Node): readonly Node[] {
  if (node.kind !== 'scalar') return [node];
  const match = PORT.exec(textOf(node) ?? '');
  if (!match) return [node];
  // With one colon the host's side is a port, not an address.
  const [, host, outside, inside, protocol] = match;
  const address = outside === undefined && host !== undefined && /^\d+$/.test(host) ? undefined : host;
  const published = outside ?? (address === undefined ? host : undefined);
  const targets = range(inside!);
  const outer = published ? range(published) : [];
  return targets.map((target, index) => {
    const many = targets.length === 1 && outer.length > 1;
    const port = many ? published : outer[index];
    return mapping(
      [
        ...(address ? [['host_ip', part(node, address.replace(/^\[|\]$/g, ''))] as const] : []),
        ...(port !== undefined ? [['published', part(node, String(port))] as const] : []),
        ['target', part(node, target)],
        ['protocol', part(node, protocol ?? 'tcp')],
      ],
      node.place,
    );
  });
}

/** `./src:/app:ro`, `data:/var/lib`, `/cache` */
export function volumeOf(node: Node): Node {
  if (node.kind !== 'scalar') return node;
  const [first = '', second, mode] = (textOf(node) ?? '').split(/:(?![\\/]{2})/);
  if (second === undefined)
    return mapping(
      [
        ['type', part(node, 'volume')],
        ['target', part(node, first)],
      ],
      node.place,
    );
  const bind = /^[./~]/.test(first) || /^[A-Za-z]$/.test(first);
  const options = new Set((mode ?? '').split(','));
  return mapping(
    [
      ['type', part(node, bind ? 'bind' : 'volume')],
      ['source', part(node, first)],
      ['target', part(node, second)],
      ...(options.has('ro') ? [['read_only', part(node, true)] as const] : []),
    ],
    node.place,
  );
}

/** `A=b` in a list as an entry; a name alone has null. */
function keyValue(node: Node | undefined, separator = '='): Node | undefined {
  if (node?.kind !== 'list') return node;
  const entries = node.items.flatMap((item): (readonly [string, Node])[] => {
    const [text, raw] = [textOf(item), rawOf(item)];
    if (item.kind !== 'scalar' || text === undefined || raw === undefined) return [];
    const [cut, rawCut] = [text.indexOf(separator), raw.indexOf(separator)];
    if (cut < 0) return [[text, part(item, null)]];
    return [[text.slice(0, cut), part(item, text.slice(cut + 1), raw.slice(rawCut + 1))]];
  });
  return { ...mapping(entries, node.place), ...(node.tag && { tag: node.tag }) };
}

function named(node: Node | undefined, make: (item: Scalar) => Node): Node | undefined {
  if (node?.kind !== 'list') return node;
  const entries = node.items.flatMap((item): (readonly [string, Node])[] => {
    const text = textOf(item);
    return item.kind === 'scalar' && text !== undefined ? [[text, make(item)]] : [];
  });
  return { ...mapping(entries, node.place), ...(node.tag && { tag: node.tag }) };
}

const asList = (node: Node | undefined): Node | undefined =>
  node?.kind === 'scalar' && node.value !== null
    ? { ...list([node], node.place), ...(node.tag && { tag: node.tag }) }
    : node;

const eachOf = (node: Node | undefined, change: (one: Node) => readonly Node[]): Node | undefined =>
  node?.kind === 'list' ? ({ ...node, items: node.items.flatMap(change) } satisfies List) : node;

const started = (item: Scalar): Node =>
  mapping(
    [
      ['condition', part(item, 'service_started')],
      ['required', part(item, true)],
    ],
    item.place,
  );

const built = (node: Node | undefined): Node | undefined => {
  const build = node?.kind === 'scalar' && node.value !== null ? mapping([['context', node]], node.place) : node;
  if (build?.kind !== 'mapping') return build;
  return withEntries(build, {
    ...(at(build, 'args') && { args: keyValue(at(build, 'args')) }),
    ...(at(build, 'labels') && { labels: keyValue(at(build, 'labels')) }),
  });
};

/** How each key of a service is brought into its long form. */
const FORMS: Readonly<Record<string, (node: Node | undefined) => Node | undefined>> = {
  build: built,
  ports: (node) => eachOf(node, portsOf),
  volumes: (node) => eachOf(node, (one) => [volumeOf(one)]),
  environment: keyValue,
  labels: keyValue,
  annotations: keyValue,
  sysctls: keyValue,
  extra_hosts: (node) =>
    keyValue(node, at(node) && itemsOf(node).some((one) => textOf(one)?.includes('=')) ? '=' : ':'),
  depends_on: (node) => named(node, started),
  networks: (node) => named(node, (item) => part(item, null)),
  env_file: asList,
  dns: asList,
  dns_search: asList,
  tmpfs: asList,
  label_file: asList,
};

export function canonicalService(service: Mapping): Mapping {
  const changed = entriesOf(service).flatMap(([key, node]) => (FORMS[key] ? [[key, FORMS[key](node)] as const] : []));
  return withEntries(service, Object.fromEntries(changed));
}

/** A Compose file with every service in long form. */
export function canonical(file: Mapping): Mapping {
  const services = at(file, 'services');
  if (services?.kind !== 'mapping') return file;
  const entries = entriesOf(services).map(
    ([name, node]) => [name, node.kind === 'mapping' ? canonicalService(node) : node] as const,
  );
  return withEntries(file, { services: { ...services, entries: new Map(entries) } });
}
