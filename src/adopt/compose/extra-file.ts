import { isMap, isScalar, isSeq, parseDocument, type Document, type YAMLMap } from 'yaml';
import { ENVIRONMENTS, type EnvironmentName } from '../../model/service.js';
import type { ExtraService, Imported, TopBlock } from '../imported.js';
import { folderOf } from './paths.js';

/** Where a service goes on: the file, or why there is none, for each of its environments. */
export function goesOnIn(imported: Imported, { environments, hindered }: ExtraService): readonly string[] {
  const paths = extraPaths(imported);
  return environments.map((name) => {
    const why = hindered?.[name];
    return why === undefined ? (paths[name] ?? '') : `your own file alone: ${why}`;
  });
}

/** The stack beside which services of a repository go on running, in one environment. */
export interface Beside {
  /** Its networks, as its Compose file calls them. */
  readonly networks: readonly string[];
  readonly services: ReadonlySet<string>;
  /** Ports of the host that it takes. */
  readonly ports: ReadonlySet<number>;
}

const FILES: Readonly<Record<EnvironmentName, string>> = {
  development: 'extra-services.dev.yml',
  production: 'extra-services.prod.yml',
};

/** Whether a service goes on in an environment. */
const goesOn = ({ environments, hindered }: ExtraService, environment: EnvironmentName): boolean =>
  environments.includes(environment) && hindered?.[environment] === undefined;

/** Files for services that are none of ours, beside the Compose files that have them; none where there are no such services. */
export function extraPaths({ chains, extraServices }: Imported): Readonly<Partial<Record<EnvironmentName, string>>> {
  const some = ENVIRONMENTS.filter((name) => extraServices.some((one) => goesOn(one, name)));
  return Object.fromEntries(
    some.map((name) => {
      const folder = folderOf(chains[name]?.[0] ?? '');
      return [name, folder === '' ? FILES[name] : `${folder}/${FILES[name]}`];
    }),
  );
}

interface Edited {
  readonly service: ExtraService;
  /** Its keys. */
  readonly map: YAMLMap;
  readonly document: Document;
  readonly beside: Beside;
  /** Every service that can be named: ours, and those of the file. */
  readonly known: ReadonlySet<string>;
}

const texts = (node: unknown): readonly string[] => {
  if (isSeq(node)) return node.items.map((item) => String(isScalar(item) ? item.value : item));
  return isMap(node) ? node.items.map(({ key }) => String(isScalar(key) ? key.value : key)) : [];
};

/** Takes the names out of a list or a mapping, and the key with the last of them. */
function without({ map }: Edited, key: string, gone: readonly string[]): void {
  const node = map.get(key, true) as unknown;
  const names = texts(node);
  if (names.length > 0 && names.every((name) => gone.includes(name))) map.delete(key);
  else if (isMap(node)) for (const name of gone) node.delete(name);
  else if (isSeq(node)) node.items = node.items.filter((_, index) => !gone.includes(names[index]!));
}

/** Where it met services of ours, it meets them on the networks that they are on now. */
function onNetworks({ service: { met }, map, document, beside }: Edited): void {
  if (met.length === 0) return;
  const now = map.get('networks', true) as unknown;
  if (isMap(now)) {
    for (const name of met) now.delete(name);
    for (const name of beside.networks) now.set(name, document.createNode(null));
    return;
  }
  const own = texts(now).filter((name) => !met.includes(name));
  map.set('networks', document.createNode([...new Set([...own, ...beside.networks])], { flow: true }));
}

/** Old names of ours go on leading to them, for this service. */
function withLinks({ service, map, document, beside, known }: Edited): void {
  const renamed = new Map(service.renamed);
  const before = texts(map.get('links', true)).flatMap((link) => {
    const [target = '', alias = target] = link.split(':');
    const ours = renamed.get(target) ?? target;
    return known.has(ours) ? [ours === alias ? ours : `${ours}:${alias}`] : [];
  });
  const aliases = new Set(before.map((link) => link.split(':').at(-1)));
  const named = service.renamed.filter(([theirs, ours]) => {
    const word = new RegExp(String.raw`(?<![\w.-])${theirs.replaceAll(/\W/g, String.raw`\$&`)}(?![\w-])`);
    const body = service.text.replace(/^\s*#.*$/gm, '').slice(service.name.length);
    return beside.services.has(ours) && !aliases.has(theirs) && word.test(body);
  });
  const links = [...before, ...named.map(([theirs, ours]) => `${ours}:${theirs}`)];
  if (service.met.length === 0 || links.length === 0) map.delete('links');
  else map.set('links', document.createNode(links));
}

const print = (document: Document): string => document.toString({ lineWidth: 0, flowCollectionPadding: false }).trim();

function serviceText(service: ExtraService, beside: Beside, known: ReadonlySet<string>): string {
  const document = parseDocument(service.text, { logLevel: 'silent' }) as Document;
  const map = document.getIn([service.name], true);
  if (!isMap(map) || document.errors.length > 0) return service.text;
  const edited: Edited = { service, map, document, beside, known };
  onNetworks(edited);
  withLinks(edited);
  without(
    edited,
    'depends_on',
    texts(map.get('depends_on', true)).filter((name) => !known.has(name)),
  );
  without(edited, 'profiles', service.profiles);
  return print(document);
}

/** A volume by the name that it has until now, so that its data is found again. */
function volumeText({ name, text }: TopBlock, project: string | undefined): string {
  const document = parseDocument(text, { logLevel: 'silent' }) as Document;
  const value = document.getIn([name]);
  const says = isMap(value) && (value.has('name') || value.has('external'));
  if (says || project === undefined || document.errors.length > 0) return text;
  document.setIn([name], isMap(value) ? value : document.createNode({}));
  document.setIn([name, 'name'], `${project}_${name}`);
  return print(document);
}

const indent = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');

function section(key: string, blocks: readonly TopBlock[]): string {
  const once = new Map(blocks.map(({ name, text }) => [name, text]));
  const joint = key === 'services' ? '\n\n' : '\n';
  return once.size === 0 ? '' : `\n${key}:\n${[...once.values()].map(indent).join(joint)}\n`;
}

const HEADER = `# Services of yours, taken over from your own Compose files: this file is yours. It is named under include in
# lge.stack.json. Where they met services that are part of the stack now, they are on the networks of the stack.
`;

/** Whether a block says something by itself: not with an alias of what stands elsewhere, or half of a quotation. */
function isSound({ name, text }: TopBlock): boolean {
  const document = parseDocument(text, { logLevel: 'silent' });
  try {
    return document.errors.length === 0 && document.has(name) && document.toString() !== '';
  } catch {
    return false;
  }
}

/** Why a service cannot go on beside the stack; undefined where it can. */
function hindrance(service: ExtraService, { services, ports }: Beside): string | undefined {
  const { name, published, volumes, networks, secrets, configs } = service;
  if (![service, ...volumes, ...networks, ...secrets, ...configs].every(isSound)) return 'it cannot be read by itself';
  if (services.has(name)) return 'a service of the stack has its name';
  const port = published.find((one) => ports.has(one));
  return port === undefined ? undefined : `the stack has port ${port} itself`;
}

/** What is imported, with the reasons for which services cannot go on beside a stack. */
export function fitting(imported: Imported, beside: Readonly<Record<EnvironmentName, Beside>>): Imported {
  const extraServices = imported.extraServices.map((one) => {
    const hindered = one.environments.flatMap((name) => {
      const why = hindrance(one, beside[name]);
      return why === undefined ? [] : [[name, why] as const];
    });
    return { ...one, hindered: Object.fromEntries(hindered) };
  });
  return { ...imported, extraServices };
}

/** A Compose file of the services that are none of ours in one environment, for `include`. */
export function extraFile(all: readonly ExtraService[], environment: EnvironmentName, beside: Beside): string {
  const own = all.filter((one) => goesOn(one, environment));
  const known = new Set([...beside.services, ...own.map(({ name }) => name)]);
  const services = own.map((one) => ({ name: one.name, text: serviceText(one, beside, known) }));
  const volumes = own.flatMap(({ volumes, project }) =>
    volumes.map((one) => ({ name: one.name, text: volumeText(one, project) })),
  );
  const networks = own.flatMap(({ networks, met }) => networks.filter(({ name }) => !met.includes(name)));
  const secrets = own.flatMap((one) => one.secrets);
  const configs = own.flatMap((one) => one.configs);
  const blocks = Object.entries({ services, networks, volumes, secrets, configs });
  return `${HEADER}${blocks.map(([key, some]) => section(key, some)).join('')}`;
}
