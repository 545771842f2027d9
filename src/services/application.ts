import type { Bind, ContainerSpec, NamedVolume, Tmpfs } from '../model/container.js';
import type { ServiceContext } from '../model/service.js';
import { script } from '../model/names.js';
import type { Answers } from '../model/question.js';
import type { Variable } from '../model/variable.js';
import { existing } from './existing-volume.js';
import { questions } from './questions/backend.js';

/** Where Vite listens inside its container. */
export const VITE_PORT = 5173;

/** The source, as it is mounted in development. */
export function source(folder: string): Bind {
  return { source: folder, target: '/app', readOnly: false, about: 'The source', backup: false };
}

type Api = Answers<typeof questions>;
type Facts = ServiceContext['stack'];

const api = ({ get }: Facts): Api | undefined => get({ id: 'backend', questions });

/** Where a folder that is said from the backend's lies in the container. */
const inContainer = (path: string): string => (path.startsWith('/') ? path : `/app/${path}`);

const targets = (paths: readonly string[]): readonly string[] => [...new Set(paths.map(inContainer))];

/** What the application writes to, beside what every application gets. */
export function written({ writable, persistent }: Pick<Api, 'writable' | 'persistent'>): readonly string[] {
  return targets([...writable, ...Object.keys(persistent)]);
}

/** What the application may write to, on a read-only file system. */
export function scratch(stack: Facts): readonly Tmpfs[] {
  const { user } = stack.policy;
  const { writable = [], persistent = {} } = api(stack) ?? {};
  const kept = targets(Object.keys(persistent));
  const owned = { mode: '0755', uid: user.uid, gid: user.gid };
  const logs = { target: '/app/logs', size: 16, ...owned };
  const more = targets(writable)
    .filter((target) => target !== logs.target)
    .map((target) => ({ target, size: 64, ...owned }));
  return [{ target: '/tmp', size: 64 }, ...[logs, ...more].filter(({ target }) => !kept.includes(target))];
}

/** What stays of what the application writes. In development, what lies inside the mounted source stays there. */
export function kept({ environment, stack }: Pick<ServiceContext, 'environment' | 'stack'>): readonly NamedVolume[] {
  return Object.entries(api(stack)?.persistent ?? {})
    .filter(([path]) => environment === 'production' || path.startsWith('/'))
    .map(([path, { volume }]) => ({
      name: `backend-${path
        .replace(/^\/?\.?/, '')
        .replaceAll('/', '-')
        .toLowerCase()}`,
      target: inContainer(path),
      about: `What the application keeps in ${path}`,
      backup: true,
      ...existing({ volume, devVolume: '' }, environment),
    }));
}

export const isReadOnly = (stack: Facts): boolean => api(stack)?.readOnly ?? true;

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
    volumes: kept({ environment, stack }),
    readOnly: !development && isReadOnly(stack),
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
