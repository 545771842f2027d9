import type { Stack } from './stack.js';

export interface ConnectionUse {
  readonly id: string;
  readonly connections: number;
  /** How the number comes about: `2 × 1 × 10 × 2 during a rollout` is replicas × processes × connections of each. */
  readonly formula: string;
}

/** What each service of production may open at most, and how that comes about. */
export function connectionUse(stack: Stack): readonly ConnectionUse[] {
  return stack.environments.production.containers.flatMap((container) => {
    const { id, replicas, database } = container;
    if (!database) return [];
    const { processes, connections } = database;
    const more = stack.target.surge(container, stack);
    const formula = withSurge(`${replicas} × ${processes} × ${connections}`, replicas, more);
    return [{ id, connections: (replicas + more) * processes * connections, formula }];
  });
}

function withSurge(formula: string, replicas: number, more: number): string {
  if (more === 0) return formula;
  if (more === replicas) return `${formula} × 2 during a rollout`;
  return formula.replace(/^\d+/, `(${replicas} + ${more} during a rollout)`);
}
