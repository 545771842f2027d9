import type { Healthcheck, Tmpfs } from '../../model/container.js';
import type { Container } from '../../model/stack.js';
import { formatSeconds } from '../../model/units.js';
import { composeEnvironment, composeHealthcheck, composeImage, mapping, some } from '../../render/compose-service.js';
import type { Context, Row } from '../../render/compose-service.js';
import { networkName, volumeName } from '../../render/compose-shared.js';
import { literal } from '../../render/interpolation.js';
import type { Mapping, Value } from '../../render/yaml.js';
import { deployBlock, meshed } from './deploy.js';
import { keptOf, openEnv, secretEnv, WITH_SECRETS } from './secrets.js';

const MEBIBYTE = 1024 * 1024;
const READER: readonly string[] = ['sh', WITH_SECRETS];

function hasSecrets({ stack, environment }: Context, container: Container): boolean {
  return Object.keys(secretEnv(stack, environment, container)).length > 0;
}

/** All that an image runs, its entrypoint included; `undefined` where its definition does not say it. */
export function program(
  { containers }: Context['environment'],
  { image, command }: Container,
): readonly string[] | undefined {
  if ('pull' in image) {
    const words = [...(image.entrypoint ?? []), ...command];
    return words.length > 0 ? words : undefined;
  }
  if (command.length > 0) return command;
  const source = 'of' in image ? containers.find(({ id }) => id === image.of)?.image : image;
  return source && 'build' in source ? source.build.command : undefined;
}

/** Behind what reads the secrets, which takes the place of the image's entrypoint. */
function start(context: Context, container: Container): readonly Row[] {
  const { command, notes } = container;
  if (!hasSecrets(context, container)) return [['command', some(command.map(literal)), notes.command]];
  const words = program(context.environment, container) ?? [];
  return [
    ['entrypoint', READER, 'Makes variables of the secrets, then runs the command.'],
    ['command', words.map(literal), notes.command],
  ];
}

function behindReader({ test, ...timing }: Healthcheck): Healthcheck {
  const words = 'exec' in test ? test.exec : ['sh', '-c', test.shell];
  return { ...timing, test: { exec: [...READER, ...words] } };
}

function healthcheck(context: Context, container: Container): Value | undefined {
  const { healthcheck } = container;
  if (healthcheck === 'inherit') return undefined;
  if (healthcheck === 'none' || !hasSecrets(context, container)) return composeHealthcheck(healthcheck);
  return composeHealthcheck(behindReader(healthcheck));
}

function ports({ stack }: Context, { publish }: Container): readonly Value[] {
  return publish
    .toSorted((a, b) => a.host - b.host)
    .map(({ host, container }) => ({ target: container, published: host, mode: meshed(stack) ? 'ingress' : 'host' }));
}

// The short form of a service's `tmpfs` would lose its size.
const tmpfs = ({ target, size }: Pick<Tmpfs, 'target' | 'size'>): Value => ({
  type: 'tmpfs',
  target,
  tmpfs: { size: size * MEBIBYTE },
});

function volumes({ stack }: Context, { volumes, tmpfs: scratch, shm }: Container): readonly Value[] {
  return [
    ...volumes.map(({ name, target }) => `${volumeName(stack, name)}:${target}`),
    ...scratch.map(tmpfs),
    // In place of `shm_size`, which Swarm has not.
    ...(shm === undefined ? [] : [tmpfs({ target: '/dev/shm', size: shm })]),
  ];
}

function rows(context: Context, container: Container): readonly Row[] {
  const { stack, environment } = context;
  const { notes } = container;
  const guards = stack.policy.runtimeGuards;
  return [
    ['image', composeImage(context, container.image), notes.image],
    ['volumes', some(volumes(context, container))],
    ['environment', composeEnvironment(context, container, openEnv(stack, container.env))],
    ['secrets', keptOf(stack, environment, container, 'secret'), notes.env],
    ['configs', keptOf(stack, environment, container, 'config'), notes.binds],
    ['ports', some(ports(context, container)), notes.publish],
    [
      'networks',
      container.networks.map((id) => networkName(stack, id)),
      stack.policy.isolateData ? notes.networks : undefined,
    ],
    ...start(context, container),
    ['healthcheck', healthcheck(context, container), notes.healthcheck],
    ['user', container.user, notes.user],
    ['<<', context.defaults?.alias('defaults')],
    ['cap_add', some(container.capAdd), notes.capAdd],
    ['deploy', deployBlock(stack, container)],
    ['read_only', container.readOnly || undefined],
    ['stop_grace_period', guards ? formatSeconds(container.stopGrace) : undefined, notes.stopGrace],
    ['stop_signal', guards ? container.stopSignal : undefined, notes.stopSignal],
  ];
}

/** The keys of a service as `docker stack deploy` takes them. */
export function swarmService(context: Context, container: Container): Mapping {
  return mapping(rows(context, container));
}
