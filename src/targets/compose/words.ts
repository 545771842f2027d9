import { compose } from '../../model/compose-files.js';
import type { Bind } from '../../model/container.js';
import { script } from '../../model/names.js';
import type { Stack } from '../../model/stack.js';
import type { FileWords, HealthWords, NetworkWords, Validation, Words } from '../../model/words.js';
import { volumeName } from '../../render/compose-shared.js';
import { find } from '../../render/docs/facts.js';
import { DOCKER_LOCKDOWN, DOCKER_NETWORK } from '../../render/docs/docker.js';
import { code } from '../../render/docs/markdown.js';
import { fill } from '../../render/template.js';

const file = (stack: Stack): FileWords => {
  const { registry, composeFiles } = stack.options;
  const { production, development } = composeFiles;
  const once = stack.environments.production.containers.some(({ oneShot }) => oneShot);
  return {
    heading: 'Production Compose',
    about: fill('docs/compose-file.md', {
      file: production,
      development,
      start: `${compose(stack, 'production')} up -d --wait`,
    }),
    untagged: 'Compose refuses to start',
    images: registry
      ? `They are pulled from ${code(registry)}, or built where they are not there yet.`
      : 'They are built on the production host: no registry is asked for them.',
    restart: [
      'restart',
      code('unless-stopped'),
      `A container that ends is started again${once ? '; what runs once is not' : ''}`,
    ],
    more: [],
  };
};

const network = (stack: Stack): NetworkWords => ({
  driver: 'bridge',
  portsHeading: 'Ports of the production host',
  ...DOCKER_NETWORK,
  // With the project in front, unless its name is fixed.
  volume: (name) =>
    stack.policy.fixedNames
      ? `${stack.name}-${name}`
      : `${stack.environments.production.project}_${volumeName(stack, name)}`,
  bind: ({ readOnly }: Bind) => (readOnly ? 'bind mount, read-only' : 'bind mount'),
  keeps: '`docker compose down` keeps named volumes, `docker compose down --volumes` deletes them.',
});

const health = (stack: Stack): HealthWords => ({
  asks: 'Compose and the rollout ask',
  unhealthy: fill('docs/compose-unhealthy.md', {
    name: stack.name,
    postgres: stack.has('postgres'),
    script: script(stack, 'restart-unhealthy.sh'),
  }),
});

const validation = (stack: Stack): Validation => {
  const inProduction = compose(stack, 'production');
  const ofProject = `--filter label=com.docker.compose.project=${stack.environments.production.project}`;
  const unwell = '--filter health=unhealthy --filter health=starting';
  const stays = `after ${code('docker kill')} it would stay away, because that counts as stopped by hand`;
  return {
    running: [
      ['Everything starts', `${inProduction} up -d --wait`, 'ends with 0'],
      ['Every container is healthy', `docker ps ${ofProject} ${unwell} --quiet`, 'prints nothing'],
    ],
    inside: (service, command) => `${inProduction} exec ${service} ${command}`,
    logs: (service) => `${inProduction} logs --tail 5 ${service}`,
    comesBack: (service) => `${code(`${inProduction} ps ${service}`)} shows it up for some seconds; ${stays}`,
    images: `${inProduction} config --images`,
  };
};

function surge(stack: Stack): Words['surge'] {
  const api = find(stack, 'backend');
  return api && { about: 'A rollout runs the API twice for about a minute', memory: api.replicas * api.limits.memory };
}

export const words = (stack: Stack): Words => {
  const twice = surge(stack);
  return {
    project: `Project ${code(stack.environments.production.project)}`,
    scale: code('--scale'),
    release: code(script(stack, 'rollout.sh')),
    hangs: ['included, to be scheduled', code(script(stack, 'restart-unhealthy.sh'))],
    file: file(stack),
    lockdown: { ...DOCKER_LOCKDOWN, privileges: { inForce: true, how: code('no-new-privileges:true') }, swapOff: true },
    ...(twice && { surge: twice }),
    network: network(stack),
    health: health(stack),
    secrets: {
      stored: () => `Environment variable, ${code('.env')}`,
      storedFile: (folder) => `Bind mount of ${code(folder)}, read-only`,
      seenBy:
        'Whoever may use Docker on the host can read them with `docker inspect`: that is the same as being root there.',
    },
    validation: validation(stack),
    prepare: [],
    upkeep: [[`Schedule ${code(script(stack, 'restart-unhealthy.sh'))}`, 'medium']],
    dataHost: 'the host',
    look: `In production both take ${code(`-f ${stack.options.composeFiles.production}`)} after ${code('compose')}.`,
  };
};
