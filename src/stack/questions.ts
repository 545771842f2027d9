import type { AnyService, Catalog } from '../model/service.js';
import { ENVIRONMENTS } from '../model/service.js';
import type { Preset } from '../model/preset.js';
import type { Group, Questions, Select, Text } from '../model/question.js';
import { stackQuestions } from '../model/stack-questions.js';

/** A label of DNS, a project of Compose, and with `_` for `-` a name in PostgreSQL. */
export const nameQuestion: Text = {
  kind: 'text',
  message: 'The name of the project',
  pattern: /^(?!pg-)[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/,
  must: 'up to 40 lower-case letters, digits and -, beginning with a letter (not with pg-) and not ending with -, as Compose, DNS and PostgreSQL take it',
};

/** What every service can be asked, beside its own questions. */
export function serviceQuestions(definition: AnyService): Questions {
  const limits = ENVIRONMENTS.filter((name) => (definition.environments ?? ENVIRONMENTS).includes(name)).map((name) => [
    name,
    {
      kind: 'group',
      message: `In ${name}`,
      fields: {
        cpus: {
          kind: 'number',
          message: 'Processors',
          default: definition.limits[name].cpus,
          min: 0.01,
          max: 1024,
          integer: false,
        },
        memory: { kind: 'memory', message: 'Memory', default: definition.limits[name].memory },
      },
    } satisfies Group,
  ]);
  return {
    ...(definition.questions as Questions),
    ...(definition.replicas !== undefined && {
      replicas: {
        kind: 'number',
        message: 'Containers in production',
        default: definition.replicas,
        min: 1,
        max: 1000,
        integer: true,
      },
    }),
    limits: { kind: 'group', message: 'Limits of each container', fields: Object.fromEntries(limits) as Questions },
  };
}

/** Every key of lge.stack.json but `$schema`, `name`, `preset` and `services`. */
export const stackFields: Questions = stackQuestions;

export function presetNames(presets: readonly Preset[]): readonly string[] {
  return presets.map(({ id }) => id);
}

export function presetQuestion(presets: readonly Preset[]): Select {
  const options = presetNames(presets);
  return { kind: 'select', message: 'What everything else starts from', options, default: options[0]! };
}

export function serviceNames(catalog: Catalog): readonly string[] {
  return catalog.map(({ id }) => id);
}
