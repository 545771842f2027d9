import { ENVIRONMENTS } from '../../model/service.js';
import { fittedLimits, floorsOf, memoryBudget as budgetOf } from '../../model/budget.js';
import type { EnvironmentModel } from '../../model/stack.js';
import { formatMemory } from '../../model/units.js';
import { defineRule } from '../../model/rule.js';

/** The smallest host that has this much beside the system. */
function hostFor(needed: number): number {
  return Math.max(needed + 384, Math.ceil((needed * 10) / 9));
}

function fitting(environment: EnvironmentModel): string {
  const fitted = fittedLimits(environment);
  if (!fitted)
    return `These containers do not fit at all: leave services out, lower replicas, or take a host with ${formatMemory(hostFor(floorsOf(environment)))}.`;
  const sizes = fitted.map(({ id, memory }) => `${id} ${formatMemory(memory)}`);
  return `Give the host more, or lower services.*.limits.${environment.name}.memory. These fit: ${sizes.join(', ')}.`;
}

export const memoryBudget = defineRule({
  code: 'memory-budget',
  severity: 'error',
  about:
    'All containers at their limits need more memory than the host has beside the system: it would kill some of them.',
  check: (stack) =>
    ENVIRONMENTS.flatMap((name) => {
      const environment = stack.environments[name];
      const { total, reserve, used, free } = budgetOf(environment);
      if (free >= 0) return [];
      return [
        {
          path: ['host', name, 'memory'],
          message: `The containers may take ${used} MiB in ${name}; the host has ${total} MiB, of which the system keeps ${reserve}.`,
          hint: fitting(environment),
        },
      ];
    }),
});

export const cpuBudget = defineRule({
  code: 'cpu-budget',
  severity: 'error',
  about: 'A container may use more processors than the host has: Docker refuses to start it.',
  check: (stack) =>
    ENVIRONMENTS.flatMap((name) => {
      const { host, containers } = stack.environments[name];
      return containers
        .filter(({ limits }) => limits.cpus > host.cpus)
        .map(({ id, limits }) => ({
          path: ['services', id, 'limits', name, 'cpus'],
          message: `${id} may use ${limits.cpus} processors, and the host has ${host.cpus}.`,
          hint: `Write ${host.cpus} or less, or raise host.${name}.cpus.`,
        }));
    }),
});
