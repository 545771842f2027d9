import { ENVIRONMENTS } from '../../model/service.js';
import { systemReserve } from '../../model/sizing.js';
import type { Container, EnvironmentModel } from '../../model/stack.js';
import { formatMemory } from '../../model/units.js';
import { defineRule } from '../../model/rule.js';

/** What runs all the time: one-shot containers end before the others start, profiles start when asked for. */
export function permanent({ containers }: EnvironmentModel): readonly Container[] {
  return containers.filter(({ oneShot, profile }) => !oneShot && profile === undefined);
}

export function memoryOf(environment: EnvironmentModel): number {
  return permanent(environment).reduce((sum, { replicas, limits }) => sum + replicas * limits.memory, 0);
}

/** Everything scaled down by the same factor, in steps of 16 MiB. */
function fitting(environment: EnvironmentModel, available: number): string {
  const factor = available / memoryOf(environment);
  return permanent(environment)
    .map(({ id, limits }) => `${id} ${formatMemory(Math.max(16, Math.floor((limits.memory * factor) / 16) * 16))}`)
    .join(', ');
}

export const memoryBudget = defineRule({
  code: 'memory-budget',
  severity: 'error',
  about: 'All containers at their limits need more memory than the host has beside the system: it would kill some of them.',
  check: (stack) =>
    ENVIRONMENTS.flatMap((name) => {
      const environment = stack.environments[name];
      const available = environment.host.memory - systemReserve(environment.host.memory);
      const needed = memoryOf(environment);
      if (needed <= available) return [];
      return [
        {
          path: ['host', name, 'memory'],
          message: `The containers may take ${needed} MiB in ${name}; the host has ${environment.host.memory} MiB, of which the system keeps ${systemReserve(environment.host.memory)}.`,
          hint: `Give the host more, or lower services.*.limits.${name}.memory. These fit: ${fitting(environment, available)}.`,
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
