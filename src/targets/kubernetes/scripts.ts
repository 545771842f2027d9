import type { RenderedFile } from '../../model/files.js';
import { fromScripts } from '../../model/names.js';
import type { Container, Stack } from '../../model/stack.js';
import type { Variable } from '../../model/variable.js';
import { renderFile } from '../../render/template.js';
import { isSecret, variablesRead } from './env.js';
import { builtImages } from './images.js';
import { CONFIG, deployScript, LAYER, namespaceOf, runs, SECRETS, STEP_LABEL } from './names.js';
import { jobs, kindOf } from './roles.js';
import { keptBy } from './storage.js';

const nameOf = ({ name }: Variable): string => name;

/** Says where data are, and production alone may read it there: another environment keeps to its own. */
const isPlace = ({ productionOnly, production }: Variable): boolean =>
  productionOnly === true && production.kind === 'optional';

function view(stack: Stack) {
  const read = variablesRead(stack);
  const open = read.filter((variable) => !isSecret(variable));
  const files = runs(stack)
    .flatMap(keptBy)
    .filter(({ kind }) => kind === 'secret');
  const ids = (kind: ReturnType<typeof kindOf>): readonly string[] =>
    runs(stack)
      .filter((container: Container) => kindOf(container) === kind)
      .map(({ id }) => id);
  return {
    scripts: stack.options.folders.scripts,
    root: fromScripts(stack),
    composeFile: stack.options.composeFiles.production,
    registry: stack.options.registry,
    built: builtImages(stack).length > 0,
    images: builtImages(stack),
    layer: LAYER,
    up: LAYER.replaceAll(/[^/]+/g, '..'),
    namespace: namespaceOf(stack),
    devNamespace: namespaceOf(stack, 'dev'),
    config: CONFIG,
    secretsName: SECRETS,
    step: STEP_LABEL,
    open: open.filter((variable) => !isPlace(variable)).map(nameOf),
    places: open.filter(isPlace).map(nameOf),
    secrets: read.filter(isSecret).map(nameOf),
    hasSecrets: read.some(isSecret) || files.length > 0,
    secretFiles: files,
    jobs: jobs(stack).map(({ id }) => id),
    stateful: ids('StatefulSet'),
    deployments: ids('Deployment'),
  };
}

/** What brings the values of .env to the manifests, and those to the cluster. */
export function kubernetesScripts(stack: Stack): readonly RenderedFile[] {
  return [
    renderFile({
      template: 'scripts/deploy-kubernetes.sh',
      path: deployScript(stack),
      owner: 'merged',
      executable: true,
      view: view(stack),
    }),
  ];
}
