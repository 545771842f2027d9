import { formatSeconds } from '../../model/units.js';
import type { Stack } from '../../model/stack.js';
import type { FileWords, HealthWords, NetworkWords, SecretWords, Setting, Task, Words } from '../../model/words.js';
import { idOf } from '../../render/docs/facts.js';
import { code, codes, shell } from '../../render/docs/markdown.js';
import { example } from '../../render/docs/operations.js';
import { commands, kubectl, workloadOf } from './commands.js';
import { deployScript, FOLDER, namespaceOf, overlayFolder, runs } from './names.js';
import { jobs, kindOf, startsFirst } from './roles.js';
import { levelOf } from './security.js';
import { validation } from './validation.js';

/** What a pod gets, by the keys of its manifest. */
function settings(stack: Stack): readonly Setting[] {
  const { policy, environments } = stack;
  const graces = environments.production.containers.map(({ stopGrace }) => stopGrace);
  const grace = [...new Set([Math.min(...graces), Math.max(...graces)])].map(formatSeconds).join(' to ');
  const all: readonly (readonly [wanted: boolean, ...setting: Setting])[] = [
    [
      true,
      'restartPolicy',
      code('Always'),
      'A container that ends is started again; what runs once, only when it failed',
    ],
    [true, 'strategy', 'one pod more at a time', 'A new version is ready before the old one goes'],
    [true, 'resources', 'CPU and memory, see below', 'One service cannot starve the others'],
    [policy.runtimeGuards, 'shareProcessNamespace', code('true'), 'Children that are left behind are reaped'],
    [policy.runtimeGuards, 'terminationGracePeriodSeconds', grace, 'Requests and tasks are finished before the end'],
    [policy.runtimeGuards, 'lifecycle.preStop', '5s', 'The last requests come in while its leaving gets about'],
    [policy.unprivileged, 'runAsNonRoot', code('true'), 'An image that would run as root does not start'],
    [
      policy.readOnlyRoot,
      'readOnlyRootFilesystem',
      code('true'),
      'Nothing can be changed in a running container; scratch files are in memory',
    ],
    [policy.dropCapabilities, 'capabilities', 'drop ALL', 'No privileges of root'],
    [policy.noNewPrivileges, 'allowPrivilegeEscalation', code('false'), 'Nor a way to get them back'],
    [true, 'automountServiceAccountToken', code('false'), 'A hijacked pod cannot ask the API of the cluster'],
  ];
  return all.filter(([wanted]) => wanted).map(([, ...setting]) => setting);
}

const file = (stack: Stack): FileWords => {
  const { registry, composeFiles } = stack.options;
  return {
    heading: 'Production manifests',
    about: [
      `${code(`${FOLDER}/`)} holds a base and two overlays of Kustomize, which is part of kubectl. ${code(deployScript(stack))} lays the values of ${code('.env')} over one of them, and applies it.`,
      shell([[commands(stack).start.command]]),
    ].join('\n\n'),
    untagged: 'nothing is deployed',
    images: registry
      ? `${code(composeFiles.production)} builds them, ${code(registry)} has them, and each node pulls them from there.`
      : `${code(composeFiles.production)} builds them; without a registry they must be loaded into the nodes.`,
    restart: ['restartPolicy', code('Always'), ''],
    more: [],
    settings: settings(stack),
  };
};

const network = (stack: Stack): NetworkWords => ({
  driver: 'policies',
  portsHeading: 'Ports of the services',
  outside:
    'A Service has these ports inside the cluster. What leads there from outside is an Ingress, or whatever the cluster has for it.',
  address: "the cluster's",
  // A pod of the stateful set has its number behind it.
  volume: (name) => {
    const owner = runs(stack).find(({ volumes }) => volumes.some((one) => one.name === name));
    return `${name}-${owner?.id ?? ''}-0`;
  },
  volumeType: 'volume claim',
  bind: ({ secrets }) => (secrets ? 'Secret' : 'ConfigMap'),
  keeps: `Claims stay when a StatefulSet goes; ${code(`kubectl delete namespace ${namespaceOf(stack)}`)} deletes them and, by most storage classes, the data.`,
  between: `Network policies say who may call whom. They hold where the network of the cluster knows them, as Calico and Cilium do; elsewhere they are accepted, and nothing is kept apart.`,
});

const health = (stack: Stack): HealthWords => {
  const last = jobs(stack).map(idOf);
  const begun =
    last.length > 0
      ? `${code(deployScript(stack))} applies the settings and the services with data, runs ${codes(last)} to the end, and applies the rest. `
      : '';
  return {
    asks: 'Kubernetes asks',
    order: `Kubernetes waits for nothing. ${begun}What starts before that which it needs ends, or is not ready, and is tried again.`,
    starting:
      'While a container starts, it is asked every second, for its start period and its retries, and for up to an hour where it has data: a recovery is not cut off. Until then nothing else is asked.',
    unhealthy: `A pod that is not healthy gets no requests, by its ${code('readinessProbe')}. It is restarted only when it does not serve at all, by its ${code('livenessProbe')}: what is away elsewhere does not come back by a restart here. ${code(`${kubectl(stack)} get events`)} shows what happened.`,
  };
};

const secrets: SecretWords = {
  stored: ({ secret }) => `${secret ? 'Secret' : 'ConfigMap'}, made of ${code('.env')}`,
  storedFile: (folder) => `Secret, made of ${code(folder)}`,
  seenBy:
    'Whoever may read Secrets in the namespace, or run pods in it, can read them. Let the cluster encrypt its Secrets at rest.',
};

function surge(stack: Stack): Words['surge'] {
  const more = runs(stack).filter(startsFirst);
  if (more.length === 0) return undefined;
  const memory = more.reduce((sum, { limits }) => sum + limits.memory, 0);
  return { about: `A new version runs beside the old one, one pod each of ${codes(more.map(idOf))} at a time`, memory };
}

function prepare(stack: Stack): readonly Task[] {
  const claims = runs(stack).some((container) => kindOf(container) === 'StatefulSet');
  return [
    [
      `Let ${code('kubectl')} know the cluster, of version 1.30 or later: ${code('kubectl config current-context')}`,
      'high',
    ],
    ...(claims
      ? ([[`See that the cluster has a class for volumes: ${code('kubectl get storageclass')}`, 'high']] as const)
      : []),
    ['See that its network knows policies, as Calico and Cilium do', 'medium'],
  ];
}

export const words = (stack: Stack): Words => {
  const more = surge(stack);
  const name = namespaceOf(stack);
  return {
    project: `Namespace ${code(name)}`,
    scale: code('kubectl scale'),
    release: code(`${deployScript(stack)} production`),
    hangs: ['included', 'Kubernetes itself'],
    file: file(stack),
    lockdown: {
      privileges: { inForce: true, how: code('allowPrivilegeEscalation: false') },
      swapOff: false,
      readOnly: 'readOnlyRootFilesystem: true',
      capabilities: 'capabilities: drop ALL',
      more: [
        [
          'Pod Security',
          code(levelOf(stack)),
          `The namespace refuses what asks for more: ${code(`${overlayFolder('production')}/namespace.yaml`)}`,
        ],
      ],
      processes: false,
    },
    ...(more && { surge: more }),
    network: network(stack),
    health: health(stack),
    secrets,
    validation: validation(stack),
    prepare: prepare(stack),
    upkeep: [],
    dataHost: 'a machine from which kubectl reaches the cluster',
    look: `In production ${code(`${kubectl(stack)} get pods,events`)}, then ${code(`${kubectl(stack)} logs ${workloadOf(stack, example(stack))}`)}.`,
  };
};
