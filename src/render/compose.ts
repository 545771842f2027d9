import type { RenderedFile, Renderer } from '../model/files.js';
import type { EnvironmentName } from '../model/service.js';
import type { EnvironmentModel, Stack } from '../model/stack.js';
import { applicationBlock, defaultsBlock } from './compose-blocks.js';
import { composeService, Context } from './compose-service.js';
import { composeNetworks, composeVolumes } from './compose-shared.js';
import { header } from './header.js';
import { Mapping, print } from './yaml.js';

export const COMPOSE_FILES: Readonly<Record<EnvironmentName, string>> = {
  development: 'docker-compose.yml',
  production: 'docker-compose.prod.yml',
};

const START: Readonly<Record<EnvironmentName, string>> = {
  development: 'docker compose up -d --wait',
  production: `docker compose -f ${COMPOSE_FILES.production} up -d --wait`,
};

// Prettier, dclint and people agree on an order that is the same in every file.
const alphabetical = <T extends { readonly id: string }>(items: readonly T[]): readonly T[] =>
  items.toSorted((a, b) => a.id.localeCompare(b.id, 'en'));

function compose(stack: Stack, environment: EnvironmentModel): string {
  const context = new Context(stack, environment);
  const root = new Mapping();
  const application = applicationBlock(context);
  if (application) root.add('x-application', application, { comment: 'What every container of the application gets.' });
  root.add('x-defaults', defaultsBlock(context), {
    comment: 'What every service has.',
    space: application !== undefined,
  });
  root.add('name', environment.project, { space: true });
  const services = new Mapping();
  for (const [index, container] of alphabetical(environment.containers).entries()) {
    const { title, summary } = container.definition;
    services.add(container.id, composeService(context, container), {
      comment: `${title}: ${summary}`,
      space: index > 0,
    });
  }
  root.add('services', services, { space: true });
  root.add('networks', composeNetworks(stack, environment), { space: true });
  const volumes = composeVolumes(stack, environment);
  if (volumes) root.add('volumes', volumes, { space: true });
  return print(root, [
    `${stack.options.title}: ${environment.name}. Start it with: ${START[environment.name]}`,
    ...header(stack),
  ]);
}

/** docker-compose.yml for development and docker-compose.prod.yml, which stands alone. */
export const renderCompose: Renderer = (stack): readonly RenderedFile[] =>
  (['development', 'production'] as const).map((name) => ({
    path: COMPOSE_FILES[name],
    content: compose(stack, stack.environments[name]),
    owner: 'merged',
  }));
