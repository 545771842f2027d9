import type { Renderer, ServiceFile } from '../model/files.js';
import { fromScripts, script } from '../model/names.js';
import { RESOLVER_SECONDS } from '../model/network.js';
import type { Stack } from '../model/stack.js';
import { startOrder } from './docs/facts.js';
import { renderFile } from './template.js';

/** Without its tag. */
function frontendImage({ environments, options }: Stack): string {
  const image = environments.production.containers.find(({ id }) => id === 'frontend')?.image;
  return `${options.registry ? `${options.registry}/` : ''}${image && 'build' in image ? image.build.name : ''}`;
}

/** What init-env.sh asks, makes and refuses. */
function secretsView({ variables }: Stack) {
  const secrets = variables.filter(({ secret }) => secret);
  return {
    secrets: secrets.filter(({ given }) => !given).map(({ name }) => name),
    given: secrets.filter(({ given }) => given).map(({ name }) => name),
    required: variables.filter(({ production }) => production.kind === 'required').map(({ name }) => name),
    // Only of secrets: a user or a database may be called the same everywhere.
    developmentDefaults: secrets.map(({ name, development }) => ({ name, value: development })),
    // A project may be called todo, and so may its database: what we gave it ourselves is no placeholder.
    givenValues: variables.flatMap(({ name, production, development }) =>
      production.kind === 'required' && development !== '' && production.example === development
        ? [{ name, value: development }]
        : [],
    ),
    minimumLengths: secrets.flatMap(({ name, minimumLength }) =>
      minimumLength === undefined ? [] : [{ name, value: minimumLength }],
    ),
  };
}

/** Where containers are looked for, and whether they are stopped and started by their number. */
function placeOf(stack: Stack) {
  const { swarm, kubernetes } = stack.target.runsIn(stack);
  return { swarm, kubernetes, counted: (swarm ?? kubernetes) !== undefined };
}

function view(stack: Stack) {
  const background = stack.environments.production.containers.filter(
    ({ definition, oneShot }) => definition.tier === 'background' && !oneShot,
  );
  const retention = stack.services.find(({ id }) => id === 'postgres')?.answers.backupRetention;
  return {
    name: stack.name,
    project: stack.environments.production.project,
    composeFile: stack.options.composeFiles.production,
    scripts: stack.options.folders.scripts,
    backups: stack.options.folders.backups,
    root: fromScripts(stack),
    ...placeOf(stack),
    postgres: stack.has('postgres'),
    redis: stack.has('redis'),
    backend: stack.has('backend'),
    frontend: stack.has('frontend'),
    migrate: stack.has('migrate'),
    celeryServices: background.map(({ id }) => id),
    replicas: stack.replicas('backend'),
    resolverSeconds: RESOLVER_SECONDS,
    retention: retention ?? 7,
    ...secretsView(stack),
    watched: startOrder(stack.environments.production.containers)
      .flat()
      .filter(({ healthcheck }) => healthcheck !== 'none')
      .map(({ id }) => id)
      .join(' '),
    frontendImage: frontendImage(stack),
  };
}

/** The scripts, each only where there is something for it to do. */
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
      path: script(stack, name),
      owner: 'merged',
      executable: true,
      view: shared,
    }));
  return files.map(renderFile);
};
