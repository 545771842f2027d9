import { defineRule, type Finding, type Rule } from '../../model/rule.js';
import type { Container, Stack } from '../../model/stack.js';
import { bindGap, ofContainers } from '../gaps.js';
import { builtImages } from './images.js';
import { runs } from './names.js';
import { accountOf } from './security.js';

const WARNING = 'warning';

/** A gap of the stack as a whole, where the stack asks for it. */
const asked = (wanted: boolean, path: readonly string[], message: string, hint: string): readonly Finding[] =>
  wanted ? [{ path, message, hint }] : [];

/** Who else mounts a volume of a container: pods share none, and of several replicas each would have its own. */
function sharers(stack: Stack, { id, volumes, replicas }: Container): readonly string[] {
  const names = volumes.map(({ name }) => name);
  const others = runs(stack).filter((one) => one.id !== id && one.volumes.some(({ name }) => names.includes(name)));
  return [...others.map((one) => one.id), ...(volumes.length > 0 && replicas > 1 ? [`${replicas} pods of ${id}`] : [])];
}

const ofStack: readonly Rule[] = [
  defineRule({
    code: 'kubernetes-include',
    severity: WARNING,
    about: 'Kubernetes reads no Compose file: further services of yours are no part of what is deployed.',
    check: ({ options: { include } }) =>
      asked(
        include.production.length > 0,
        ['include', 'production'],
        `Kubernetes leaves the services of ${include.production.join(', ')} out.`,
        'Write manifests for them, and name them in a kustomization.yaml over the one of production.',
      ),
  }),
  defineRule({
    code: 'kubernetes-registry',
    severity: WARNING,
    about: 'Nodes pull images from a registry, and what one machine has built is in none.',
    check: (stack) =>
      asked(
        stack.options.registry === '' && builtImages(stack).length > 0,
        ['registry'],
        'Without a registry, nodes have only the images that somebody loads into them.',
        'Name a registry, such as ghcr.io/acme; for a cluster on one machine, load the images by its own command.',
      ),
  }),
  defineRule({
    code: 'kubernetes-pids',
    severity: WARNING,
    about: 'A pod cannot limit its processes: only the kubelet of each node can.',
    check: ({ policy }) =>
      asked(
        policy.pidsLimit > 0,
        ['target'],
        'Kubernetes limits the processes of no container.',
        `Set podPidsLimit in the configuration of the kubelets, such as ${policy.pidsLimit}.`,
      ),
  }),
  defineRule({
    code: 'kubernetes-ingress-tls',
    severity: 'error',
    about: 'An Ingress speaks plain HTTP to nginx, which sends it on to HTTPS for ever.',
    check: ({ options }) =>
      asked(
        options.tls && options.kubernetes.ingressClass !== '',
        ['tls'],
        'Both the Ingress and nginx would serve HTTPS.',
        'Write false for tls and leave it to the Ingress, or take kubernetes.ingressClass out.',
      ),
  }),
  defineRule({
    code: 'kubernetes-subnet',
    severity: WARNING,
    about: 'The addresses of pods are those of the cluster: a stack cannot choose them.',
    check: ({ options: { network } }) =>
      asked(
        network.subnet !== '',
        ['network', 'subnet'],
        `Kubernetes does not use ${network.subnet}, and the API believes proxies of that network alone.`,
        'Leave network.subnet out, so that forwarded headers of all private addresses are believed.',
      ),
  }),
];

const ofVolumes: readonly Rule[] = [
  bindGap(
    'kubernetes',
    'Kubernetes',
    'A folder of the project is on no node; single files that are only read become a ConfigMap.',
  ),
  defineRule({
    code: 'kubernetes-shared-volume',
    severity: 'error',
    about: 'Each pod has a volume of its own: what several containers share, on Compose, each would have for itself.',
    check: (stack) =>
      ofContainers(
        stack,
        (container) => sharers(stack, container).length > 0,
        (container) => ({
          message: `${container.id} shares ${container.volumes.map(({ name }) => name).join(', ')} with ${sharers(stack, container).join(', ')}.`,
          hint: 'Keep such files in the database or in a store of objects, and take services.backend.persistent out.',
        }),
      ),
  }),
  defineRule({
    code: 'kubernetes-existing-volume',
    severity: 'error',
    about: 'A volume of Docker is none of the cluster: the service would start with an empty one.',
    check: (stack) =>
      ofContainers(
        stack,
        ({ volumes }) => volumes.some(({ existing }) => existing !== undefined),
        ({ id, volumes }) => ({
          message: `${id} would start without the data of ${volumes.flatMap(({ existing }) => existing ?? []).join(', ')}.`,
          hint: 'Take the name of the volume out, and bring the data by a backup: scripts/backup.sh there, scripts/restore.sh here.',
        }),
      ),
  }),
];

const ofPods: readonly Rule[] = [
  defineRule({
    code: 'kubernetes-capability',
    severity: WARNING,
    about: 'Pod Security `restricted` refuses a capability: the namespace enforces `baseline`, which takes some.',
    check: (stack) =>
      ofContainers(
        stack,
        ({ capAdd }) => capAdd.length > 0,
        ({ id, capAdd }) => ({
          message: `For ${capAdd.join(', ')} of ${id}, the whole namespace is less strict.`,
          hint: 'Let it run as the user whom it needs to be, without a capability.',
        }),
      ),
  }),
  defineRule({
    code: 'kubernetes-user',
    severity: WARNING,
    about: 'Whom an image runs as is not known, and a pod whose image says root, or a name, does not start.',
    check: (stack) =>
      ofContainers(
        stack,
        (container) => stack.policy.unprivileged && accountOf(stack, container) === undefined,
        ({ id }) => ({
          message: `${id} starts only if its image says a user by number, and not root.`,
          hint: 'Give its definition a user, as UID:GID.',
        }),
      ),
  }),
  defineRule({
    code: 'kubernetes-image-check',
    severity: WARNING,
    about: 'Kubernetes does not read the health check of an image: only whether a port is open is asked.',
    check: (stack) =>
      ofContainers(
        stack,
        ({ healthcheck, oneShot }) => healthcheck === 'inherit' && !oneShot,
        ({ id }) => ({
          message: `The health check that the image of ${id} brings is not asked.`,
          hint: 'Say it in the definition.',
        }),
      ),
  }),
  defineRule({
    code: 'kubernetes-profile',
    severity: WARNING,
    about: 'Kubernetes runs all that is deployed: a service that starts on request is left out.',
    check: (stack) =>
      ofContainers(
        stack,
        ({ profile }) => profile !== undefined,
        ({ id }) => ({ message: `${id} is no part of what is deployed.`, hint: 'Run it by Compose.' }),
      ),
  }),
];

export const gaps: readonly Rule[] = [...ofStack, ...ofVolumes, ...ofPods];
