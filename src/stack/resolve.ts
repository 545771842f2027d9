import type { Container, EnvironmentModel, Service, Stack, StackFacts } from '../model/stack.js';
import type { ContainerSpec, Limits } from '../model/container.js';
import type { AnyService, Catalog, EnvironmentName, ServiceContext } from '../model/service.js';
import { ENVIRONMENTS } from '../model/service.js';
import type { Target } from '../model/target.js';
import type { Env, Variable } from '../model/variable.js';
import { namesIn, SECTIONS } from '../model/variable.js';
import { ownEnvironment, ownVariables } from './own.js';
import type { ParsedOptions } from './parse.js';

export interface ResolveContext {
  readonly catalog: Catalog;
  readonly targets: readonly Target[];
  /** Version of the template. */
  readonly version: string;
  /** What a generated project depends on; default: the version. */
  readonly self?: string;
}

type Answers = Readonly<Record<string, unknown>>;

function existsIn(definition: AnyService, environment: EnvironmentName): boolean {
  return (definition.environments ?? ENVIRONMENTS).includes(environment);
}

function factsFor(options: ParsedOptions, { resolver }: Target, environment: EnvironmentName): StackFacts {
  const answers = (id: string): Answers | undefined => options.services.get(id);
  return {
    name: options.name,
    snake: options.name.replaceAll('-', '_'),
    options: options.stack,
    policy: options.preset.policy,
    has: (id) => options.services.has(id),
    get: (definition) => answers(definition.id) as never,
    replicas: (id) => {
      const given = answers(id);
      if (!given) return 0;
      // Development has one of each: a second would take memory and show nothing.
      return environment === 'production' && typeof given.replicas === 'number' ? given.replicas : 1;
    },
    limits: (id) => (answers(id)?.limits as Record<EnvironmentName, Limits> | undefined)?.[environment],
    resolver,
  };
}

function contextOf(
  id: string,
  facts: StackFacts,
  options: ParsedOptions,
  environment: EnvironmentName,
): ServiceContext {
  const limits = facts.limits(id) ?? { cpus: 0, memory: 0 };
  return {
    answers: options.services.get(id) as never,
    limits,
    replicas: facts.replicas(id),
    environment,
    stack: facts,
  };
}

function dependenciesOf(
  { needs }: AnyService,
  { image, oneShot }: ContainerSpec,
  { environment, stack }: ServiceContext,
): Container['dependsOn'] {
  const waits = needs.flatMap(({ service, until }) => (until && stack.has(service) ? [{ service, until }] : []));
  // `docker compose watch` recreates all that runs a new image, and starts only what depends on the one that built it.
  const started = environment === 'development' && 'of' in image && !oneShot;
  return started ? [...waits, { service: image.of, until: 'started' }] : waits;
}

function complete(definition: AnyService, spec: ContainerSpec, context: ServiceContext): Container {
  const { policy } = context.stack;
  return {
    id: definition.id,
    definition,
    summary: spec.summary ?? definition.summary,
    image: spec.image,
    command: spec.command ?? [],
    port: spec.port,
    publish: spec.publish ?? [],
    env: spec.env ?? {},
    application: spec.application ?? false,
    volumes: spec.volumes ?? [],
    binds: spec.binds ?? [],
    tmpfs: policy.readOnlyRoot ? (spec.tmpfs ?? []) : [],
    healthcheck: spec.healthcheck ?? 'inherit',
    networks: policy.isolateData ? spec.networks : ['edge'],
    user: spec.user,
    capAdd: policy.dropCapabilities ? (spec.capAdd ?? []) : [],
    readOnly: policy.readOnlyRoot && (spec.readOnly ?? true),
    shm: spec.shm,
    stopGrace: spec.stopGrace ?? 10,
    stopSignal: spec.stopSignal,
    oneShot: spec.oneShot ?? false,
    watch: spec.watch ?? [],
    profile: spec.profile,
    database: spec.database,
    notes: spec.notes ?? {},
    replicas: context.replicas,
    limits: context.limits,
    dependsOn: dependenciesOf(definition, spec, context),
  };
}

function environmentOf(
  name: EnvironmentName,
  options: ParsedOptions,
  definitions: readonly AnyService[],
  target: Target,
): EnvironmentModel {
  const facts = factsFor(options, target, name);
  const here = definitions
    .filter((definition) => existsIn(definition, name))
    .map((definition) => ({ definition, context: contextOf(definition.id, facts, options, name) }));
  const application: Env = Object.assign(
    {},
    ...here.map(({ definition, context }) => definition.gives?.(context) ?? {}),
    // Last, so that a value of theirs is theirs.
    ownEnvironment(options.stack),
  ) as Env;
  return {
    name,
    project: name === 'production' ? `${options.name}-production` : options.name,
    host: options.stack.host[name],
    // Development is one machine, whatever production runs on.
    nodes: name === 'production' ? target.nodes(options.stack) : 1,
    containers: here.map(({ definition, context }) => complete(definition, definition.container(context), context)),
    application,
  };
}

function readBy({ application, containers }: EnvironmentModel): ReadonlySet<string> {
  const shared = containers.some((container) => container.application) ? [application] : [];
  const told = containers.map(({ image }) => ('build' in image ? (image.build.args ?? {}) : {}));
  const values = [...shared, ...told, ...containers.map(({ env }) => env)].flatMap((env) => Object.values(env));
  return new Set(values.flatMap(namesIn));
}

/** By section, each once, and none that nothing reads. The tag of images is read by their names. */
function variablesOf(
  options: ParsedOptions,
  definitions: readonly AnyService[],
  target: Target,
  production: EnvironmentModel,
): readonly Variable[] {
  const facts = factsFor(options, target, 'production');
  const brought = definitions.flatMap(
    (definition) => definition.variables?.(contextOf(definition.id, facts, options, 'production')) ?? [],
  );
  const all = [...brought, ...ownVariables(options.stack)];
  const read = readBy(production);
  const used = [...new Map(all.map((variable) => [variable.name, variable])).values()].filter(
    ({ name, production: { kind } }) => kind === 'noted' || name === 'IMAGE_TAG' || read.has(name),
  );
  return SECTIONS.flatMap((section) => used.filter((variable) => variable.section === section));
}

/** Fills in everything: two environments with their containers, and the variables of .env. Options must have parsed. */
export function resolveStack(
  options: ParsedOptions,
  { catalog, targets, version, self = version }: ResolveContext,
): Stack {
  const definitions = catalog.filter(({ id }) => options.services.has(id));
  const services: readonly Service[] = definitions.map((definition) => ({
    id: definition.id,
    definition,
    answers: options.services.get(definition.id) as never,
    needs: definition.needs,
  }));
  const target = targets.find(({ id }) => id === options.stack.target) ?? targets[0]!;
  const production = environmentOf('production', options, definitions, target);
  return {
    ...factsFor(options, target, 'production'),
    preset: options.preset.id,
    target,
    version,
    self,
    services,
    variables: variablesOf(options, definitions, target, production),
    environments: {
      development: environmentOf('development', options, definitions, target),
      production,
    },
  };
}
