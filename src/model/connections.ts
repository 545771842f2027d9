import type { Stack } from './stack.js';

export interface ConnectionUse {
  readonly id: string;
  readonly connections: number;
  /** How the number comes about: `2 × 1 × 10 × 2 during a rollout` is replicas × processes × connections of each. */
  readonly formula: string;
}

/** What each service of production may open at most, and how that comes about. */
export function connectionUse(stack: Stack): readonly ConnectionUse[] {
  return stack.environments.production.containers.flatMap(({ id, replicas, database }) => {
    if (!database) return [];
    const { processes, connections, surge } = database;
    const formula = `${replicas} × ${processes} × ${connections}${surge ? ' × 2 during a rollout' : ''}`;
    return [{ id, connections: replicas * processes * connections * (surge ? 2 : 1), formula }];
  });
}
