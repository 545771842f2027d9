import type { Probes, PortUse } from '../../probe/probes.js';
import type { EnvironmentName } from '../../model/service.js';
import { ENVIRONMENTS } from '../../model/service.js';
import type { Stack } from '../../model/stack.js';
import { portQuestions } from '../services.js';
import type { Json, Path } from '../json.js';
import { resolved } from './resolved.js';

/** A port of the host that the stack publishes, or could. */
export interface PublishedPort {
  readonly path: Path;
  /** Such as `API · Port in development`. */
  readonly label: string;
  /** `false` publishes nothing. */
  readonly value: number | false;
  readonly optional: boolean;
  /** Where it is published; empty where it is not. */
  readonly environments: readonly EnvironmentName[];
}

function publishedIn(stack: Stack, path: string): readonly EnvironmentName[] {
  return ENVIRONMENTS.filter((name) =>
    stack.environments[name].containers.some(({ publish }) => publish.some(({ option }) => option.join('.') === path)),
  );
}

/** All ports that the options publish on a host, and those that they could. */
export function publishedPorts(options: Json): readonly PublishedPort[] {
  const { stack } = resolved(options);
  return stack.services.flatMap(({ id, definition, answers }) =>
    portQuestions(definition).flatMap(([key, { message, optional }]) => {
      const path = ['services', id, key];
      const value = answers[key] as unknown as number | false;
      const environments = publishedIn(stack, path.join('.'));
      if (environments.length === 0 && value !== false) return [];
      return [{ path, label: `${definition.title} · ${message}`, value, optional, environments }];
    }),
  );
}

const MOST = 65_535;

/** The next port after `port` that neither the machine nor the stack has. */
export async function nextFree(port: number, taken: ReadonlySet<number>, probes: Probes): Promise<number> {
  let free = port;
  do {
    // Not below 1024, where a port means something.
    free = free < MOST ? free + 1 : 1024;
    if (free === port) return port;
  } while (taken.has(free) || (await probes.port(free)) !== undefined);
  return free;
}

/** `5432 is used by container shop-db (project shop). Next free: 5433.` */
export async function usedMessage({ port, by }: PortUse, taken: ReadonlySet<number>, probes: Probes): Promise<string> {
  return `${port} is used by ${by}. Next free: ${await nextFree(port, taken, probes)}.`;
}

export interface Moved {
  readonly path: Path;
  readonly port: number;
}

/**
 * Ports of development that this machine has given away, each with the one to take instead. What somebody has said is
 * told of and stays.
 */
export async function movedPorts(
  options: Json,
  isSaid: (path: Path) => boolean,
  probes: Probes,
): Promise<{ readonly moved: readonly Moved[]; readonly told: readonly string[] }> {
  const ports = publishedPorts(options);
  const taken = new Set(ports.flatMap(({ value }) => (value === false ? [] : [value])));
  const moved: Moved[] = [];
  const told: string[] = [];
  for (const { path, value, environments } of ports) {
    const use = value !== false && environments.includes('development') ? await probes.port(value) : undefined;
    if (!use) continue;
    if (isSaid(path)) {
      told.push(await usedMessage(use, taken, probes));
      continue;
    }
    const port = await nextFree(use.port, taken, probes);
    taken.add(port);
    moved.push({ path, port });
    told.push(`${use.port} is used by ${use.by}: ${path.join('.')} is ${port}.`);
  }
  return { moved, told };
}

/** A free port for each path: the one that it has, or the next one that is free. */
export async function freePorts(options: Json, paths: readonly Path[], probes: Probes): Promise<readonly Moved[]> {
  const { stack } = resolved(options);
  const all = publishedPorts(options);
  const others = all.filter(({ path }) => !paths.some((one) => one.join('.') === path.join('.')));
  const taken = new Set(others.flatMap(({ value }) => (value === false ? [] : [value])));
  const moved: Moved[] = [];
  for (const path of paths) {
    const { value = false } = all.find((one) => one.path.join('.') === path.join('.')) ?? {};
    const inside = stack.environments.development.containers.find(({ id }) => id === path[1])?.port;
    const wish = value === false ? (inside ?? 8000) : value;
    const isFree = !taken.has(wish) && (await probes.port(wish)) === undefined;
    const port = isFree ? wish : await nextFree(wish, taken, probes);
    taken.add(port);
    moved.push({ path, port });
  }
  return moved;
}
