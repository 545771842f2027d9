import { defineRule } from '../../model/rule.js';
import { ENVIRONMENTS } from '../../model/service.js';
import { formatMemory, parseMemory } from '../../model/units.js';

export const memoryFloor = defineRule({
  code: 'memory-floor',
  severity: 'error',
  about: 'A container has less memory than its program needs to start.',
  check: (stack) =>
    ENVIRONMENTS.flatMap((name) =>
      stack.environments[name].containers.flatMap(({ id, definition, limits }) => {
        const floor = definition.minimumMemory ?? '16M';
        if (limits.memory >= parseMemory(floor)!) return [];
        return [
          {
            path: ['services', id, 'limits', name, 'memory'],
            message: `${id} does not run in ${formatMemory(limits.memory)}.`,
            hint: `Write "${floor}" or more.`,
          },
        ];
      }),
    ),
});
