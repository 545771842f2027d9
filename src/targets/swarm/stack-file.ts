import { script } from '../../model/names.js';
import type { Container, EnvironmentModel, Stack } from '../../model/stack.js';
import { applicationBlock, defaultsBlock } from '../../render/compose-blocks.js';
import { Context } from '../../render/compose-service.js';
import { composeNetworks, composeVolumes } from '../../render/compose-shared.js';
import { HEADER } from '../../render/header.js';
import { byId } from '../../render/order.js';
import { Mapping, print } from '../../render/yaml.js';
import { keptBlock, openEnv } from './secrets.js';
import { swarmService } from './service.js';

export const fileOf = ({ options }: Stack): string => options.swarm.file;
export const deployScript = (stack: Stack): string => script(stack, 'deploy-swarm.sh');

// Without a hyphen: Docker would take what follows one for the default of the variable.
const REFUSAL = 'set it in .env';

/** What Swarm runs: a profile is no more than a question to a person at Compose. */
export function runs({ containers }: EnvironmentModel): readonly Container[] {
  return containers.filter(({ profile }) => profile === undefined);
}

function services(context: Context): Mapping {
  const map = new Mapping();
  const sorted = runs(context.environment).toSorted((a, b) => byId(a.id, b.id));
  for (const [index, container] of sorted.entries()) {
    const comment = `${container.definition.title}: ${container.summary}`;
    map.add(container.id, swarmService(context, container), { comment, space: index > 0 });
  }
  return map;
}

function shared(context: Context): readonly (readonly [string, Mapping | undefined, string?])[] {
  const { stack, environment } = context;
  const application = applicationBlock(context, openEnv(stack, environment.application));
  const defaults = defaultsBlock(context, ['cap_drop', 'init', 'logging']);
  if (defaults.entries.length === 0) context.defaults = undefined;
  return [
    ['x-application', application, 'What every container of the application gets, beside its secrets.'],
    ['x-defaults', context.defaults, 'What every service has.'],
  ];
}

/** What `docker stack deploy` takes without a warning, and nothing that it would refuse or leave out. */
export function stackFile(stack: Stack): string {
  const environment = stack.environments.production;
  const context = new Context(stack, environment, REFUSAL);
  const blocks: readonly (readonly [string, Mapping | undefined, string?])[] = [
    ...shared(context),
    ['services', services(context)],
    ['networks', composeNetworks(stack, environment, 'overlay')],
    ['volumes', composeVolumes(stack, environment, 'overlay')],
    ['configs', keptBlock(stack, 'config'), 'A new content gets a new name, because Swarm changes none.'],
    ['secrets', keptBlock(stack, 'secret'), 'Made of .env by the script.'],
  ];
  const root = new Mapping();
  for (const [key, block, comment] of blocks)
    if (block) root.add(key, block, { comment, space: root.entries.length > 0 });
  return print(root, [`${stack.options.title} on Docker Swarm. Deploy it with: ${deployScript(stack)}`, ...HEADER]);
}
