import { ENVIRONMENTS } from '../../model/service.js';
import { defineRule } from '../../model/rule.js';

export const ports = defineRule({
  code: 'duplicate-port',
  severity: 'error',
  about: 'Two containers publish the same port of the host: the second one would not start.',
  check: (stack) =>
    ENVIRONMENTS.flatMap((environment) => {
      const taken = new Map<number, string>();
      return stack.environments[environment].containers.flatMap(({ id, publish }) =>
        publish.flatMap(({ host, option }) => {
          const other = taken.get(host);
          taken.set(host, other ?? id);
          if (other === undefined) return [];
          return [{ path: option, message: `${other} and ${id} both want port ${host} in ${environment}.`, hint: `Choose another one, such as ${nextFree(host, taken)}.` }];
        }),
      );
    }),
});

function nextFree(port: number, taken: ReadonlyMap<number, string>): number {
  let free = port < 65_535 ? port + 1 : 1024;
  while (taken.has(free)) free += 1;
  return free;
}
