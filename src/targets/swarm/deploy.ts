import { RESOLVER_SECONDS } from '../../model/network.js';
import type { Container, Stack } from '../../model/stack.js';
import { formatMemory, formatSeconds } from '../../model/units.js';
import type { Value } from '../../render/yaml.js';

/** Not that of a Compose project: two engines must not run two databases on one volume. */
export const stackName = ({ name }: Stack): string => `${name}-swarm`;

/** By the routing mesh a port is open on every node, and belongs to no container. */
export const meshed = ({ options }: Stack): boolean => options.swarm.ports === 'ingress';

/**
 * Whether a new container runs beside the one that it replaces. Not where both would write the same data, want the
 * same port of the node, or where the definition allows one container only, such as a scheduler.
 */
export function startsFirst(stack: Stack, { volumes, publish, definition, oneShot }: Container): boolean {
  if (oneShot || volumes.length > 0) return false;
  return publish.length > 0 ? meshed(stack) : definition.replicas !== undefined;
}

/** Whether it holds a port of its node, which its successor can only open when it has ended. */
export function holdsPort(stack: Stack, { publish }: Container): boolean {
  return publish.length > 0 && !meshed(stack);
}

/** Of a container with data: the label of the node that has them. What runs the image of another shares its folders. */
export function dataLabel(stack: Stack, { id, image }: Container): string {
  return `${stackName(stack)}.${'of' in image ? image.of : id}`;
}

/** One after the other, and no further than the first that fails. */
function update(stack: Stack, container: Container): Value {
  const first = startsFirst(stack, container);
  return {
    parallelism: 1,
    order: first ? 'start-first' : 'stop-first',
    // nginx forgets an address before the next one goes.
    ...(first && { delay: formatSeconds(RESOLVER_SECONDS + 2) }),
    monitor: '10s',
    failure_action: 'rollback',
  };
}

function job(): Readonly<Record<string, Value>> {
  return {
    mode: 'replicated-job',
    // What it needs may start at the same time.
    restart_policy: { condition: 'on-failure', delay: '5s', max_attempts: 12 },
  };
}

function service(stack: Stack, container: Container): Readonly<Record<string, Value>> {
  const config = update(stack, container) as object;
  return {
    replicas: container.replicas,
    restart_policy: { condition: 'any', delay: '2s' },
    update_config: config as Value,
    rollback_config: { ...config, failure_action: 'pause' },
  };
}

/** How Swarm runs, places and replaces it. */
export function deployBlock(stack: Stack, container: Container): Value {
  const { limits, volumes, publish, oneShot } = container;
  const { pidsLimit } = stack.policy;
  return {
    ...(oneShot ? job() : service(stack, container)),
    endpoint_mode: publish.length > 0 && meshed(stack) ? 'vip' : 'dnsrr',
    ...(volumes.length > 0 && {
      placement: { constraints: [`node.labels.${dataLabel(stack, container)} == true`] },
    }),
    resources: {
      limits: {
        cpus: String(limits.cpus),
        memory: formatMemory(limits.memory),
        ...(pidsLimit > 0 && { pids: pidsLimit }),
      },
    },
  };
}
