import type { Catalog } from '../model/service.js';
import type { Preset } from '../model/preset.js';
import type { Question, Questions } from '../model/question.js';
import { nameQuestion, presetNames, serviceQuestions, stackFields } from './questions.js';

type Schema = Readonly<Record<string, unknown>>;

function ofFields(fields: Questions): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(Object.entries(fields).map(([key, question]) => [key, ofQuestion(question)])),
  };
}

function ofQuestion(question: Question): Schema {
  const shared = {
    description: question.message,
    ...('default' in question && question.default !== undefined && { default: question.default }),
  };
  const port = { type: 'integer', minimum: 1, maximum: 65_535 };
  switch (question.kind) {
    case 'group':
      return { ...shared, ...ofFields(question.fields) };
    case 'confirm':
      return { ...shared, type: 'boolean' };
    case 'select':
      return { ...shared, enum: question.options };
    case 'text':
      return { ...shared, type: 'string', pattern: question.pattern.source };
    case 'number':
      return { ...shared, type: question.integer ? 'integer' : 'number', minimum: question.min, maximum: question.max };
    case 'auto':
      return {
        ...shared,
        anyOf: [{ const: 'auto' }, { type: 'integer', minimum: question.min, maximum: question.max }],
      };
    case 'port':
      return question.optional ? { ...shared, anyOf: [{ const: false }, port] } : { ...shared, ...port };
    case 'memory':
      return { ...shared, type: 'string', pattern: '^[1-9]\\d*[MG]$' };
    case 'named':
      return {
        ...shared,
        type: 'object',
        propertyNames: { pattern: question.pattern.source },
        additionalProperties: ofQuestion(question.of),
      };
    case 'list':
      return { ...shared, type: 'array', items: { type: 'string', pattern: question.pattern.source } };
  }
}

/** The JSON schema (2020-12) of lge.stack.json, from the same questions as prompts and flags. */
export function optionsSchema(catalog: Catalog, presets: readonly Preset[]): Schema {
  const services = catalog.map((definition) => [
    definition.id,
    { description: definition.summary, anyOf: [{ type: 'boolean' }, ofFields(serviceQuestions(definition))] },
  ]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://unpkg.com/create-lge-stack/schema.json',
    title: 'lge.stack.json',
    description: 'The options of a stack written by create-lge-stack',
    type: 'object',
    additionalProperties: false,
    required: ['name'],
    properties: {
      $schema: { type: 'string' },
      name: ofQuestion(nameQuestion),
      preset: { description: 'What everything else starts from', enum: presetNames(presets), default: presets[0]!.id },
      ...(ofFields(stackFields).properties as Schema),
      services: {
        description: 'false leaves a service out',
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(services) as Schema,
      },
    },
  };
}
