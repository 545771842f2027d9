import { systemReserve } from './sizing.js';
import type { Container, EnvironmentModel } from './stack.js';
import type { Mebibytes } from './units.js';

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
