import { script } from '../../model/names.js';
import type { Container, Stack } from '../../model/stack.js';

/** Where the manifests are, in the project. */
export const FOLDER = 'kubernetes';

/** Those of every environment; each of them lays its own over it. */
export const BASE = `${FOLDER}/base`;

/** Written by the script while it deploys, and gone afterwards: the values of .env, and the tag of the images. */
export const LAYER = `${FOLDER}/.deploy`;

export const OVERLAYS = ['production', 'dev'] as const;
export type Overlay = (typeof OVERLAYS)[number];

export const overlayFolder = (overlay: Overlay): string => `${FOLDER}/overlays/${overlay}`;

/** Two environments in one cluster share nothing but its nodes. */
export const namespaceOf = ({ name }: Stack, overlay: Overlay = 'production'): string =>
  overlay === 'production' ? name : `${name}-${overlay}`;

export const deployScript = (stack: Stack): string => script(stack, 'deploy-kubernetes.sh');

/** What the service selects its pods by. */
export const NAME_LABEL = 'app.kubernetes.io/name';
export const PART_LABEL = 'app.kubernetes.io/part-of';

/** In what order the script applies: what bears no such label comes first, then jobs, then the rest. */
export const STEP_LABEL = 'deploy-step';

/** What Kubernetes runs: a profile is no more than a question to a person at Compose. */
export function runs({ environments }: Stack): readonly Container[] {
  return environments.production.containers.filter(({ profile }) => profile === undefined);
}

/** `/var/run/postgresql` → `var-run-postgresql` */
export const slug = (path: string): string =>
  path
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
