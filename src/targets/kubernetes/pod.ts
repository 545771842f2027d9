import type {
  Container as PodContainer,
  PodSpec,
  PodTemplateSpec,
  ResourceRequirements,
  TopologySpreadConstraint,
} from 'kubernetes-types/core/v1.js';
import type { Container, Stack } from '../../model/stack.js';
import { networkName } from '../../render/compose-shared.js';
import type { Comments } from './document.js';
import { envOf, literal } from './env.js';
import { imageOf } from './images.js';
import { NAME_LABEL } from './names.js';
import { probesOf } from './probes.js';
import { startsFirst } from './roles.js';
import { containerSecurity, podSecurity } from './security.js';
import { mebibytes, mountsOf, volumesOf } from './storage.js';

/** Until every node has heard that a pod is about to end, requests still come in. */
const LEAVING = 5;

const cpu = (count: number): string => (Number.isInteger(count) ? String(count) : `${Math.round(count * 1000)}m`);

/** The part of a processor that is kept free for it; above that, those share who need more. */
const reserved = (cpus: number): string => cpu(Math.max(0.05, Math.ceil(cpus * 50) / 200));

function resources({ limits: { cpus, memory } }: Container): ResourceRequirements {
  const size = mebibytes(memory);
  return { requests: { cpu: reserved(cpus), memory: size }, limits: { cpu: cpu(cpus), memory: size } };
}

/** Which networks it is on: their policies select by these. */
export function networkLabel(stack: Stack, network: Container['networks'][number]): string {
  return `network-${networkName(stack, network)}`;
}

export function podLabels(stack: Stack, { id, networks }: Container): Record<string, string> {
  const joined = networks.map((network) => [networkLabel(stack, network), 'joined'] as const);
  return { [NAME_LABEL]: id, ...Object.fromEntries(joined) };
}

function spread({ id, replicas }: Container): TopologySpreadConstraint[] | undefined {
  if (replicas < 2) return undefined;
  return [
    {
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: { [NAME_LABEL]: id } },
      // Those of one version among themselves.
      matchLabelKeys: ['pod-template-hash'],
    },
  ];
}

const ports = ({ port, publish }: Container): readonly number[] => [
  ...new Set([...(port === undefined ? [] : [port]), ...publish.map(({ container }) => container)]),
];
export { ports as portsOf };

const some = <T>(items: readonly T[]): T[] | undefined => (items.length > 0 ? [...items] : undefined);

/** Whether it goes on for a while when it is told to end: another one serves, and not everyone knows yet. */
const leavesSlowly = (container: Container): boolean => startsFirst(container) && ports(container).length > 0;

function podContainer(stack: Stack, container: Container): PodContainer {
  return {
    name: container.id,
    image: imageOf(stack, container.image),
    imagePullPolicy: 'IfNotPresent',
    args: some(container.command.map(literal)),
    env: some(envOf(stack, container)),
    ports: some(ports(container).map((containerPort) => ({ containerPort }))),
    resources: resources(container),
    ...probesOf(container),
    ...(leavesSlowly(container) && { lifecycle: { preStop: { sleep: { seconds: LEAVING } } } }),
    securityContext: containerSecurity(stack, container),
    volumeMounts: some(mountsOf(container)),
  };
}

function spec(stack: Stack, container: Container): PodSpec {
  const { oneShot, stopGrace } = container;
  return {
    serviceAccountName: stack.name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    ...(oneShot && { restartPolicy: 'Never' }),
    ...(stack.policy.runtimeGuards && {
      shareProcessNamespace: true,
      terminationGracePeriodSeconds: stopGrace + (leavesSlowly(container) ? LEAVING : 0),
    }),
    securityContext: podSecurity(stack, container),
    topologySpreadConstraints: spread(container),
    containers: [podContainer(stack, container)],
    volumes: some(volumesOf(container)),
  };
}

export function podTemplate(stack: Stack, container: Container): PodTemplateSpec {
  return { metadata: { labels: podLabels(stack, container) }, spec: spec(stack, container) };
}

/** The definition's own reasons, and those of this engine, by the keys of a workload. */
export function podComments({ notes }: Container): Comments {
  const inPod = 'spec.template.spec';
  const inContainer = `${inPod}.containers`;
  return {
    [`${inPod}.shareProcessNamespace`]: 'So that the pause process reaps children that are left behind.',
    [`${inPod}.terminationGracePeriodSeconds`]: notes.stopGrace,
    [`${inContainer}.args`]: notes.command,
    [`${inContainer}.env`]: notes.env,
    [`${inContainer}.lifecycle`]: 'The last requests come in before every node knows that it is leaving.',
    [`${inContainer}.startupProbe`]: notes.healthcheck,
  };
}
