import type { Renderer, ServiceFile } from '../model/files.js';
import { RESOLVER_SECONDS } from '../model/network.js';
import type { Stack } from '../model/stack.js';
import { COMPOSE_FILES } from './compose.js';
import { renderFile } from './template.js';

function view(stack: Stack) {
  const background = stack.environments.production.containers.filter(
    ({ definition, oneShot }) => definition.tier === 'background' && !oneShot,
  );
  const secrets = stack.variables.filter(({ secret }) => secret);
  const retention = stack.services.find(({ id }) => id === 'postgres')?.answers.backupRetention;
  return {
    name: stack.name,
    project: stack.environments.production.project,
    composeFile: COMPOSE_FILES.production,
    swarm: stack.target.swarmStack(stack),
    postgres: stack.has('postgres'),
    redis: stack.has('redis'),
    backend: stack.has('backend'),
    frontend: stack.has('frontend'),
    migrate: stack.has('migrate'),
    celeryServices: background.map(({ id }) => id),
    replicas: stack.replicas('backend'),
    resolverSeconds: RESOLVER_SECONDS,
    retention: retention ?? 7,
    secrets: secrets.map(({ name }) => name),
    required: stack.variables.filter(({ production }) => production.kind === 'required').map(({ name }) => name),
    // Only of secrets: a user or a database may be called the same everywhere.
    developmentDefaults: secrets.map(({ name, development }) => ({ name, value: development })),
  };
}

/** scripts/, each only where there is something for it to do. */
export const renderScripts: Renderer = (stack) => {
  const shared = view(stack);
  const wanted: readonly (readonly [name: string, wanted: boolean])[] = [
    ['init-env.sh', true],
    ['backup.sh', stack.has('postgres')],
    ['restore.sh', stack.has('postgres')],
    ['rollout.sh', stack.has('backend')],
    ['restart-unhealthy.sh', true],
  ];
  const files: readonly ServiceFile[] = wanted
    .filter(([, there]) => there)
    .map(([name]) => ({
      template: `scripts/${name}`,
      path: `scripts/${name}`,
      owner: 'merged',
      executable: true,
      view: shared,
    }));
  return files.map(renderFile);
};
