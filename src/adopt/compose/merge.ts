import { at, textOf, type List, type Mapping, type Node, type Place } from './node.js';

/** Told of what another file's value took the place of. */
export type Lost = (node: Node, by: Place) => void;

/** Lists in which two entries with the same key are one, the later; the rest of lists grows. */
const KEYS: Readonly<Record<string, (item: Node) => string | undefined>> = {
  ports: (item) =>
    item.kind === 'mapping'
      ? [at(item, 'host_ip'), at(item, 'published'), at(item, 'target'), at(item, 'protocol')]
          .map((one) => textOf(one) ?? '')
          .join('|')
      : textOf(item),
  volumes: (item) => textOf(at(item, 'target')),
  devices: (item) => textOf(at(item, 'target')) ?? textOf(item)?.split(':')[1] ?? textOf(item),
  secrets: (item) => textOf(at(item, 'target')) ?? textOf(at(item, 'source')) ?? textOf(item),
  configs: (item) => textOf(at(item, 'target')) ?? textOf(at(item, 'source')) ?? textOf(item),
  env_file: (item) => textOf(at(item, 'path')) ?? textOf(item),
  ...Object.fromEntries(
    ['cap_add', 'cap_drop', 'dns', 'dns_opt', 'dns_search', 'expose', 'links', 'profiles', 'tmpfs'].map((key) => [
      key,
      textOf,
    ]),
  ),
};

/** Values that a later file replaces as a whole. */
const REPLACED = ['services.*.command', 'services.*.entrypoint', 'services.*.healthcheck.test'];

const matches = (pattern: string, path: readonly string[]): boolean => {
  const steps = pattern.split('.');
  return steps.length === path.length && steps.every((step, index) => step === '*' || step === path[index]);
};

function mergeLists(base: List, over: List, path: readonly string[], lost: Lost): Node {
  const keyOf = path.length === 3 && path[0] === 'services' ? KEYS[path[2]!] : undefined;
  if (!keyOf) return { ...base, items: [...base.items, ...over.items] };
  const items = new Map<string, Node>();
  for (const item of [...base.items, ...over.items]) {
    const key = keyOf(item) ?? `${items.size}?`;
    const before = items.get(key);
    if (before) lost(before, item.place);
    items.set(key, item);
  }
  return { ...base, items: [...items.values()] };
}

function mergeMappings(base: Mapping, over: Mapping, path: readonly string[], lost: Lost): Node {
  const entries = new Map(base.entries);
  for (const [key, value] of over.entries) {
    const before = entries.get(key);
    const next = before ? merge(before, value, [...path, key], lost) : value.tag === 'reset' ? undefined : value;
    if (next) entries.set(key, next);
    else entries.delete(key);
  }
  return { ...base, entries };
}

/** Options of a driver of logs mean nothing to another. */
function otherDriver(base: Mapping, over: Mapping, path: readonly string[]): boolean {
  const [before, now] = [textOf(at(base, 'driver')), textOf(at(over, 'driver'))];
  return matches('services.*.logging', path) && before !== undefined && now !== undefined && before !== now;
}

/** `over` on `base`, both in long form, as the Compose Specification merges files; undefined where `!reset` takes it away. */
export function merge(base: Node, over: Node, path: readonly string[], lost: Lost): Node | undefined {
  if (over.tag === 'reset') {
    lost(base, over.place);
    return undefined;
  }
  if (over.tag !== 'override') {
    if (over.kind === 'scalar' && over.value === null && !path.includes('environment')) return base;
    const replaced = REPLACED.some((pattern) => matches(pattern, path));
    if (base.kind === 'list' && over.kind === 'list' && !replaced) return mergeLists(base, over, path, lost);
    if (base.kind === 'mapping' && over.kind === 'mapping' && !otherDriver(base, over, path))
      return mergeMappings(base, over, path, lost);
  }
  lost(base, over.place);
  return over;
}

export function mergeFiles(base: Mapping, over: Mapping, lost: Lost): Mapping {
  return mergeMappings(base, over, [], lost) as Mapping;
}

/** A service that another one extends. */
export function mergeService(base: Mapping, over: Mapping, lost: Lost): Mapping {
  return mergeMappings(base, over, ['services', 'x'], lost) as Mapping;
}
