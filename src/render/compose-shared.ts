import { halves } from '../model/network.js';
import type { NamedVolume, NetworkId, PublishedPort } from '../model/container.js';
import type { EnvironmentName } from '../model/service.js';
import type { EnvironmentModel, Stack } from '../model/stack.js';
import { byId } from './order.js';
import { Mapping, type Value } from './yaml.js';

/** Of networks: on one host, or across several, where everything is named by the stack. */
type Driver = 'bridge' | 'overlay';

const ABOUT: Readonly<Record<EnvironmentName, Readonly<Record<NetworkId, string>>>> = {
  // An internal network publishes no port.
  development: { edge: 'As in production.', data: 'Internal in production; here your own tools reach the database.' },
  production: {
    edge: 'Requests come in and calls to the outside go out.',
    data: 'Without a way out or in: only the services on it reach each other.',
  },
};

export function networkName(stack: Stack, id: NetworkId): string {
  return stack.policy.isolateData ? id : `${stack.options.shortName}-network`;
}

/** Names that Docker sees as they are written, instead of behind the name of the project. */
function fixed({ policy }: Stack, { name }: EnvironmentModel, driver: Driver): boolean {
  return policy.fixedNames && name === 'production' && driver === 'bridge';
}

/** Where a port is open: development need not show itself to the network that the machine is on. */
export function hostAddress({ policy }: Stack, environment: EnvironmentName, { local }: PublishedPort): string {
  return environment === 'development' && (policy.loopback || local) ? '127.0.0.1' : '0.0.0.0';
}

export function volumeName(stack: Stack, name: string): string {
  return stack.policy.fixedNames ? name.replaceAll('-', '_') : name;
}

function subnets(stack: Stack, environment: EnvironmentModel): Readonly<Partial<Record<NetworkId, string>>> {
  const { subnet } = stack.options.network;
  // Development leaves the choice to Docker: the same subnet cannot exist twice on one host.
  if (subnet === '' || environment.name === 'development') return {};
  if (!stack.policy.isolateData) return { edge: subnet };
  const [edge, data] = halves(subnet);
  return { edge, data };
}

export function composeNetworks(stack: Stack, environment: EnvironmentModel, driver: Driver = 'bridge'): Mapping {
  const used = (['edge', 'data'] as const).filter((id) =>
    environment.containers.some(({ networks }) => networks.includes(id)),
  );
  const subnet = subnets(stack, environment);
  const map = new Mapping();
  for (const id of used.toReversed()) {
    const name = networkName(stack, id);
    const range = subnet[id];
    const network: Value = {
      ...(fixed(stack, environment, driver) && { name }),
      driver,
      ...(id === 'data' && environment.name === 'production' && { internal: true }),
      ...(range && { ipam: { config: [{ subnet: range }] } }),
    };
    map.add(name, network, { comment: stack.policy.isolateData ? ABOUT[environment.name][id] : undefined });
  }
  return map;
}

function aboutVolume({ about, backup, savedBy, existing }: NamedVolume, { name }: EnvironmentModel): string {
  const saved = `${about}${backup ? `: back it up${savedBy === undefined ? '' : ` with ${savedBy}`}` : ''}.`;
  if (existing === undefined) return saved;
  return `${saved} It was there before${name === 'production' ? ', and stays when the stack goes' : ''}.`;
}

/**
 * What says which volume Docker takes. A database that was there before must not start as an empty one in production, where
 * it is therefore external; on the machine of a developer who has it not yet, it is made.
 */
function naming(stack: Stack, environment: EnvironmentModel, { name, existing }: NamedVolume, driver: Driver): Value {
  if (existing !== undefined) return { name: existing, ...(environment.name === 'production' && { external: true }) };
  return fixed(stack, environment, driver) ? { name: `${stack.name}-${name}` } : {};
}

export function composeVolumes(
  stack: Stack,
  environment: EnvironmentModel,
  driver: Driver = 'bridge',
): Mapping | undefined {
  const map = new Mapping();
  // Some are mounted by several containers.
  const volumes = new Map(
    environment.containers.flatMap((container) => container.volumes).map((one) => [one.name, one]),
  );
  for (const volume of [...volumes.values()].toSorted((a, b) => byId(a.name, b.name)))
    map.add(volumeName(stack, volume.name), naming(stack, environment, volume, driver), {
      comment: aboutVolume(volume, environment),
    });
  return map.entries.length === 0 ? undefined : map;
}
