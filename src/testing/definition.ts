import { loadOptions, renderStack, targets } from '../index.js';
import type { Question, Questions } from '../model/question.js';
import { ENVIRONMENTS } from '../model/service.js';
import { parseMemory } from '../model/units.js';
import { allRules } from '../stack/check.js';
import { line, when, type Check } from './subject.js';

const identity: Check = ({ definition: { id, title, summary, environments }, catalog }) => [
  ...when(!/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(id), 'its id is no label of DNS'),
  ...when(catalog.filter((one) => one.id === id).length > 1, 'another service has its id'),
  ...when(!line(title) || !line(summary), 'title and summary must be one line each'),
  ...when(environments?.length === 0, 'it exists in no environment'),
];

const needs: Check = ({ definition, catalog }) => {
  const byId = new Map(catalog.map((one) => [one.id, one]));
  // Only what is waited for: an image may come from a service that waits itself.
  const reach = (id: string, seen: readonly string[]): boolean =>
    byId
      .get(id)
      ?.needs.some(
        ({ service, until }) =>
          until && (service === definition.id || (!seen.includes(service) && reach(service, [...seen, service]))),
      ) ?? false;
  return [
    ...definition.needs.flatMap(({ service, optional, because }) => [
      ...when(!byId.has(service), `it needs ${service}, which is no service`),
      ...when(!optional && !because, `it does not say why it needs ${service}`),
    ]),
    ...when(
      definition.needs.some(({ service }) => service === definition.id) || reach(definition.id, []),
      'it waits for itself',
    ),
  ];
};

const limits: Check = ({ definition }) => {
  const floor = parseMemory(definition.minimumMemory ?? '1M');
  if (floor === undefined) return [`minimumMemory "${definition.minimumMemory ?? ''}" is no size`];
  return ENVIRONMENTS.flatMap((name) => {
    const { cpus, memory } = definition.limits[name];
    const size = parseMemory(memory);
    return [
      ...when(size === undefined, `"${memory}" is no size in ${name}`),
      ...when((size ?? floor) < floor, `${memory} in ${name} is below its minimum`),
      ...when(!(cpus > 0), `${cpus} processors in ${name} are none`),
    ];
  });
};

function questionProblems(key: string, question: Question): readonly string[] {
  if (question.kind === 'group')
    return fieldProblems(question.fields, `${key}.`).concat(when(!line(question.message), `${key} has no message`));
  const pattern = 'pattern' in question ? question.pattern : /^$/;
  return [
    ...when(!line(question.message), `${key} has no message of one line`),
    // A JSON schema searches, and knows no flags.
    ...when(
      !/^\^[^]*\$$/.test(pattern.source) || pattern.flags !== '',
      `the pattern of ${key} must begin with ^, end with $, and have no flags`,
    ),
    ...when('must' in question && !line(question.must), `${key} does not say what it must be`),
  ];
}

function fieldProblems(fields: Questions, prefix = ''): string[] {
  return Object.entries(fields).flatMap(([key, question]) => questionProblems(prefix + key, question));
}

const questions: Check = ({ definition }) => [
  ...fieldProblems(definition.questions as Questions),
  ...['limits', 'replicas'].flatMap((key) =>
    when(key in (definition.questions as Questions), `${key} is asked of every service`),
  ),
];

const stands: Check = ({ presets, catalog, options }) =>
  presets.flatMap(({ id }) => {
    const { diagnostics } = loadOptions(options(id), { catalog, presets });
    return diagnostics.map(({ path, message }) => `${id}: ${path.join('.')}: ${message}`);
  });

const rules: Check = ({ definition, catalog }) => {
  const codes = allRules(catalog, targets).map(({ code }) => code);
  return (definition.rules ?? []).flatMap(({ code, about }) => [
    ...when(!/^[a-z]+(-[a-z]+)*$/.test(code), `${code} is no code`),
    ...when(codes.filter((one) => one === code).length > 1, `${code} is a code of another rule`),
    ...when(!/^[A-Z][^\r\n]*\.$/.test(about), `${code} is not explained in one sentence`),
  ]);
};

const optional: Check = ({ definition, presets, catalog, options }) =>
  presets.flatMap(({ id }) => {
    const { stack, diagnostics } = loadOptions(options(id, { [definition.id]: false }), { catalog, presets });
    if (stack) renderStack(stack);
    return diagnostics
      .filter(({ code }) => code !== 'unmet-need')
      .map(({ message }) => `${id}: without it: ${message}`);
  });

const renders: Check = ({ definition, presets, stack }) =>
  presets.flatMap(({ id }) => {
    const files = renderStack(stack(id));
    const named = new RegExp(`^ {2}${definition.id}:$`, 'm');
    return when(!files.some(({ content }) => named.test(content)), `${id}: no Compose file has it`);
  });

export const DEFINITION_CHECKS: Readonly<Record<string, Check>> = {
  'has a name of its own': identity,
  'needs what exists': needs,
  'has limits above its minimum': limits,
  'asks questions that can be answered': questions,
  'has rules with codes of their own': rules,
  'stands, with every default': stands,
  'can be left out': optional,
  'is rendered': renders,
};
