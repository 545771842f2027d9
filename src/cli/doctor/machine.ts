import coerce from 'semver/functions/coerce.js';
import lt from 'semver/functions/lt.js';
import { memoryBudget } from '../../model/budget.js';
import { ENVIRONMENTS } from '../../model/service.js';
import { MINIMUM } from '../../model/versions.js';
import type { DockerTrouble } from '../../probe/probes.js';
import { OPTIONS_FILE } from '../../project/paths.js';
import { engineShort } from '../inspect/budget.js';
import { portRows, type PortRow } from '../inspect/ports.js';
import { differing, fileOf } from '../inspect/published.js';
import type { Finding } from './finding.js';
import type { Check } from './patient.js';

/** Debian and others add to a version what is no part of it, such as 2.40.3-3. */
function isOlder(version: string, than: string): boolean {
  const [have, want] = [coerce(version), coerce(than)];
  return have !== null && want !== null && lt(have, want);
}

type Found = Omit<Finding, 'check'>;

const node: Check = {
  name: 'node',
  look: () => Promise.resolve([{ state: 'ok', message: `Node.js ${process.versions.node}` }]),
};

const TROUBLES: Readonly<Record<Extract<DockerTrouble, string>, readonly [message: string, hint: string]>> = {
  'not-installed': ['Docker is not installed.', 'See https://docs.docker.com/get-started/get-docker/.'],
  'not-running': ['No Docker Engine answers.', 'Start Docker, or look at DOCKER_HOST and `docker context ls`.'],
  'not-allowed': [
    'This user may not use Docker.',
    'Add the user to the group docker and log in again: `sudo usermod -aG docker $USER`.',
  ],
};

function trouble(why: DockerTrouble): Found {
  if (typeof why !== 'string')
    return { state: 'problem', message: `Docker does not answer: ${why.said}`, hint: 'Look at `docker info`.' };
  const [message, hint] = TROUBLES[why];
  return { state: 'problem', message, hint };
}

const engine: Check = {
  name: 'docker',
  look: async ({ docker, machine }) => {
    if (!docker) return [trouble(await machine.dockerTrouble())];
    const { engine: version } = docker;
    if (!isOlder(version, MINIMUM.engine)) return [{ state: 'ok', message: `Docker Engine ${version}` }];
    const message = `Docker Engine ${version} is older than ${MINIMUM.engine}, which the health checks need.`;
    return [{ state: 'problem', message, hint: 'Update Docker.' }];
  },
};

const compose: Check = {
  name: 'compose',
  look: ({ docker }) => {
    if (!docker) return Promise.resolve([]);
    const { compose: version } = docker;
    const hint = 'Install the plugin of now: https://docs.docker.com/compose/install/.';
    if (version === undefined)
      return Promise.resolve([{ state: 'problem', message: 'Docker Compose is not installed.', hint }]);
    if (!isOlder(version, MINIMUM.compose))
      return Promise.resolve([{ state: 'ok', message: `Docker Compose ${version}` }]);
    const message = `Docker Compose ${version} is older than ${MINIMUM.compose}, which the Compose files need.`;
    return Promise.resolve([{ state: 'problem', message, hint }]);
  },
};

const ports: Check = {
  name: 'ports',
  look: async ({ opened: { stack }, machine, production, context: { dir } }) => {
    // Production runs somewhere else, mostly.
    const environments = production ? ENVIRONMENTS : (['development'] as const);
    const rows = await portRows(stack, dir, machine, environments);
    const free = environments.flatMap((name): readonly Found[] => {
      const here = rows.filter(({ environment }) => environment === name);
      if (here.length === 0 || here.some(({ state }) => state === 'taken')) return [];
      const list = here.map(({ port }) => port).join(', ');
      return [{ state: 'ok', message: `Ports of ${name}: ${list} are free, or the stack's own` }];
    });
    return [...free, ...rows.filter(({ state }) => state === 'taken').map(taken)];
  },
};

function taken({ environment, service, port, by = '', option, next }: PortRow): Found {
  const where = environment === 'production' ? ' in production' : '';
  const other =
    option === undefined ? 'write another into the file' : `take another: \`npx lge-stack set ${option}=${next}\``;
  return {
    state: 'problem',
    message: `Port ${port} of ${service}${where} is used by ${by}.`,
    hint: next === undefined ? 'Stop it.' : `Stop it, or ${other}.`,
  };
}

/** Ports that somebody wrote into the file, and that the options do not know. */
const publishing: Check = {
  name: 'published',
  look: ({ opened: { stack }, context: { dir } }) =>
    Promise.resolve(
      ENVIRONMENTS.flatMap((name) => {
        const file = fileOf(stack, name);
        const back = `\`npx lge-stack sync\` brings the file to the options; where you edited it, \`npx lge-stack restore ${file}\` does.`;
        const { strayed, unpublished } = differing(stack, name, dir);
        const others = strayed.map(({ service, port, option, expected }): Found => {
          const says = option === undefined ? 'no option does' : `${option} says ${expected}`;
          const keep = option === undefined ? '' : `To keep it: \`npx lge-stack set ${option}=${port}\`. `;
          return {
            state: 'warning',
            message: `${file} publishes port ${port} of ${service}; ${says}.`,
            hint: keep + back,
          };
        });
        const gone = unpublished.map(({ service, port, option }): Found => ({
          state: 'warning',
          message: `${file} does not publish port ${port} of ${service}, as ${option} says.`,
          hint: back,
        }));
        return [...others, ...gone];
      }),
    ),
};

const size: Check = {
  name: 'size',
  look: ({ docker, opened: { stack } }) => {
    if (!docker) return Promise.resolve([]);
    const short = engineShort(stack, docker.host);
    const { used } = memoryBudget(stack.environments.development);
    const fine = `Development may take ${used} MiB; the engine has ${docker.host.memory} MiB and ${docker.host.cpus} CPU`;
    const hint = 'Give the engine more, leave services out, or lower limits: `npx lge-stack budget` shows them.';
    return Promise.resolve(
      short.length === 0
        ? [{ state: 'ok', message: fine }]
        : short.map((message) => ({ state: 'problem', message, hint })),
    );
  },
};

const sharing: Check = {
  name: 'file-sharing',
  look: async ({ docker, machine, opened: { stack }, context: { dir } }) => {
    if (!docker) return [];
    for (const image of new Set(Object.values(stack.options.images))) {
      if (!(await machine.hasImage(image))) continue;
      if (await machine.sees(dir, OPTIONS_FILE, image))
        return [{ state: 'ok', message: 'A container sees the files of this folder' }];
      const message = `A container does not see the files in ${dir}: development mounts the source from there.`;
      const hint = 'Share the folder in the settings of Docker Desktop or of the virtual machine, or move the project.';
      return [{ state: 'problem', message, hint }];
    }
    return [{ state: 'note', message: 'Whether containers see this folder is not known before an image is here.' }];
  },
};

/** What is asked of the machine, in the order in which one thing needs another. */
export const machineChecks: readonly Check[] = [node, engine, compose, ports, publishing, size, sharing];
