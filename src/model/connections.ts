import { RESERVED_CONNECTIONS, SPARE_CONNECTIONS } from './sizing.js';
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

export interface ConnectionBudget {
  readonly use: readonly ConnectionUse[];
  /** For a person, a backup and an exporter. */
  readonly spare: number;
  /** What the database takes, without what it keeps for superusers. */
  readonly available: number;
  /** Below 0, some connections would be refused under load. */
  readonly free: number;
}

/** Absent where no service of the stack limits connections. */
export function connectionBudget(stack: Stack): ConnectionBudget | undefined {
  const max = stack.services.map(({ answers }) => answers.maxConnections).find((answer) => typeof answer === 'number');
  if (typeof max !== 'number') return undefined;
  const use = connectionUse(stack);
  const needed = use.reduce((sum, { connections }) => sum + connections, SPARE_CONNECTIONS);
  const available = max - RESERVED_CONNECTIONS;
  return { use, spare: SPARE_CONNECTIONS, available, free: available - needed };
}
