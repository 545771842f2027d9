import { defineRule, type Finding, type Rule } from '../../model/rule.js';
import type { Container, Stack } from '../../model/stack.js';
import { bindGap, ofContainers } from '../gaps.js';
import { namesIn } from '../../model/variable.js';
import { holdsPort, meshed, startsFirst } from './deploy.js';
import { isSecretVariable, secretEnv } from './secrets.js';
import { program } from './service.js';

const WARNING = 'warning';
const target = ['target'];

const containers = (stack: Stack): readonly Container[] => stack.environments.production.containers;
const names = (list: readonly Container[]): string => list.map(({ id }) => id).join(', ');

/** A gap of the stack as a whole, where the stack asks for it. */
const asked = (wanted: boolean, message: string, hint: string): readonly Finding[] =>
  wanted ? [{ path: target, message, hint }] : [];

/** Names of the shared environment whose values hold a secret among other text. */
function mixed(stack: Stack): readonly string[] {
  const secret = new Set(stack.variables.filter(isSecretVariable).map(({ name }) => name));
  return Object.entries(stack.environments.production.application)
    .filter(
      ([, value]) => typeof value !== 'string' && 'parts' in value && namesIn(value).some((one) => secret.has(one)),
    )
    .map(([name]) => name);
}

export const gaps: readonly Rule[] = [
  defineRule({
    code: 'swarm-include',
    severity: WARNING,
    about: 'Swarm includes no other file: further services of yours are no part of what is deployed.',
    check: ({ options }) =>
      options.include.production.length === 0
        ? []
        : [
            {
              path: ['include', 'production'],
              message: `Swarm leaves the services of ${options.include.production.join(', ')} out.`,
              hint: 'Deploy them as a stack of their own, with docker stack deploy.',
            },
          ],
  }),
  defineRule({
    code: 'swarm-secret-in-value',
    severity: 'error',
    about: 'Swarm mounts secrets as files: a value that holds one among other text would stand in the open there.',
    check: (stack) =>
      mixed(stack).map((name) => ({
        path: ['environment', name],
        message: `${name} holds a secret among other text, and everyone who may ask Swarm would read it.`,
        hint: `Make the whole value a secret: "variables": { "${name}": { "secret": true, "generate": false } }.`,
      })),
  }),
  defineRule({
    code: 'swarm-privileges',
    severity: WARNING,
    about: 'Swarm has no `no-new-privileges`: only the daemon of each node can set it.',
    check: (stack) =>
      asked(
        stack.policy.noNewPrivileges,
        'Swarm sets no-new-privileges for no container.',
        'Write "no-new-privileges": true into /etc/docker/daemon.json of each node.',
      ),
  }),
  defineRule({
    code: 'swarm-swap',
    severity: WARNING,
    about: 'Swarm has no limit of swap: a container may swap as much as it has memory.',
    check: (stack) =>
      asked(
        stack.policy.runtimeGuards,
        'Swarm does not keep a container from swapping.',
        'Turn swap off on the nodes: swapoff -a, and take it out of /etc/fstab.',
      ),
  }),
  defineRule({
    code: 'swarm-tmpfs-mode',
    severity: WARNING,
    about: 'Swarm gives a tmpfs neither owner nor mode: it belongs to root, and everyone in the container may write.',
    check: (stack) => {
      const owned = containers(stack).filter(({ tmpfs }) =>
        tmpfs.some(({ mode, uid }) => mode !== undefined || uid !== undefined),
      );
      const message = `In ${names(owned)}, folders in memory are open to every user of the container.`;
      return asked(owned.length > 0, message, 'Let no second user run in there, or keep such files on a volume.');
    },
  }),
  defineRule({
    code: 'swarm-registry',
    severity: 'error',
    about: 'Images are built on one node, and the others have no registry to pull them from.',
    check: (stack) => {
      const { registry, swarm } = stack.options;
      const built = containers(stack).some(({ image }) => 'build' in image);
      if (registry !== '' || swarm.nodes === 1 || !built) return [];
      const message = `${swarm.nodes} nodes cannot run an image that only one of them has built.`;
      return [{ path: ['registry'], message, hint: 'Name a registry, such as ghcr.io/acme, or write one node.' }];
    },
  }),
  defineRule({
    code: 'swarm-replaced-port',
    severity: WARNING,
    about: 'With its port on the node, a container must end before the next one can open it.',
    check: (stack) =>
      ofContainers(
        stack,
        (container) => holdsPort(stack, container),
        ({ id }) => ({
          message: `When ${id} itself is replaced, its port is closed for some seconds.`,
          hint: 'Write "ingress" for swarm.ports, where the address of the client is lost instead.',
        }),
      ),
  }),
  defineRule({
    code: 'swarm-client-address',
    severity: WARNING,
    about: 'The routing mesh hides who asks: logs and the API see an address of the mesh.',
    check: (stack) =>
      ofContainers(
        stack,
        ({ publish }) => publish.length > 0 && meshed(stack),
        ({ id }) => ({
          message: `${id} sees the routing mesh as the client of every request.`,
          hint: 'Write "host" for swarm.ports, or put a proxy before it that names the client.',
        }),
      ),
  }),
  defineRule({
    code: 'swarm-one-replica',
    severity: WARNING,
    about: 'Swarm ends the old container as soon as the new one is healthy, before nginx has found that one.',
    check: (stack) =>
      ofContainers(
        stack,
        (container) =>
          container.replicas === 1 && container.definition.tier === 'application' && startsFirst(stack, container),
        ({ id }) => ({
          message: `With one container of ${id}, requests may fail for some seconds when it is replaced.`,
          hint: `Write 2 or more for services.${id}.replicas.`,
        }),
      ),
  }),
  bindGap(
    'swarm',
    'Swarm',
    'A folder of the project is no part of the other nodes, and Swarm keeps single files that are only read.',
  ),
  defineRule({
    code: 'swarm-program',
    severity: 'error',
    about: 'A container with secrets must say what it runs: a reader of the secrets is put before it.',
    check: (stack) => {
      const environment = stack.environments.production;
      return ofContainers(
        stack,
        (container) =>
          Object.keys(secretEnv(stack, environment, container)).length > 0 &&
          program(environment, container) === undefined,
        ({ id }) => ({
          message: `${id} has secrets, and its definition does not say what its image runs.`,
          hint: 'Give it a command, and its image an entrypoint.',
        }),
      );
    },
  }),
  defineRule({
    code: 'swarm-profile',
    severity: WARNING,
    about: 'Swarm runs all services of a stack: one that starts on request is left out of it.',
    check: (stack) =>
      ofContainers(
        stack,
        ({ profile }) => profile !== undefined,
        ({ id }) => ({ message: `${id} is no part of the stack on Swarm.`, hint: 'Run it by Compose.' }),
      ),
  }),
];
