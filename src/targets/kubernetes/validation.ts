import type { Stack } from '../../model/stack.js';
import type { Validation } from '../../model/words.js';
import { code } from '../../render/docs/markdown.js';
import { commands, kubectl, workloadOf } from './commands.js';
import { NAME_LABEL } from './names.js';

/** The checks of the validation, by kubectl. */
export const validation = (stack: Stack): Validation => {
  const at = kubectl(stack);
  const unwell = '--field-selector=status.phase!=Running,status.phase!=Succeeded';
  return {
    running: [
      ['Everything starts', commands(stack).start.command, 'ends with 0'],
      [
        'No pod is on its way',
        `${at} get pods ${unwell} --no-headers --ignore-not-found 2>/dev/null`,
        'prints nothing',
      ],
    ],
    inside: (service, command) => `${at} exec ${workloadOf(stack, service)} -- ${command}`,
    logs: (service) => `${at} logs --tail 5 ${workloadOf(stack, service)}`,
    comesBack: (service) => `${code(`${at} get pods -l ${NAME_LABEL}=${service}`)} counts a restart for it`,
    images: `${at} get pods -o jsonpath='{range .items[*]}{.spec.containers[0].image}{"\\n"}{end}'`,
  };
};
