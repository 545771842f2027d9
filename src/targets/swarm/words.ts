import type { Stack } from '../../model/stack.js';
import type { FileWords, HealthWords, NetworkWords, SecretWords, Task, Words } from '../../model/words.js';
import { volumeName } from '../../render/compose-shared.js';
import { idOf } from '../../render/docs/facts.js';
import { DOCKER_LOCKDOWN, DOCKER_NETWORK } from '../../render/docs/docker.js';
import { code, codes, shell } from '../../render/docs/markdown.js';
import { example } from '../../render/docs/operations.js';
import { commands } from './commands.js';
import { dataLabel, meshed, stackName, startsFirst } from './deploy.js';
import { firstStep } from './scripts.js';
import { isSecretVariable } from './secrets.js';
import { deployScript, runs, fileOf } from './stack-file.js';
import { validation } from './validation.js';

const file = (stack: Stack): FileWords => {
  const { registry } = stack.options;
  const once = runs(stack.environments.production).some(({ oneShot }) => oneShot);
  return {
    heading: 'Production stack',
    about: [
      `${code(fileOf(stack))} stands alone, and reaches Swarm by way of ${code(deployScript(stack))}: it reads ${code('.env')}, which ${code('docker stack deploy')} does not, and names secrets by their content.`,
      shell([[commands(stack).start.command]]),
    ].join('\n\n'),
    untagged: 'nothing is deployed',
    images: registry
      ? `${code(stack.options.composeFiles.production)} builds them, ${code(registry)} has them, and each node pulls them from there.`
      : `${code(stack.options.composeFiles.production)} builds them on the node: no registry is asked for them.`,
    restart: [
      'deploy.restart_policy',
      code('any'),
      `A container that ends is replaced${once ? '; what runs once, only when it failed' : ''}`,
    ],
    more: [
      ['deploy.update_config', 'one container at a time', 'A version that does not get healthy is rolled back'],
      [
        'deploy.endpoint_mode',
        `${code('dnsrr')}${meshed(stack) ? `; ${code('vip')} behind the routing mesh` : ''}`,
        'A name leads to the containers, so that nginx itself balances',
      ],
    ],
  };
};

const network = (stack: Stack): NetworkWords => ({
  driver: 'overlay',
  portsHeading: 'Ports of the nodes',
  ...DOCKER_NETWORK,
  volume: (name) => `${stackName(stack)}_${volumeName(stack, name)}`,
  bind: ({ secrets }) => (secrets ? 'secrets of Swarm' : 'config of Swarm'),
  keeps: `${code(`docker stack rm ${stackName(stack)}`)} keeps named volumes, each on the node that has it; ${code('docker volume rm')} there deletes it.`,
  ...(stack.environments.production.nodes > 1 && {
    between:
      'Nodes reach one another on the ports 2377 (TCP), 7946 (TCP and UDP) and 4789 (UDP). What containers send from node to node is not encrypted: let the nodes share a network of their own.',
  }),
});

const health = (stack: Stack): HealthWords => {
  const first = firstStep(stack.environments.production);
  const later = 'What starts before that which it needs fails its health check or ends, and is tried again.';
  const begun = `${code(deployScript(stack))} starts ${codes(first)}; when what runs once has ended well, all the others follow at once.`;
  const postgres = stack.has('postgres')
    ? ' PostgreSQL as well: a recovery that takes longer than its start period and its retries begins all over.'
    : '';
  return {
    asks: 'Swarm asks',
    order: `Swarm waits for nothing. ${first.length > 0 ? `${begun} ` : ''}${later}`,
    unhealthy: `Swarm replaces what ends and what is unhealthy, so nothing has to be scheduled.${postgres} ${code(`docker stack ps ${stackName(stack)}`)} shows what was replaced.`,
  };
};

const secrets: SecretWords = {
  stored: (variable) =>
    isSecretVariable(variable) ? `Secret of Swarm, made of ${code('.env')}` : `Environment variable, ${code('.env')}`,
  storedFile: (folder) => `Secret of Swarm, made of ${code(folder)}`,
  seenBy:
    'No `docker inspect` shows what Swarm keeps. Whoever may use Docker on a node can read it in the containers there all the same: that is the same as being root.',
};

function surge(stack: Stack): Words['surge'] {
  const more = runs(stack.environments.production).filter((container) => startsFirst(stack, container));
  if (more.length === 0) return undefined;
  const memory = more.reduce((sum, { limits }) => sum + limits.memory, 0);
  return {
    about: `A new version runs beside the old one, one container each of ${codes(more.map(idOf))} at a time`,
    memory,
  };
}

/** With one node there is no choice, and the script makes it. */
function prepare(stack: Stack): readonly Task[] {
  const environment = stack.environments.production;
  // What runs the image of another lives where that one does.
  const labels = runs(environment).filter(
    ({ volumes, image }) => environment.nodes > 1 && volumes.length > 0 && !('of' in image),
  );
  return [
    [`Make the swarm: ${code('docker swarm init')}`, 'high'],
    ...labels.map((one): Task => [
      `Say which node keeps the data of ${code(one.id)}: ${code(`docker node update --label-add ${dataLabel(stack, one)}=true <node>`)}`,
      'high',
    ]),
  ];
}

export const words = (stack: Stack): Words => {
  const more = surge(stack);
  const name = stackName(stack);
  const lockdown = `${code('"no-new-privileges": true')} in ${code('/etc/docker/daemon.json')} of each node: the file cannot say it`;
  return {
    project: `Stack ${code(name)}`,
    scale: code('docker service scale'),
    release: code(deployScript(stack)),
    hangs: ['included', 'Swarm itself'],
    file: file(stack),
    lockdown: { ...DOCKER_LOCKDOWN, privileges: { inForce: false, how: lockdown }, swapOff: false },
    ...(more && { surge: more }),
    network: network(stack),
    health: health(stack),
    secrets,
    validation: validation(stack),
    prepare: prepare(stack),
    upkeep: [],
    dataHost: 'the node that has the database',
    look: `In production ${code(`docker stack ps ${name}`)}, then ${code(`docker service logs ${name}_${example(stack)}`)}.`,
  };
};
