import { ENVIRONMENTS } from '../../model/service.js';
import { defineRule } from '../../model/rule.js';

export const ports = defineRule({
  code: 'duplicate-port',
  severity: 'error',
  about: 'Two containers publish the same port of the host: the second one would not start.',
  check: (stack) =>
    ENVIRONMENTS.flatMap((environment) => {
      const taken = new Map<number, readonly string[]>();
      return stack.environments[environment].containers.flatMap(({ publish }) =>
        publish.flatMap(({ host, option }) => {
          const other = taken.get(host);
          taken.set(host, other ?? option);
          if (!other) return [];
          const message = `${other.join('.')} is ${host} as well: one port cannot be published twice in ${environment}.`;
          return [{ path: option, message, hint: `Choose another one, such as ${nextFree(host, taken)}.` }];
        }),
      );
    }),
});

function nextFree(port: number, taken: ReadonlyMap<number, unknown>): number {
  let free = port < 65_535 ? port + 1 : 1024;
  while (taken.has(free)) free += 1;
  return free;
}
