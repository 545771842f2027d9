import { basename } from 'node:path';
import type { Questions } from '../model/question.js';
import type { AnyService, Catalog } from '../model/service.js';
import { layer } from '../stack/parse.js';
import type { CreateCall } from './commands/create.js';

export type Json = Readonly<Record<string, unknown>>;

/** `services.frontend.port=8080` → { services: { frontend: { port: 8080 } } }; what is no JSON is text. */
function assignment(text: string): Json | undefined {
  const at = text.indexOf('=');
  if (at < 1) return undefined;
  const value = text.slice(at + 1);
  const keys = text.slice(0, at).split('.');
  return keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), parsed(value)) as Json;
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** A service of development alone stays with those that it needs, although nobody thinks of naming it. */
function isCompanion({ environments, needs }: AnyService, wanted: readonly string[]): boolean {
  return (
    environments?.length === 1 && needs.every(({ service, optional }) => optional === true || wanted.includes(service))
  );
}

/** Everything that is not named is left out. A name that there is not stays in, for the parser to report. */
function onlyServices(list: string, catalog: Catalog): Json {
  const wanted = list.split(',').map((id) => id.trim());
  const unknown = wanted.filter((id) => !catalog.some((one) => one.id === id)).map((id) => [id, {}]);
  const left = catalog
    .filter((one) => !wanted.includes(one.id) && !isCompanion(one, wanted))
    .map(({ id }) => [id, false]);
  return { services: Object.fromEntries([...unknown, ...left]) as Json };
}

/** A name out of that of a folder, as far as letters go. */
export function nameFrom(folder: string): string {
  return basename(folder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
}

/** What the flags say, in the shape of lge.stack.json, over what `--config` holds. */
export function optionsFrom(
  { set = [], preset, services }: CreateCall['flags'],
  config: Json,
  catalog: Catalog,
): { readonly options: Json; readonly mistakes: readonly string[] } {
  const assignments = set.map((text) => ({ text, value: assignment(text) }));
  const layers: readonly Json[] = [
    config,
    ...(preset === undefined ? [] : [{ preset }]),
    ...(services === undefined ? [] : [onlyServices(services, catalog)]),
    ...assignments.flatMap(({ value }) => (value ? [value] : [])),
  ];
  const mistakes = assignments
    .filter(({ value }) => !value)
    .map(({ text }) => `--set ${text}: write KEY=VALUE, such as services.frontend.port=8080.`);
  return { options: layers.reduce((under, over) => layer(under, over) as Json, {}), mistakes };
}

/** The ports and the number of containers of a service: what people look for first. */
function shownDefaults({ questions, replicas }: AnyService): Json {
  const asked = Object.entries(questions as Questions).filter(
    ([key, { kind }]) => kind === 'port' && key !== 'tlsPort',
  );
  const ports = asked.map(([key, question]) => [key, 'default' in question ? question.default : undefined]);
  return { ...(Object.fromEntries(ports) as Json), ...(replicas !== undefined && { replicas }) };
}

/** The options as they are written: what was said, and the defaults that people look for first. */
export function optionsFile(name: string, options: Json, catalog: Catalog): string {
  const said = (options.services ?? {}) as Json;
  const services = catalog.map((one) => [
    one.id,
    said[one.id] === false ? false : layer(shownDefaults(one), said[one.id]),
  ]);
  const managers =
    options.preset === 'plan' ? {} : { python: { packageManager: 'uv' }, node: { packageManager: 'npm' } };
  const first = {
    $schema: './node_modules/create-lge-stack/lib/schema.json',
    name,
    preset: options.preset ?? 'hardened',
  };
  const body = {
    ...first,
    ...(layer(managers, options) as Json),
    ...first,
    services: Object.fromEntries(services) as Json,
  };
  return `${JSON.stringify(body, null, 2)}\n`;
}
