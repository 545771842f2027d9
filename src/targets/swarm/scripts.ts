import type { RenderedFile, ServiceFile } from '../../model/files.js';
import { fromScripts } from '../../model/names.js';
import type { Container, EnvironmentModel, Stack } from '../../model/stack.js';
import { renderFile } from '../../render/template.js';
import { dataLabel, holdsPort, stackName } from './deploy.js';
import { digestVariable, keptBy, namePrefix, readerOf } from './secrets.js';
import { deployScript, runs, fileOf } from './stack-file.js';

const idOf = ({ id }: Container): string => id;

/** What runs once, and what that waits for: it is deployed before everything else. */
export function firstStep(environment: EnvironmentModel): readonly string[] {
  const found = new Set<string>();
  const visit = (id: string): void => {
    if (found.has(id)) return;
    found.add(id);
    for (const { service } of environment.containers.find((one) => one.id === id)?.dependsOn ?? []) visit(service);
  };
  for (const { id, oneShot } of runs(environment)) if (oneShot) visit(id);
  return [...found];
}

function view(stack: Stack) {
  const environment = stack.environments.production;
  const all = runs(environment);
  const kept = keptBy(stack);
  const variables = kept.flatMap((one) =>
    'variable' in one.from
      ? [{ variable: one.from.variable, prefix: namePrefix(stack, one), digest: digestVariable(one) }]
      : [],
  );
  const secret = new Set(variables.map(({ variable }) => variable));
  return {
    project: stackName(stack),
    scripts: stack.options.folders.scripts,
    root: fromScripts(stack),
    file: fileOf(stack),
    composeFile: stack.options.composeFiles.production,
    registry: stack.options.registry,
    built: all.some(({ image }) => 'build' in image),
    services: all.filter((one) => !one.oneShot && !holdsPort(stack, one)).map(idOf),
    held: all.filter((one) => holdsPort(stack, one)).map(idOf),
    jobs: all.filter(({ oneShot }) => oneShot).map(idOf),
    first: firstStep(environment),
    stateful: [...new Set(all.filter(({ volumes }) => volumes.length > 0).map((one) => dataLabel(stack, one)))],
    variables: stack.variables.map(({ name }) => name).filter((name) => !secret.has(name)),
    secrets: variables,
    keptFiles: kept.flatMap((one) =>
      'file' in one.from ? [{ file: one.from.file, digest: digestVariable(one) }] : [],
    ),
  };
}

/** What deploys the stack file, and what reads the secrets in its containers. */
export function swarmScripts(stack: Stack): readonly RenderedFile[] {
  const deploy = { template: 'scripts/deploy-swarm.sh', path: deployScript(stack), view: view(stack) };
  const reader = { template: 'scripts/with-secrets.sh', path: readerOf(stack) };
  const secrets = keptBy(stack).some(({ from }) => 'file' in from && from.file === reader.path);
  const files: readonly Pick<ServiceFile, 'path'>[] = secrets ? [deploy, reader] : [deploy];
  return files.map((file) => renderFile({ owner: 'merged', executable: true, ...file } as ServiceFile));
}
