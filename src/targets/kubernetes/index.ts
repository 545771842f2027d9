import type { Target } from '../../model/target.js';
import { commands } from './commands.js';
import { kubernetesDocs } from './docs.js';
import { gaps } from './gaps.js';
import { manifests } from './manifests.js';
import { namespaceOf, overlayFolder } from './names.js';
import { startsFirst } from './roles.js';
import { kubernetesScripts } from './scripts.js';
import { words } from './words.js';

/** A cluster, by Kustomize and kubectl. Compose remains what development runs on and images are built by. */
export const kubernetes: Target = {
  id: 'kubernetes',
  title: 'Kubernetes',
  summary: 'A cluster, by Kubernetes',
  file: () => `${overlayFolder('production')}/kustomization.yaml`,
  commands,
  render: (stack) => [...manifests(stack), ...kubernetesScripts(stack)],
  gaps,
  runsIn: (stack) => ({ kubernetes: namespaceOf(stack) }),
  // Without a resolver: the Service of the API has one address, which stays.
  nodes: ({ kubernetes: { nodes } }) => nodes,
  // One pod more at a time.
  surge: (container) => (startsFirst(container) ? 1 : 0),
  words,
  docs: (stack) => ({ title: 'Kubernetes', body: kubernetesDocs(stack) }),
};
