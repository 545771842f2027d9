import { basename } from 'node:path';
import type { Catalog } from '../model/service.js';
import { layer } from '../stack/parse.js';
import type { Arguments } from './args.js';

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

/** Everything that is not named is left out; what only serves development stays with what it needs. */
function onlyServices(list: string, catalog: Catalog): Json {
  const wanted = list.split(',').map((id) => id.trim());
  const companion = (id: string): boolean => catalog.some((one) => one.id === id && one.environments?.length === 1 && one.needs.every(({ service, optional }) => optional || wanted.includes(service)));
  const unknown = wanted.filter((id) => !catalog.some((one) => one.id === id)).map((id) => [id, {}]);
  const left = catalog.filter(({ id }) => !wanted.includes(id) && !companion(id)).map(({ id }) => [id, false]);
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
export function optionsFrom({ flags }: Arguments, config: Json, catalog: Catalog): { readonly options: Json; readonly mistakes: readonly string[] } {
  const assignments = (flags.set ?? []).map((text) => ({ text, value: assignment(text) }));
  const layers: readonly Json[] = [
    config,
    ...(flags.preset ? [{ preset: flags.preset.at(-1) }] : []),
    ...(flags.services ? [onlyServices(flags.services.at(-1)!, catalog)] : []),
    ...assignments.flatMap(({ value }) => (value ? [value] : [])),
  ];
  const mistakes = assignments.filter(({ value }) => !value).map(({ text }) => `--set ${text}: write KEY=VALUE, such as services.frontend.port=8080.`);
  return { options: layers.reduce((under, over) => layer(under, over) as Json, {}), mistakes };
}

/** The options as they are written: what was said, and the ports and numbers that people look for first. */
export function optionsFile(name: string, options: Json, catalog: Catalog): string {
  const services = (options.services ?? {}) as Json;
  const shown = catalog.map(({ id, questions, replicas }) => {
    if (services[id] === false) return [id, false];
    const ports = Object.entries(questions as Readonly<Record<string, { kind: string; default?: unknown }>>).filter(([key, { kind }]) => kind === 'port' && key !== 'tlsPort');
    const defaults = { ...Object.fromEntries(ports.map(([key, question]) => [key, question.default])), ...(replicas !== undefined && { replicas }) };
    return [id, layer(defaults, services[id] === true ? {} : services[id])];
  });
  const defaults = { python: { packageManager: 'uv' }, node: { packageManager: 'npm' } };
  const { $schema: _, name: __, preset, services: ___, ...rest } = options;
  const body = { $schema: './node_modules/create-lge-stack/lib/schema.json', name, preset: preset ?? 'hardened', ...(layer(preset === 'plan' ? {} : defaults, rest) as Json), services: Object.fromEntries(shown) as Json };
  return `${JSON.stringify(body, null, 2)}\n`;
}
