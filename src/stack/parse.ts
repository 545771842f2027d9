import type { Diagnostic } from '../model/diagnostic.js';
import type { Preset } from '../model/preset.js';
import type { Catalog } from '../model/service.js';
import type { StackAnswers } from '../model/stack-questions.js';
import { isObject, readAnswer, unknownKeys, wrong, type Reader } from './answer.js';
import { describeProblem, findDuplicates, readJson } from './json.js';
import { nameQuestion, presetQuestion, serviceNames, serviceQuestions, stackFields } from './questions.js';

/** The options with every default filled in; nothing in it is optional. */
export interface ParsedOptions {
  readonly name: string;
  readonly preset: Preset;
  readonly stack: StackAnswers;
  /** By id, in the order of the catalogue; a service that is left out is absent. */
  readonly services: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

export interface Parsed {
  /** Absent only where there is nothing to read; after a mistake the default stands in, so that the rules find the rest. */
  readonly options?: ParsedOptions;
  readonly diagnostics: readonly Diagnostic[];
}

/** `['host', 'memory'], '2G'` → { host: { memory: '2G' } }. */
export function nest(path: readonly string[], value: unknown): Readonly<Record<string, unknown>> {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Readonly<Record<string, unknown>>;
}

/** `over` wins; objects are merged key by key, everything else is replaced whole. `true` says no more than what is there. */
export function layer(under: unknown, over: unknown): unknown {
  if (isObject(under) && over === true) return under;
  if (!isObject(under) || !isObject(over)) return over === undefined ? under : over;
  const keys = new Set([...Object.keys(under), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map((key) => [key, layer(under[key], over[key])]));
}

function namesOf(name: string): Reader['names'] {
  const title = name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
  return { name, snake: name.replaceAll('-', '_'), title };
}

function readServices(value: unknown, catalog: Catalog, reader: Reader): ParsedOptions['services'] {
  if (value !== undefined && !isObject(value))
    reader.report(
      wrong(
        'invalid-value',
        ['services'],
        'It is not an object.',
        'Write { "redis": false } to leave a service out, or { "redis": { … } } to set its options.',
      ),
    );
  const given = isObject(value) ? value : {};
  unknownKeys(reader, given, serviceNames(catalog), ['services']);
  const services = new Map<string, Readonly<Record<string, unknown>>>();
  for (const definition of catalog) {
    const path = ['services', definition.id];
    const written = given[definition.id];
    if (written === false) continue;
    const group = { kind: 'group', message: definition.summary, fields: serviceQuestions(definition) } as const;
    services.set(
      definition.id,
      readAnswer(group, written === true ? undefined : written, path, reader) as Readonly<Record<string, unknown>>,
    );
  }
  return services;
}

/** Reads what lge.stack.json holds, parsed as JSON. All mistakes are reported at once, each with its path. */
export function parseOptions(json: unknown, catalog: Catalog, presets: readonly Preset[]): Parsed {
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic);
  if (!isObject(json)) {
    report(
      wrong(
        'invalid-value',
        [],
        'The file does not hold an object.',
        'Write { "name": "shop" } and let everything else follow from it.',
      ),
    );
    return { diagnostics };
  }
  const names = { name: '', snake: '', title: '' };
  const name = String(readAnswer(nameQuestion, json.name, ['name'], { report, names }));
  const reader: Reader = { report, names: namesOf(nameQuestion.pattern.test(name) ? name : 'project') };
  const presetId = readAnswer(presetQuestion(presets), json.preset, ['preset'], reader);
  const preset = presets.find(({ id }) => id === presetId) ?? presets[0]!;

  unknownKeys(reader, json, ['$schema', 'name', 'preset', ...Object.keys(stackFields), 'services'], []);
  const layered = layer(preset.options, json) as Readonly<Record<string, unknown>>;
  const stack = Object.fromEntries(
    Object.entries(stackFields).map(([key, question]) => [key, readAnswer(question, layered[key], [key], reader)]),
  ) as unknown as StackAnswers;
  const services = readServices(layered.services, catalog, reader);
  return { options: { name: reader.names.name, preset, stack, services }, diagnostics };
}

/** Which of two values was meant, nobody can know: readers of JSON take the last, people see the first. */
export function duplicateKeys(text: string): readonly Diagnostic[] {
  return findDuplicates(text).map(({ path, lines }) => {
    const message = `It is there ${lines.length} times: in line ${lines.join(' and in line ')}.`;
    return wrong('duplicate-key', path, message, 'Leave one of them.');
  });
}

/** Reads the text of lge.stack.json, in which comments and trailing commas are allowed. */
export function parseText(text: string, catalog: Catalog, presets: readonly Preset[]): Parsed {
  const read = readJson(text);
  if ('json' in read) {
    const { options, diagnostics } = parseOptions(read.json, catalog, presets);
    return { ...(options && { options }), diagnostics: [...duplicateKeys(text), ...diagnostics] };
  }
  const hint = 'Mend it there. Comments, and a comma after the last item, are allowed.';
  return { diagnostics: [wrong('invalid-json', [], `This is not JSON: ${describeProblem(read.problem)}.`, hint)] };
}
