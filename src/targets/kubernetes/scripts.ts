import type { RenderedFile } from '../../model/files.js';
import { fromScripts } from '../../model/names.js';
import type { Container, Stack } from '../../model/stack.js';
import type { Variable } from '../../model/variable.js';
import { renderFile } from '../../render/template.js';
import { builtImages } from './images.js';
import { deployScript, LAYER, namespaceOf, runs, STEP_LABEL } from './names.js';
import { jobs, kindOf } from './roles.js';
import { configOf, defaultsOf, secretsOf, settingsOf } from './settings.js';
import { keptBy } from './storage.js';

const nameOf = ({ name }: Variable): string => name;

/** Says where data are, and production alone may read it there: another environment keeps to its own. */
const isPlace = ({ productionOnly, production }: Variable): boolean =>
  productionOnly === true && production.kind === 'optional';

function view(stack: Stack) {
  const all = settingsOf(stack);
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
    step: STEP_LABEL,
    configs: all
      .filter(({ open }) => open.length > 0)
      .map((settings) => ({
        name: configOf(settings.reader),
        merged: defaultsOf(settings).length > 0,
        names: settings.open.filter((variable) => !isPlace(variable)).map(nameOf),
        places: settings.open.filter(isPlace).map(nameOf),
      })),
    places: [...new Set(all.flatMap(({ open }) => open.filter(isPlace)).map(nameOf))],
    secrets: all
      .filter(({ secret }) => secret.length > 0)
      .map(({ reader, secret }) => ({ name: secretsOf(reader), names: secret.map(nameOf) })),
    hasSecrets: all.some(({ secret }) => secret.length > 0) || files.length > 0,
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
