import type { Stack } from '../../model/stack.js';
import type { Validation } from '../../model/words.js';
import { code } from '../../render/docs/markdown.js';
import { commands } from './commands.js';
import { stackName } from './deploy.js';
import { runs } from './stack-file.js';

/** The checks of the validation, on a manager. A container is entered on a node that runs one. */
export const validation = (stack: Stack): Validation => {
  const name = stackName(stack);
  const jobs = runs(stack.environments.production).some(({ oneShot }) => oneShot);
  const counted = `as many containers of each service as there should be${jobs ? '; what runs once is completed' : ''}`;
  const first = (service: string): string =>
    `docker ps --quiet --filter label=com.docker.swarm.service.name=${name}_${service} | head -n 1`;
  return {
    running: [
      ['Everything starts', commands(stack).start.command, 'ends with 0'],
      ['Every container is healthy', `docker stack services ${name}`, `shows ${counted}`],
    ],
    inside: (service, command) => `docker exec "$(${first(service)})" ${command}`,
    logs: (service) => `docker service logs --tail 5 ${name}_${service}`,
    comesBack: (service) =>
      `${code(`docker service ps ${name}_${service}`)} shows it as ended, and another one in its place`,
    images: `docker stack services --format '{{.Image}}' ${name}`,
  };
};
