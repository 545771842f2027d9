import type { RenderedFile, Renderer } from '../model/files.js';
import { compose } from '../model/compose-files.js';
import { ENVIRONMENTS } from '../model/service.js';
import { dotted } from '../model/folder.js';
import type { EnvironmentModel, Stack } from '../model/stack.js';
import { applicationBlock, defaultsBlock } from './compose-blocks.js';
import { composeService, Context } from './compose-service.js';
import { composeNetworks, composeVolumes } from './compose-shared.js';
import { HEADER } from './header.js';
import { byId } from './order.js';
import { Mapping, print } from './yaml.js';
import { Texts } from './yaml-text.js';

const INCLUDE =
  'Yours. What is in them may name the networks and services of this file, and must not declare them again.';

function aboutApplication({ variables }: Stack, { name }: EnvironmentModel): string {
  const about = 'What every container of the application gets.';
  return name === 'development' && variables.some(({ productionOnly }) => productionOnly)
    ? `${about} Values of the data stores are fixed: .env holds production's.`
    : about;
}

function content(stack: Stack, environment: EnvironmentModel, texts: Texts): string {
  const context = new Context(stack, environment);
  const root = new Mapping();
  const application = applicationBlock(context);
  if (application) root.add('x-application', application, { comment: aboutApplication(stack, environment) });
  root.add('x-defaults', defaultsBlock(context), {
    comment: 'What every service has.',
    space: application !== undefined,
  });
  root.add('name', environment.project, { space: true });
  const theirs = stack.options.include[environment.name];
  if (theirs.length > 0) root.add('include', theirs.map(dotted), { comment: INCLUDE, space: true });
  const services = new Mapping();
  for (const [index, container] of environment.containers.toSorted((a, b) => byId(a.id, b.id)).entries()) {
    services.add(container.id, composeService(context, container), {
      comment: `${container.definition.title}: ${container.summary}`,
      space: index > 0,
    });
  }
  root.add('services', services, { space: true });
  root.add('networks', composeNetworks(stack, environment), { space: true });
  const volumes = composeVolumes(stack, environment);
  if (volumes) root.add('volumes', volumes, { space: true });
  const about = `${stack.options.title}: ${environment.name}. Start it with: ${compose(stack, environment.name)} up -d --wait`;
  return print(root, [about, ...HEADER], texts);
}

/** The Compose file of each environment; that of production stands alone. */
export const renderCompose: Renderer = (stack): readonly RenderedFile[] => {
  const texts = new Texts();
  return ENVIRONMENTS.map((name) => ({
    path: stack.options.composeFiles[name],
    content: content(stack, stack.environments[name], texts),
    owner: 'merged',
    source: `compose/${name}`,
  }));
};
