import type { Container, EnvironmentModel, Service, Stack } from '../model/stack.js';
import { ENVIRONMENTS, productionContext } from '../model/service.js';
import { namesIn, type Env, type Variable } from '../model/variable.js';
import { line, when, type Check, type Subject } from './subject.js';

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
    places(subject).flatMap((place) =>
      check(place).flatMap((problem) => (problem ? [`${place.where}: ${problem}`] : [])),
    );

const waits: Check = ofContainer(({ container, environment }) =>
  container.dependsOn.map(({ service, until }) => {
    const other = environment.containers.find(({ id }) => id === service);
    if (!other) return `it waits for ${service}, which is not in ${environment.name}`;
    if (until === 'started') return false;
    if (until === 'completed') return !other.oneShot && `it waits for the end of ${service}, which does not end`;
    return typeof other.healthcheck === 'string' && `it waits for the health of ${service}, which has no health check`;
  }),
);

const health: Check = ofContainer(({ container: { healthcheck, oneShot } }) => [
  healthcheck === 'inherit' && !oneShot && "it has no health check: describe one, or say 'none'",
  typeof healthcheck === 'object' &&
    healthcheck.timeout > healthcheck.interval &&
    'its health check may take longer than its interval',
]);

/** The variables that a service brings, those that nothing takes among them. */
function broughtBy(service: Service, stack: Stack): readonly Variable[] {
  return service.definition.variables?.(productionContext(stack, service)) ?? [];
}

const secrets: Check = ofContainer(({ container: { command, healthcheck, env }, stack }) => {
  const test = typeof healthcheck === 'object' ? healthcheck.test : { exec: [] };
  const words = [...command, ...('exec' in test ? test.exec : [test.shell])];
  const fixed = Object.values(env).filter((value) => typeof value === 'string');
  const known = stack.services.flatMap((service) => broughtBy(service, stack)).filter(({ secret }) => secret);
  return known.flatMap(({ name, development }) => [
    words.some((word) => word.includes(development)) && `the value of ${name} is in its command`,
    fixed.some((value) => value.includes(development)) &&
      `the value of ${name} is in its environment: take it from the variable`,
    command[0] !== 'sh' &&
      command.some((word) => /\$\{?/.test(word) && word.includes(name)) &&
      `${name} is in its command, which no shell reads`,
  ]);
});

const writes: Check = ofContainer(({ container, environment }) => {
  const targets = [...container.volumes, ...container.binds, ...container.tmpfs].map(({ target }) => target);
  return [
    targets.some((target) => !/^\/[^/]/.test(target)) && 'what is mounted must be mounted below /',
    new Set(targets).size < targets.length && 'two things are mounted in one place',
    environment.name === 'production' &&
      container.binds.some(({ readOnly }) => !readOnly) &&
      'it writes into a folder of the project: take a volume or a tmpfs',
    container.binds.some(({ source }) => /^\/|(^|\/)\.\.(\/|$)/.test(source)) &&
      'it mounts what is outside of the project',
  ];
});

const placed: Check = ofContainer(({ container: { image, networks, summary } }) => [
  !line(summary) && 'its summary must be one line',
  networks.length === 0 && 'it is on no network',
  'pull' in image && !/:[\w][\w.-]*(@sha256:[0-9a-f]{64})?$/.test(image.pull) && `${image.pull} has no tag`,
]);

function taken(...envs: readonly Env[]): readonly string[] {
  return envs.flatMap((env) => Object.values(env).flatMap(namesIn));
}

function variableProblems({
  name,
  about,
  secret,
  minimumLength,
  development,
  production,
}: Variable): readonly string[] {
  return [
    ...when(!/^[A-Z][A-Z0-9_]*$/.test(name), `${name} is no name of a variable`),
    ...when(!line(about), `${name} is not explained in one line`),
    ...when(/['"\\$\s}]/.test(development), `the value of ${name} in development needs quotes or escapes`),
    ...when(
      secret === true && (production.kind !== 'required' || production.example !== ''),
      `${name} is a secret: required, and without an example`,
    ),
    ...when(minimumLength !== undefined && !secret, `${name} has a length, but only one of a secret is looked at`),
  ];
}

const takes: Check = ofContainer(({ container, environment, stack }) => {
  const names = stack.variables.map(({ name }) => name);
  const missing = taken(container.env, environment.application).filter((name) => !names.includes(name));
  return missing.map((name) => `no service brings ${name}`);
});

const brings: Check = ({ definition, presets, stack: stackOf }) =>
  presets.flatMap(({ id }) => {
    const stack = stackOf(id);
    const own = stack.services.find((service) => service.definition === definition)!;
    const others = stack.services.filter((service) => service !== own).flatMap((service) => broughtBy(service, stack));
    return broughtBy(own, stack).flatMap((variable) => {
      const other = others.find(({ name }) => name === variable.name);
      return [
        ...variableProblems(variable),
        ...when(
          other !== undefined && JSON.stringify(other) !== JSON.stringify(variable),
          `${variable.name} is another service's, and said otherwise there`,
        ),
        ...when(!stack.variables.some(({ name }) => name === variable.name), `nothing takes ${variable.name}`),
      ];
    });
  });

const publishes: Check = ofContainer(({ container: { publish }, stack }) =>
  publish.flatMap(({ host, about, option }) => {
    const [root, id, ...path] = option;
    const answers: unknown =
      root === 'services' ? stack.services.find((service) => service.id === id)?.answers : undefined;
    const answer = path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], answers);
    return [
      answer !== host && `${option.join('.')} does not say port ${host}`,
      !line(about) && `port ${host} is not explained`,
    ];
  }),
);

const documents: Check = (subject) =>
  places(subject).flatMap(({ where, container, stack, environment }) => {
    const { answers } = stack.services.find(({ id }) => id === container.id)!;
    const text = subject.definition.docs?.({
      answers,
      limits: container.limits,
      replicas: container.replicas,
      environment: environment.name,
      stack,
    });
    return when(
      text !== undefined && !/^\S[^\r\n]*[.:]$/.test(text),
      `${where}: its documents are not one paragraph that ends in a full stop`,
    );
  });

export const CONTAINER_CHECKS: Readonly<Record<string, Check>> = {
  'waits for what can come': waits,
  'is on a network, from an image with a tag': placed,
  'has a health check': health,
  'shows no secret': secrets,
  'writes only where it may': writes,
  'takes variables that are brought': takes,
  'brings variables that are taken': brings,
  'publishes ports that can be changed': publishes,
  'is documented in a paragraph': documents,
};
