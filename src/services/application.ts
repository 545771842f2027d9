import type { ContainerSpec } from '../model/container.js';
import type { ServiceContext } from '../model/service.js';

/**
 * What every container that runs the backend's image beside the API has in common. In development the source is
 * mounted, as it is for the API.
 */
export function besideTheApi({ environment, stack }: Pick<ServiceContext, 'environment' | 'stack'>) {
  const development = environment === 'development';
  return {
    image: { of: 'backend' },
    application: true,
    binds: development ? [{ source: stack.options.folders.backend, target: '/app', readOnly: false }] : [],
    readOnly: !development,
    capAdd: development ? ['SETGID', 'SETUID'] : [],
    tmpfs: development
      ? []
      : [
          { target: '/tmp', size: 64 },
          { target: '/app/logs', size: 16, mode: '0755', uid: stack.policy.user.uid, gid: stack.policy.user.gid },
        ],
  } as const satisfies Partial<ContainerSpec>;
}

/** In development what Celery runs is started again when the code changes. */
export function reloading(celery: string, environment: ServiceContext['environment'], sources: string): readonly string[] {
  return environment === 'development' ? ['watchfiles', '--filter', 'python', '--sigint-timeout', '10', celery, sources] : celery.split(' ');
}
