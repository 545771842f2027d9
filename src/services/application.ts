import type { Bind, ContainerSpec, Tmpfs } from '../model/container.js';
import type { ServiceContext } from '../model/service.js';
import { script } from '../model/names.js';
import type { Variable } from '../model/variable.js';

/** Where Vite listens inside its container. */
export const VITE_PORT = 5173;

/** The source, as it is mounted in development. */
export function source(folder: string): Bind {
  return { source: folder, target: '/app', readOnly: false, about: 'The source', backup: false };
}

/** What the application may write to, on a read-only file system. */
export function scratch({ policy: { user } }: ServiceContext['stack']): readonly Tmpfs[] {
  return [
    { target: '/tmp', size: 64 },
    { target: '/app/logs', size: 16, mode: '0755', uid: user.uid, gid: user.gid },
  ];
}

/**
 * What every container that runs the backend's image beside the API has in common. In development the source is
 * mounted, as it is for the API.
 */
export function besideTheApi({ environment, stack }: Pick<ServiceContext, 'environment' | 'stack'>) {
  const development = environment === 'development';
  return {
    image: { of: 'backend' },
    application: true,
    binds: development ? [source(stack.options.folders.backend)] : [],
    readOnly: !development,
    capAdd: development ? ['SETGID', 'SETUID'] : [],
    tmpfs: development ? [] : scratch(stack),
  } as const satisfies Partial<ContainerSpec>;
}

/** What everything that is built here brings. */
export function imageVariables(stack: ServiceContext['stack']): readonly Variable[] {
  const { imageTag } = stack.policy;
  return [
    {
      name: 'ENVIRONMENT',
      section: 'Application',
      about: `What ${script(stack, 'init-env.sh')} fits this file for: development or production. Each Compose file states its own.`,
      development: 'development',
      production: { kind: 'noted', example: 'development' },
    },
    {
      name: 'IMAGE_TAG',
      section: 'Application',
      about: 'Version of the images that production runs; a rollout changes it.',
      development: 'dev',
      production:
        imageTag === 'required' ? { kind: 'required', example: '0.1.0' } : { kind: 'optional', fallback: imageTag },
    },
  ];
}
