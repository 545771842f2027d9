import type { Bind, Build, Healthcheck, ImageSource, PublishedPort, Tmpfs } from '../model/container.js';
import { dotted } from '../model/folder.js';
import type { Container, EnvironmentModel, Stack } from '../model/stack.js';
import { formatMemory, formatSeconds } from '../model/units.js';
import type { Env, EnvValue, Reference, Variable } from '../model/variable.js';
import { hostAddress, networkName, volumeName } from './compose-shared.js';
import { literal, reference } from './interpolation.js';
import { byId } from './order.js';
import { Anchors, Mapping, type Value } from './yaml.js';

/** What one Compose file is made in: the anchors that it has so far. */
export class Context {
  readonly stack: Stack;
  readonly environment: EnvironmentModel;
  readonly anchors = new Anchors();
  application: Mapping | undefined;
  defaults: Mapping | undefined;

  readonly #refusal: string | undefined;

  constructor(stack: Stack, environment: EnvironmentModel, refusal?: string) {
    this.stack = stack;
    this.environment = environment;
    this.#refusal = refusal;
  }

  get production(): boolean {
    return this.environment.name === 'production';
  }

  /** The value of an environment variable; one that comes from .env is spelled out once in a file. */
  env(value: EnvValue): Value {
    if (typeof value === 'string') return literal(value);
    if ('parts' in value) return value.parts.map((part) => this.#part(part)).join('');
    const variable = this.#variable(value);
    return this.anchors.value(variable.name, this.reference(variable));
  }

  #variable({ from }: Reference): Variable {
    const variable = this.stack.variables.find(({ name }) => name === from);
    if (!variable) throw new Error(`No service brings the variable ${from}.`);
    return variable;
  }

  #part(part: string | Reference): string {
    if (typeof part === 'string') return literal(part);
    // Without words, which would make a line of several too long.
    return reference(this.#variable(part), this.environment.name, '');
  }

  reference(variable: Variable): string {
    return reference(variable, this.environment.name, this.#refusal);
  }
}

/** Written out in every service: Compose linters do not look behind an alias for the tag. */
export function composeImage(context: Context, image: ImageSource): string {
  const { environment, stack, production } = context;
  if ('pull' in image) return image.pull;
  const build = 'build' in image ? image.build : buildOf(environment, image.of);
  const registry = stack.options.registry ? `${stack.options.registry}/` : '';
  const tag = stack.variables.find(({ name }) => name === 'IMAGE_TAG');
  return production && tag ? `${registry}${build.name}:${context.reference(tag)}` : `${build.name}:development`;
}

function buildOf({ containers }: EnvironmentModel, id: string): Build {
  const image = containers.find((container) => container.id === id)?.image;
  if (!image || !('build' in image)) throw new Error(`${id} builds no image.`);
  return image.build;
}

function composeBuild(context: Context, build: Build): Value {
  const { production, stack } = context;
  const tag = stack.variables.find(({ name }) => name === 'IMAGE_TAG');
  const given = Object.entries(build.args ?? {}).map(([name, value]) => [name, context.env(value)] as const);
  const version = production && tag ? [['VERSION', reference(tag, 'production')] as const] : [];
  const args = [...given, ...version];
  return {
    context: dotted(build.context),
    dockerfile: build.dockerfile,
    ...(build.target && { target: build.target }),
    ...(args.length > 0 && { args: Object.fromEntries(args) }),
  };
}

/** Built here, so that no registry is asked for it, unless there is one. */
function pullPolicy({ stack, production }: Context, image: ImageSource): string | undefined {
  if ('pull' in image) return undefined;
  return production && stack.options.registry ? 'missing' : 'never';
}

function composeVolumeMounts({ stack }: Context, { volumes, binds }: Container): Value[] {
  const named = volumes.map(({ name, target }) => `${volumeName(stack, name)}:${target}`);
  return [...named, ...binds.map(composeBind)];
}

function composeBind({ source, target, readOnly }: Bind): Value {
  // Without this, Docker makes an empty folder that belongs to root where a file is missing.
  return {
    type: 'bind',
    source: dotted(source),
    target,
    ...(readOnly && { read_only: true }),
    bind: { create_host_path: false },
  };
}

function composePorts({ stack, environment }: Context, publish: readonly PublishedPort[]): Value[] {
  return publish
    .toSorted((a, b) => a.host - b.host)
    .map((port) => ({
      host_ip: hostAddress(stack, environment.name, port),
      published: String(port.host),
      target: port.container,
    }));
}

export function composeEnvironment(
  context: Context,
  container: Container,
  env: Env = container.env,
): Value | undefined {
  const own = Object.entries(env);
  const shared = container.application && context.application ? context.application.alias('application') : undefined;
  if (own.length === 0) return shared;
  const map = new Mapping();
  if (shared) map.add('<<', shared);
  for (const [key, value] of own) map.add(key, context.env(value));
  return map;
}

export function composeHealthcheck(healthcheck: Healthcheck | 'none'): Value {
  if (healthcheck === 'none') return { disable: true };
  const { test, interval, timeout, retries, startPeriod, startInterval } = healthcheck;
  return {
    test: ('exec' in test ? ['CMD', ...test.exec] : ['CMD-SHELL', test.shell]).map(literal),
    interval: formatSeconds(interval),
    timeout: formatSeconds(timeout),
    retries,
    start_period: formatSeconds(startPeriod),
    ...(startInterval !== undefined && { start_interval: formatSeconds(startInterval) }),
  };
}

function composeDeploy({ stack, production }: Context, { replicas, limits, definition }: Container): Value {
  const { pidsLimit } = stack.policy;
  return {
    ...(production && definition.replicas !== undefined && { replicas }),
    resources: {
      limits: {
        cpus: String(limits.cpus),
        memory: formatMemory(limits.memory),
        ...(pidsLimit > 0 && { pids: pidsLimit }),
      },
    },
  };
}

function composeTmpfs({ target, size, mode = '1777', uid, gid }: Tmpfs): string {
  const owner = uid === undefined ? '' : `,uid=${uid},gid=${gid}`;
  return `${target}:size=${formatMemory(size).toLowerCase()},mode=${mode}${owner}`;
}

/** A fixed name would allow one container only. */
function containerName({ stack, production }: Context, { id, definition }: Container): string | undefined {
  return stack.policy.fixedNames && production && definition.replicas === undefined
    ? `${stack.options.shortName}-${id}`
    : undefined;
}

const DEPENDS: Readonly<Record<Container['dependsOn'][number]['until'], string>> = {
  started: 'service_started',
  healthy: 'service_healthy',
  completed: 'service_completed_successfully',
};

function dependsOn({ dependsOn }: Container): Value | undefined {
  const sorted = dependsOn.toSorted((a, b) => byId(a.service, b.service));
  return sorted.length === 0
    ? undefined
    : Object.fromEntries(sorted.map(({ service, until }) => [service, { condition: DEPENDS[until] }]));
}

export const some = <T>(items: readonly T[]): readonly T[] | undefined => (items.length > 0 ? items : undefined);

/** A key of a service with its value, where it has one, and why that is so. */
export type Row = readonly [key: string, value: Value | undefined, note?: string | undefined];

export function mapping(rows: readonly Row[]): Mapping {
  const map = new Mapping();
  for (const [key, value, comment] of rows) if (value !== undefined) map.add(key, value, { comment });
  return map;
}

/** Up to `user` the Compose linters have an order of their own. */
function firstRows(context: Context, container: Container): readonly Row[] {
  const { stack } = context;
  const { notes, healthcheck } = container;
  return [
    ['image', composeImage(context, container.image), notes.image],
    ['build', 'build' in container.image ? composeBuild(context, container.image.build) : undefined],
    ['container_name', containerName(context, container)],
    ['depends_on', dependsOn(container)],
    ['volumes', some(composeVolumeMounts(context, container)), notes.binds],
    ['environment', composeEnvironment(context, container), notes.env],
    ['ports', some(composePorts(context, container.publish)), notes.publish],
    [
      'networks',
      container.networks.map((id) => networkName(stack, id)),
      stack.policy.isolateData ? notes.networks : undefined,
    ],
    ['command', some(container.command.map(literal)), notes.command],
    ['restart', container.oneShot ? 'no' : undefined],
    ['healthcheck', healthcheck === 'inherit' ? undefined : composeHealthcheck(healthcheck), notes.healthcheck],
    ['user', container.user, notes.user],
  ];
}

/** After it comes the alphabet. */
function otherRows(context: Context, container: Container): readonly Row[] {
  const { notes, watch } = container;
  const guards = context.stack.policy.runtimeGuards;
  return [
    ['<<', context.defaults!.alias('defaults')],
    ['cap_add', some(container.capAdd), notes.capAdd],
    ['deploy', composeDeploy(context, container)],
    [
      'develop',
      watch.length > 0 ? { watch: watch.map(({ path, ...rule }) => ({ ...rule, path: dotted(path) })) } : undefined,
    ],
    ['memswap_limit', guards ? formatMemory(container.limits.memory) : undefined],
    ['profiles', container.profile ? [container.profile] : undefined],
    ['pull_policy', pullPolicy(context, container.image)],
    ['read_only', container.readOnly || undefined],
    ['shm_size', container.shm === undefined ? undefined : formatMemory(container.shm)],
    ['stop_grace_period', guards ? formatSeconds(container.stopGrace) : undefined, notes.stopGrace],
    ['stop_signal', guards ? container.stopSignal : undefined, notes.stopSignal],
    ['tmpfs', some(container.tmpfs.map(composeTmpfs))],
  ];
}

/** The keys of a service, each with what its definition notes about it. */
export function composeService(context: Context, container: Container): Mapping {
  return mapping([...firstRows(context, container), ...otherRows(context, container)]);
}
