import type { Namespace, ServiceAccount } from 'kubernetes-types/core/v1.js';
import type { RenderedFile } from '../../model/files.js';
import type { Container, Stack } from '../../model/stack.js';
import { manifestFile, type Manifest } from './document.js';
import { baseKustomization, defaultFiles, overlayKustomization } from './kustomization.js';
import { BASE, FOLDER, namespaceOf, overlayFolder, OVERLAYS, runs, type Overlay } from './names.js';
import { networkPolicies } from './network-policy.js';
import { disruptionBudgets, ingress } from './production.js';
import { levelOf } from './security.js';
import { serviceOf } from './service.js';
import { workload } from './workload.js';

const file = (path: string, content: string): RenderedFile => ({
  path,
  content,
  owner: 'merged',
  source: path,
});

const yaml = (path: string, about: string, manifests: readonly Manifest[]): RenderedFile =>
  file(path, manifestFile(about, manifests));

const ofService = (stack: Stack, container: Container): RenderedFile =>
  yaml(`${BASE}/${container.id}.yaml`, `${container.definition.title}: ${container.summary}`, [
    workload(stack, container),
    ...serviceOf(container),
  ]);

function account({ name }: Stack): Manifest {
  const object: ServiceAccount = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name },
    automountServiceAccountToken: false,
  };
  return { object };
}

function base(stack: Stack): readonly RenderedFile[] {
  const resources = [
    yaml(`${BASE}/service-account.yaml`, 'Whom the pods are: somebody whom the API of the cluster answers nothing.', [
      account(stack),
    ]),
    ...runs(stack).map((container) => ofService(stack, container)),
    yaml(`${BASE}/network-policies.yaml`, 'Who may call whom.', networkPolicies(stack)),
  ];
  const names = resources.map(({ path }) => path.slice(BASE.length + 1));
  const kustomization = baseKustomization(stack, names);
  return [
    ...resources,
    ...defaultFiles(stack).map(([name, content]) => file(`${BASE}/${name}`, content)),
    yaml(`${BASE}/kustomization.yaml`, `${stack.options.title} on Kubernetes: what all environments have.`, [
      kustomization,
    ]),
  ];
}

function namespace(stack: Stack, overlay: Overlay): Manifest {
  const level = levelOf(stack);
  const label = (mode: string): readonly [string, string] => [`pod-security.kubernetes.io/${mode}`, level];
  const object: Namespace = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: namespaceOf(stack, overlay),
      labels: Object.fromEntries(['enforce', 'audit', 'warn'].map(label)),
    },
  };
  return { object, comments: { 'metadata.labels': 'A pod that asks for more is refused.' } };
}

const ABOUT: Readonly<Record<Overlay, string>> = {
  production: 'Production.',
  dev: 'A second environment for tries, with one pod of each service.',
};

function overlay(stack: Stack, name: Overlay): readonly RenderedFile[] {
  const folder = overlayFolder(name);
  const some = (path: string, about: string, manifests: readonly Manifest[]): readonly RenderedFile[] =>
    manifests.length > 0 ? [yaml(`${folder}/${path}`, about, manifests)] : [];
  const own =
    name === 'production'
      ? [
          ...some(
            'disruption-budgets.yaml',
            'How many pods a node that is emptied may take.',
            disruptionBudgets(stack),
          ),
          ...some('ingress.yaml', 'What leads here from outside.', ingress(stack)),
        ]
      : [];
  const names = own.map(({ path }) => path.slice(folder.length + 1));
  return [
    ...some('namespace.yaml', ABOUT[name], [namespace(stack, name)]),
    ...own,
    ...some('kustomization.yaml', ABOUT[name], [overlayKustomization(stack, name, names)]),
  ];
}

/** Everything that `kubectl kustomize` reads. */
export function manifests(stack: Stack): readonly RenderedFile[] {
  return [
    ...base(stack),
    ...OVERLAYS.flatMap((name) => overlay(stack, name)),
    file(`${FOLDER}/.gitignore`, '# Values of .env, while the script deploys them\n/.deploy/\n'),
  ];
}
