import type { Stack } from '../../model/stack.js';
import type { Validation } from '../../model/words.js';
import { code } from '../../render/docs/markdown.js';
import { commands, kubectl, workloadOf } from './commands.js';
import { NAME_LABEL } from './names.js';

/** The checks of the validation, by kubectl. */
export const validation = (stack: Stack): Validation => {
  const at = kubectl(stack);
  const pods = (service: string): string => `${at} get pods -l ${NAME_LABEL}=${service}`;
  return {
    running: [
      ['Everything starts', commands(stack).start.command, 'ends with 0'],
      ['Every pod is ready', `${at} get pods --no-headers | grep -vE '1/1 +Running|0/1 +Completed'`, 'prints nothing'],
    ],
    inside: (service, command) => `${at} exec ${workloadOf(stack, service)} -- ${command}`,
    logs: (service) => `${at} logs --tail 5 ${workloadOf(stack, service)}`,
    ends: (service) => `${at} delete "$(${pods(service)} -o name | head -n 1)"`,
    comesBack: (service) => `${code(pods(service))} shows another one in its place`,
    images: `${at} get pods -o jsonpath='{range .items[*]}{.spec.containers[0].image}{"\\n"}{end}'`,
  };
};
