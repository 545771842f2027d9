import { basename } from 'node:path';
import type { Questions } from '../model/question.js';
import type { AnyService, Catalog } from '../model/service.js';
import { layer, nest } from '../stack/parse.js';
import { serviceQuestions, stackFields } from '../stack/questions.js';
import type { CreateCall } from './commands/create.js';
import { typed, type Json, type Path } from './json.js';
import { findService } from './services.js';
import { hostFrom, limitFrom, namedService, portFrom, type Said } from './shorthand.js';

export type { Json } from './json.js';

/** `services.frontend.port=8080` → { services: { frontend: { port: 8080 } } }; what is no JSON is text. */
function assignment(text: string): Said {
  const at = text.indexOf('=');
  if (at < 1) return { mistake: `--set ${text}: write KEY=VALUE, such as services.frontend.port=8080.` };
  return { options: nest(text.slice(0, at).split('.'), typed(text.slice(at + 1))) };
}

/** A service of development alone stays with those that it needs, although nobody thinks of naming it. */
function isCompanion({ environments, needs }: AnyService, wanted: readonly string[]): boolean {
  return (
    environments?.length === 1 && needs.every(({ service, optional }) => optional === true || wanted.includes(service))
  );
}

/** Everything that is not named is left out. A name that there is not stays in, for the parser to report. */
export function onlyServices(list: string, catalog: Catalog): Json {
  const named = list.split(',').map(namedService);
  const ids = named.map(({ word }) => findService(word, catalog)?.id ?? word);
  const unknown = ids.filter((id) => !catalog.some((one) => one.id === id)).map((id) => [id, {}]);
  const left = catalog.filter((one) => !ids.includes(one.id) && !isCompanion(one, ids)).map(({ id }) => [id, false]);
  const many = named.flatMap(({ replicas }, index) =>
    replicas === undefined ? [] : [[ids[index], { replicas: typed(replicas) }]],
  );
  return { services: Object.fromEntries([...unknown, ...left, ...many]) as Json };
}

/** A name out of that of a folder, as far as letters go. */
export function nameFrom(folder: string): string {
  return basename(folder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
}

export interface FromFlags {
  readonly options: Json;
  /** Ports that are to be free ones, which only a look at the machine can tell. */
  readonly free: readonly Path[];
  readonly mistakes: readonly string[];
}

/** What the flags say, in the shape of lge.stack.json, over what `--config` holds. `--set` has the last word. */
export function optionsFrom(flags: CreateCall['flags'], config: Json, catalog: Catalog): FromFlags {
  const { preset, target, services, host = [], limit = [], port = [], set = [] } = flags;
  const said = [
    ...host.map(hostFrom),
    ...limit.map((text) => limitFrom(text, catalog)),
    ...port.map((text) => portFrom(text, catalog)),
    ...set.map(assignment),
  ];
  const layers: readonly Json[] = [
    config,
    ...(preset === undefined ? [] : [{ preset }]),
    ...(target === undefined ? [] : [{ target }]),
    ...(services === undefined ? [] : [onlyServices(services, catalog)]),
    ...said.flatMap((one) => ('options' in one ? [one.options] : [])),
  ];
  return {
    options: layers.reduce((under, over) => layer(under, over) as Json, {}),
    free: said.flatMap((one) => ('free' in one ? [one.free] : [])),
    mistakes: said.flatMap((one) => ('mistake' in one ? [one.mistake] : [])),
  };
}

/** The ports and the number of containers of a service: what people look for first. */
function shownDefaults({ questions, replicas }: AnyService): Json {
  const asked = Object.entries(questions as Questions).filter(
    ([key, { kind }]) => kind === 'port' && key !== 'tlsPort',
  );
  const ports = asked.map(([key, question]) => [key, 'default' in question ? question.default : undefined]);
  return { ...(Object.fromEntries(ports) as Json), ...(replicas !== undefined && { replicas }) };
}

/** Keys in the order of the questions, whatever the order was in which they were answered. */
function inOrder(value: unknown, questions: Questions): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const keys = [...Object.keys(questions).filter((key) => key in value), ...Object.keys(value)];
  return Object.fromEntries(
    [...new Set(keys)].map((key) => {
      const question = questions[key];
      const inner = (value as Json)[key];
      return [key, question?.kind === 'group' ? inOrder(inner, question.fields) : inner];
    }),
  );
}

/** The options as they are written: what was said, and the defaults that people look for first. */
export function optionsFile(name: string, options: Json, catalog: Catalog): string {
  const said = (options.services ?? {}) as Json;
  const services = catalog.map((one) => {
    const { id } = one;
    const answers = said[id] === false ? false : layer(shownDefaults(one), said[id]);
    return [id, inOrder(answers, serviceQuestions(one))];
  });
  const managers =
    options.preset === 'plan' ? {} : { python: { packageManager: 'uv' }, node: { packageManager: 'npm' } };
  const first = {
    $schema: './node_modules/create-lge-stack/lib/schema.json',
    name,
    preset: options.preset ?? 'hardened',
  };
  const body = {
    ...first,
    ...(inOrder(layer(managers, options), stackFields) as Json),
    ...first,
    services: Object.fromEntries(services) as Json,
  };
  return `${JSON.stringify(body, null, 2)}\n`;
}
