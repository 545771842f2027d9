import type { Stack } from '../../model/stack.js';
import type { Manifest } from './document.js';
import { variablesRead, isSecret } from './env.js';
import { CONFIG, namespaceOf, PART_LABEL, runs, type Overlay } from './names.js';
import { keptBy } from './storage.js';

const KIND = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' };

/** The open variables that pods read, each with its default; what has none is refused by the script. */
export function configFile(stack: Stack): string {
  const lines = variablesRead(stack)
    .filter((variable) => !isSecret(variable))
    .flatMap(({ name, production }) => (production.kind === 'optional' ? [`${name}=${production.fallback}\n`] : []));
  return `# What holds where .env says nothing else.\n${lines.join('')}`;
}

/** From kubernetes/base up to the project. */
const project = (path: string): string => `../../${path}`;

export function baseKustomization(stack: Stack, resources: readonly string[]): Manifest {
  const files = runs(stack)
    .flatMap(keptBy)
    .filter(({ kind }) => kind === 'config');
  const object = {
    ...KIND,
    labels: [{ pairs: { [PART_LABEL]: stack.name }, includeTemplates: true }],
    resources,
    configMapGenerator: [
      { name: CONFIG, envs: ['config.env'] },
      ...files.map(({ name, files: paths }) => ({ name, files: paths.map(project) })),
    ],
  };
  return {
    object,
    comments: { configMapGenerator: 'Named by their content, so that a change of it replaces the pods.' },
  };
}

export function overlayKustomization(stack: Stack, overlay: Overlay, resources: readonly string[]): Manifest {
  const several = runs(stack).filter(({ replicas }) => replicas > 1);
  const object = {
    ...KIND,
    namespace: namespaceOf(stack, overlay),
    resources: ['namespace.yaml', '../../base', ...resources],
    ...(overlay === 'dev' && several.length > 0 && { replicas: several.map(({ id }) => ({ name: id, count: 1 })) }),
  };
  return { object };
}
