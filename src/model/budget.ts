import { systemReserve } from './sizing.js';
import type { Container, EnvironmentModel } from './stack.js';
import { parseMemory, type Mebibytes } from './units.js';

/** What runs all the time: one-shot containers end before the others start, profiles start when asked for. */
export function permanent({ containers }: EnvironmentModel): readonly Container[] {
  return containers.filter(({ oneShot, profile }) => !oneShot && profile === undefined);
}

export interface MemoryBudget {
  readonly total: Mebibytes;
  /** What the system keeps. */
  readonly reserve: Mebibytes;
  /** Every permanent container at its limit. */
  readonly used: Mebibytes;
  readonly free: Mebibytes;
}

export function memoryBudget(environment: EnvironmentModel): MemoryBudget {
  const total = environment.host.memory * environment.nodes;
  const reserve = systemReserve(environment.host.memory) * environment.nodes;
  const used = permanent(environment).reduce((sum, { replicas, limits }) => sum + replicas * limits.memory, 0);
  return { total, reserve, used, free: total - reserve - used };
}

/** Below it a container does not start, or is killed by its first work. */
export function floorOf({ definition }: Container): Mebibytes {
  return parseMemory(definition.minimumMemory ?? '16M')!;
}

export interface Fitted {
  readonly id: string;
  readonly memory: Mebibytes;
}

/**
 * Limits of the permanent containers that fit into the host: each at its floor, and what is left shared out in
 * proportion to what was asked for, in steps of 16 MiB; `undefined` where not even the floors fit.
 */
export function fittedLimits(environment: EnvironmentModel): readonly Fitted[] | undefined {
  const { total, reserve } = memoryBudget(environment);
  const containers = permanent(environment).map((container) => {
    const floor = floorOf(container);
    const { id, replicas, limits } = container;
    return { id, replicas, floor, wish: Math.max(0, limits.memory - floor) };
  });
  const floors = containers.reduce((sum, { replicas, floor }) => sum + replicas * floor, 0);
  const left = total - reserve - floors;
  if (left < 0) return undefined;
  const wishes = containers.reduce((sum, { replicas, wish }) => sum + replicas * wish, 0);
  const share = wishes === 0 ? 0 : Math.min(1, left / wishes);
  return containers.map(({ id, floor, wish }) => ({ id, memory: floor + Math.floor((wish * share) / 16) * 16 }));
}

/** What all permanent containers need to start. */
export function floorsOf(environment: EnvironmentModel): Mebibytes {
  return permanent(environment).reduce((sum, container) => sum + container.replicas * floorOf(container), 0);
}
