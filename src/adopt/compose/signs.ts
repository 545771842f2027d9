import { at, entriesOf, itemsOf, textOf, type Mapping, type Node } from './node.js';

/** A sign, in a file whose name does not say it, of what it is for. Weights add up. */
interface Sign {
  readonly for: 'development' | 'production';
  readonly weight: number;
  readonly about: string;
  readonly seen: (service: Node) => boolean;
}

const wordsOf = (service: Node): string =>
  ['command', 'entrypoint']
    .flatMap((key) => itemsOf(at(service, key)))
    .map((one) => textOf(one) ?? '')
    .join(' ');

const publishes = (service: Node, ...ports: readonly string[]): boolean =>
  itemsOf(at(service, 'ports')).some((port) => ports.includes(textOf(at(port, 'published')) ?? ''));

const SIGNS: readonly Sign[] = [
  {
    for: 'development',
    weight: 3,
    about: 'a server that reloads',
    seen: (service) =>
      /--reload|\bfastapi dev\b|(?:npm|pnpm|yarn|bun)(?: run)? (?:dev|start)\b|\bdebugpy\b|watchfiles|\bvite\b/.test(
        wordsOf(service),
      ),
  },
  {
    for: 'development',
    weight: 2,
    about: 'source that is mounted',
    seen: (service) =>
      at(service, 'build') !== undefined &&
      itemsOf(at(service, 'volumes')).some(
        (one) =>
          /^\.\/?[\w/.-]*$/.test(textOf(at(one, 'source')) ?? '') && !/\.\w+$/.test(textOf(at(one, 'source')) ?? ''),
      ),
  },
  { for: 'development', weight: 2, about: 'watched folders', seen: (service) => at(service, 'develop') !== undefined },
  {
    for: 'development',
    weight: 1,
    about: 'a published database',
    seen: (service) =>
      itemsOf(at(service, 'ports')).some((port) => ['5432', '6379'].includes(textOf(at(port, 'target')) ?? '')),
  },
  {
    for: 'development',
    weight: 1,
    about: 'a variable that says so',
    seen: (service) =>
      entriesOf(at(service, 'environment')).some(
        ([name, node]) =>
          /DEBUG$|_ENV$|ENVIRONMENT$/.test(name) && /^(?:1|true|dev\w*|local)$/i.test(textOf(node) ?? ''),
      ),
  },
  {
    for: 'production',
    weight: 2,
    about: 'restart: always',
    seen: (service) => textOf(at(service, 'restart')) === 'always',
  },
  {
    for: 'production',
    weight: 1,
    about: 'restart: unless-stopped',
    seen: (service) => textOf(at(service, 'restart')) === 'unless-stopped',
  },
  { for: 'production', weight: 3, about: 'replicas or limits', seen: (service) => at(service, 'deploy') !== undefined },
  { for: 'production', weight: 2, about: 'ports 80 or 443', seen: (service) => publishes(service, '443') },
  {
    for: 'production',
    weight: 3,
    about: 'workers',
    seen: (service) => /\bgunicorn\b|--workers/.test(wordsOf(service)),
  },
  {
    for: 'production',
    weight: 2,
    about: 'images from a registry',
    seen: (service) =>
      at(service, 'build') === undefined &&
      /^[\w.-]+\.[a-z]{2,}\/\S+/.test(textOf(at(service, 'image')) ?? '') &&
      !/^(?:docker\.io|ghcr\.io\/astral)/.test(textOf(at(service, 'image')) ?? ''),
  },
  {
    for: 'production',
    weight: 2,
    about: 'labels of a proxy',
    seen: (service) => entriesOf(at(service, 'labels')).some(([name]) => /^(?:traefik|caddy)\b/.test(name)),
  },
];

export interface Reading {
  readonly purpose: 'development' | 'production';
  /** The signs that decided. */
  readonly because: readonly string[];
}

/** What a file is for, as its services say; undefined where they say nothing, or as much for both. */
export function readSigns(root: Mapping): Reading | undefined {
  const services = entriesOf(at(root, 'services')).map(([, service]) => service);
  const seen = SIGNS.filter((sign) => services.some((service) => sign.seen(service)));
  const weight = (purpose: Sign['for']): number =>
    seen.filter((sign) => sign.for === purpose).reduce((sum, sign) => sum + sign.weight, 0);
  const [development, production] = [weight('development'), weight('production')];
  if (development === production) return undefined;
  const purpose = development > production ? 'development' : 'production';
  return { purpose, because: seen.filter((sign) => sign.for === purpose).map(({ about }) => about) };
}
