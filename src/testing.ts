import { catalog as own, loadOptions, presets as ownPresets, renderStack } from './index.js';
import type { Container, EnvironmentModel, Stack } from './model/stack.js';
import type { Preset } from './model/preset.js';
import type { Question, Questions } from './model/question.js';
import { ENVIRONMENTS, type AnyService, type Catalog } from './model/service.js';
import { parseMemory } from './model/units.js';
import type { Env, Variable } from './model/variable.js';
import { allRules } from './stack/check.js';
import { serviceQuestions } from './stack/questions.js';

/** One thing that a service must hold; `run` throws an Error that says where it does not. */
export interface ContractCheck {
  readonly name: string;
  readonly run: () => void;
}

export interface ContractOptions {
  /** The services it is used with; default: those of this package. It is added where it is not among them. */
  readonly catalog?: Catalog;
  /** Default: those of this package. */
  readonly presets?: readonly Preset[];
  /** Answers to its questions, where one of them has no default. */
  readonly answers?: Readonly<Record<string, unknown>>;
}

interface Subject {
  readonly definition: AnyService;
  readonly catalog: Catalog;
  readonly presets: readonly Preset[];
  readonly options: (preset: string, services?: Readonly<Record<string, unknown>>) => object;
  readonly stack: (preset: string) => Stack;
}

/** Returns what is wrong, each as a sentence. */
type Check = (subject: Subject) => readonly string[];

/**
 * What every service must hold, as checks for any test runner.
 *
 * @example
 * for (const { name, run } of serviceContract(mailpit)) test(name, run);
 */
export function serviceContract(definition: AnyService, context: ContractOptions = {}): readonly ContractCheck[] {
  const subject = subjectOf(definition, context);
  return Object.entries(CHECKS).map(([name, check]) => ({
    name,
    run: () => {
      const problems = check(subject);
      if (problems.length > 0) throw new Error(`${definition.id}: ${[...new Set(problems)].join('\n')}`);
    },
  }));
}

function subjectOf(definition: AnyService, { catalog = own, presets = ownPresets, answers }: ContractOptions): Subject {
  const all = catalog.includes(definition) ? catalog : [...catalog, definition];
  const host = { cpus: 1024, memory: '1024G' };
  const options: Subject['options'] = (preset, services) => ({
    name: 'contract',
    preset,
    host: { production: host, development: host },
    services: { ...(answers && { [definition.id]: answers }), ...services },
  });
  return {
    definition,
    catalog: all,
    presets,
    options,
    stack: (preset) => {
      const { stack, diagnostics } = loadOptions(options(preset), { catalog: all, presets });
      if (stack) return stack;
      throw new Error(diagnostics.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
    },
  };
}

interface Place {
  /** `hardened, production` */
  readonly where: string;
  readonly container: Container;
  readonly environment: EnvironmentModel;
  readonly stack: Stack;
}

/** Its container with each preset, in each environment that has it. */
function places(subject: Subject): readonly Place[] {
  return subject.presets.flatMap(({ id }) => {
    const stack = subject.stack(id);
    return ENVIRONMENTS.flatMap((name) => {
      const environment = stack.environments[name];
      const container = environment.containers.find((one) => one.definition === subject.definition);
      return container ? [{ where: `${id}, ${name}`, container, environment, stack }] : [];
    });
  });
}

/** A check of each container; a sentence is told with its place. */
const ofContainer =
  (check: (place: Place) => readonly (string | false | undefined)[]): Check =>
  (subject) =>
    places(subject).flatMap((place) => check(place).flatMap((problem) => (problem ? [`${place.where}: ${problem}`] : [])));

const line = (text: string): boolean => /^\S[^\r\n]*\S$/.test(text);
const when = (wrong: boolean, problem: string): readonly string[] => (wrong ? [problem] : []);

const identity: Check = ({ definition: { id, title, summary, environments }, catalog }) => [
  ...when(!/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(id), 'its id is no label of DNS'),
  ...when(catalog.filter((one) => one.id === id).length > 1, 'another service has its id'),
  ...when(!line(title) || !line(summary), 'title and summary must be one line each'),
  ...when(environments?.length === 0, 'it exists in no environment'),
];

const needs: Check = ({ definition, catalog }) => {
  const byId = new Map(catalog.map((one) => [one.id, one]));
  const reach = (id: string, seen: readonly string[]): boolean =>
    byId.get(id)?.needs.some(({ service }) => service === definition.id || (!seen.includes(service) && reach(service, [...seen, service]))) ?? false;
  return [
    ...definition.needs.flatMap(({ service, optional, because }) => [
      ...when(!byId.has(service), `it needs ${service}, which is no service`),
      ...when(!optional && !because, `it does not say why it needs ${service}`),
    ]),
    ...when(reach(definition.id, []), 'it needs itself, by way of what it needs'),
  ];
};

const waits: Check = ofContainer(({ container, environment }) =>
  container.dependsOn.map(({ service, until }) => {
    const other = environment.containers.find(({ id }) => id === service);
    if (!other) return `it waits for ${service}, which is not in ${environment.name}`;
    if (until === 'completed') return !other.oneShot && `it waits for the end of ${service}, which does not end`;
    return typeof other.healthcheck === 'string' && `it waits for the health of ${service}, which has no health check`;
  }),
);

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
  if (question.kind === 'group') return fieldProblems(question.fields, `${key}.`).concat(when(!line(question.message), `${key} has no message`));
  const pattern = 'pattern' in question ? question.pattern : /^$/;
  return [
    ...when(!line(question.message), `${key} has no message of one line`),
    // A JSON schema searches, and knows no flags.
    ...when(!/^\^[^]*\$$/.test(pattern.source) || pattern.flags !== '', `the pattern of ${key} must begin with ^, end with $, and have no flags`),
    ...when('must' in question && !line(question.must), `${key} does not say what it must be`),
  ];
}

function fieldProblems(fields: Questions, prefix = ''): string[] {
  return Object.entries(fields).flatMap(([key, question]) => questionProblems(prefix + key, question));
}

const questions: Check = ({ definition }) => [
  ...fieldProblems(definition.questions as Questions),
  ...['limits', 'replicas'].flatMap((key) => when(key in (definition.questions as Questions), `${key} is asked of every service`)),
];

const stands: Check = ({ presets, catalog, options }) =>
  presets.flatMap(({ id }) => {
    const { diagnostics } = loadOptions(options(id), { catalog, presets });
    return diagnostics.map(({ path, message }) => `${id}: ${path.join('.')}: ${message}`);
  });

const health: Check = ofContainer(({ container: { healthcheck, oneShot } }) => [
  healthcheck === 'inherit' && !oneShot && "it has no health check: describe one, or say 'none'",
  typeof healthcheck === 'object' && healthcheck.timeout > healthcheck.interval && 'its health check may take longer than its interval',
]);

const secrets: Check = ofContainer(({ container: { command, healthcheck, env }, stack }) => {
  const probe = typeof healthcheck === 'object' ? Object.values(healthcheck.test).flat() : [];
  const fixed = Object.values(env).filter((value) => typeof value === 'string');
  const known = stack.variables.filter(({ secret }) => secret);
  return known.flatMap(({ name, development }) => [
    [...command, ...probe].some((word) => word.includes(development)) && `the value of ${name} is in its command`,
    fixed.some((value) => value.includes(development)) && `the value of ${name} is in its environment: take it from the variable`,
    command[0] !== 'sh' && command.some((word) => /\$\{?/.test(word) && word.includes(name)) && `${name} is in its command, which no shell reads`,
  ]);
});

const writes: Check = ofContainer(({ container, environment }) => {
  const targets = [...container.volumes, ...container.binds, ...container.tmpfs].map(({ target }) => target);
  return [
    targets.some((target) => !/^\/[^/]/.test(target)) && 'what is mounted must be mounted below /',
    new Set(targets).size < targets.length && 'two things are mounted in one place',
    environment.name === 'production' && container.binds.some(({ readOnly }) => !readOnly) && 'it writes into a folder of the project: take a volume or a tmpfs',
    container.binds.some(({ source }) => /^\/|(^|\/)\.\.(\/|$)/.test(source)) && 'it mounts what is outside of the project',
  ];
});

const places_: Check = ofContainer(({ container: { image, networks } }) => [
  networks.length === 0 && 'it is on no network',
  'pull' in image && !/:[\w][\w.-]*(@sha256:[0-9a-f]{64})?$/.test(image.pull) && `${image.pull} has no tag`,
]);

function taken(...envs: readonly Env[]): readonly string[] {
  return envs.flatMap((env) => Object.values(env).flatMap((value) => (typeof value === 'string' ? [] : [value.from])));
}

function variableProblems({ name, about, secret, development, production }: Variable): readonly string[] {
  return [
    ...when(!/^[A-Z][A-Z0-9_]*$/.test(name), `${name} is no name of a variable`),
    ...when(!line(about), `${name} is not explained in one line`),
    ...when(/['"\\$\s}]/.test(development), `the value of ${name} in development needs quotes or escapes`),
    ...when(secret === true && (production.kind !== 'required' || production.example !== ''), `${name} is a secret: required, and without an example`),
  ];
}

const variables: Check = (subject) => {
  const problems = ofContainer(({ container, environment, stack }) => {
    const names = stack.variables.map(({ name }) => name);
    return [
      ...taken(container.env, environment.application).filter((name) => !names.includes(name)).map((name) => `no service brings ${name}`),
      ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name} is brought twice`),
    ];
  });
  const own = subject.presets.flatMap(({ id }) => {
    const stack = subject.stack(id);
    const service = stack.services.find(({ definition }) => definition === subject.definition)!;
    const context = { answers: service.answers, limits: stack.limits(service.id)!, replicas: 1, environment: 'production', stack } as const;
    return subject.definition.variables?.(context) ?? [];
  });
  return [...problems(subject), ...own.flatMap(variableProblems)];
};

const publishes: Check = ofContainer(({ container: { publish }, stack }) =>
  publish.flatMap(({ host, about, option }) => {
    const [root, id, ...path] = option;
    const answers: unknown = root === 'services' ? stack.services.find((service) => service.id === id)?.answers : undefined;
    const answer = path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], answers);
    return [answer !== host && `${option.join('.')} does not say port ${host}`, !line(about) && `port ${host} is not explained`];
  }),
);

const documents: Check = (subject) =>
  places(subject).flatMap(({ where, container, stack, environment }) => {
    const { answers } = stack.services.find(({ id }) => id === container.id)!;
    const text = subject.definition.docs?.({ answers, limits: container.limits, replicas: container.replicas, environment: environment.name, stack });
    return when(text !== undefined && !/^\S[^\r\n]*[.:]$/.test(text), `${where}: its documents are not one paragraph that ends in a full stop`);
  });

const rules: Check = ({ definition, catalog }) => {
  const codes = allRules(catalog).map(({ code }) => code);
  return (definition.rules ?? []).flatMap(({ code, about }) => [
    ...when(!/^[a-z]+(-[a-z]+)*$/.test(code), `${code} is no code`),
    ...when(codes.filter((one) => one === code).length > 1, `${code} is a code of another rule`),
    ...when(!/^[A-Z][^\r\n]*\.$/.test(about), `${code} is not explained in one sentence`),
  ]);
};

const optional: Check = ({ definition, presets, catalog, options }) =>
  presets.flatMap(({ id }) => {
    const { diagnostics } = loadOptions(options(id, { [definition.id]: false }), { catalog, presets });
    return diagnostics.filter(({ code }) => code !== 'unmet-need').map(({ message }) => `${id}: without it: ${message}`);
  });

const renders: Check = ({ definition, presets, stack }) =>
  presets.flatMap(({ id }) => {
    const files = renderStack(stack(id));
    const named = new RegExp(`^ {2}${definition.id}:$`, 'm');
    return when(!files.some(({ content }) => named.test(content)), `${id}: no Compose file has it`);
  });

const CHECKS: Readonly<Record<string, Check>> = {
  'has a name of its own': identity,
  'needs what exists': needs,
  'waits for what can come': waits,
  'has limits above its minimum': limits,
  'asks questions that can be answered': questions,
  'stands, with every default': stands,
  'is on a network, from an image with a tag': places_,
  'has a health check': health,
  'shows no secret': secrets,
  'writes only where it may': writes,
  'takes variables that are brought': variables,
  'publishes ports that can be changed': publishes,
  'is documented in a paragraph': documents,
  'has rules with codes of their own': rules,
  'can be left out': optional,
  'is rendered': renders,
};

/** Every question that a service is asked, its own and those that all are asked. */
export { serviceQuestions };
