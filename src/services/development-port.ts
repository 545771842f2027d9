import type { PublishedPort } from '../model/container.js';
import type { ServiceContext } from '../model/service.js';

interface Context extends Pick<ServiceContext, 'environment'> {
  readonly answers: { readonly devPort: number | false };
}

/** What a service publishes to developers alone, at the answer to its question `devPort`; `false` publishes nothing. */
export function developmentPort(
  id: string,
  about: string,
  container: number,
  { answers: { devPort }, environment }: Context,
  more: Pick<PublishedPort, 'local' | 'page'> = {},
): readonly PublishedPort[] {
  if (environment === 'production' || devPort === false) return [];
  return [{ host: devPort, container, about, option: ['services', id, 'devPort'], ...more }];
}
