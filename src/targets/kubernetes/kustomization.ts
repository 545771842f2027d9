import type { Stack } from '../../model/stack.js';
import type { Manifest } from './document.js';
import { namespaceOf, PART_LABEL, runs, type Overlay } from './names.js';
import { configOf, defaultsOf, settingsOf } from './settings.js';
import { keptBy } from './storage.js';

const KIND = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' };

/** A file of defaults for each reader that has some. */
export function defaultFiles(stack: Stack): readonly (readonly [name: string, content: string])[] {
  return settingsOf(stack).flatMap((settings) => {
    const lines = defaultsOf(settings);
    const text = ['# What holds where .env says nothing else', ...lines].map((line) => `${line}\n`).join('');
    return lines.length > 0 ? [[`${settings.reader}.env`, text] as const] : [];
  });
}

/** From kubernetes/base up to the project. */
const project = (path: string): string => `../../${path}`;

export function baseKustomization(stack: Stack, resources: readonly string[]): Manifest {
  const files = runs(stack)
    .flatMap(keptBy)
    .filter(({ kind }) => kind === 'config');
  const generated = [
    ...settingsOf(stack)
      .filter((settings) => defaultsOf(settings).length > 0)
      .map(({ reader }) => ({ name: configOf(reader), envs: [`${reader}.env`] })),
    ...files.map(({ name, files: paths }) => ({ name, files: paths.map(project) })),
  ];
  const object = {
    ...KIND,
    labels: [{ pairs: { [PART_LABEL]: stack.name }, includeTemplates: true }],
    resources,
    ...(generated.length > 0 && { configMapGenerator: generated }),
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
