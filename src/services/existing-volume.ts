import type { NamedVolume } from '../model/container.js';
import type { ServiceContext } from '../model/service.js';

/** What the answers to `volume` and `devVolume` say of the volume that a service has in this environment. */
export function existing(
  { volume, devVolume }: { readonly volume: string; readonly devVolume: string },
  environment: ServiceContext['environment'],
): Pick<NamedVolume, 'existing'> {
  const name = environment === 'production' ? volume : devVolume;
  return name === '' ? {} : { existing: name };
}
