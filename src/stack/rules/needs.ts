import { defineRule } from '../../model/rule.js';

export const needs = defineRule({
  code: 'unmet-need',
  severity: 'error',
  about: 'A service is part of the stack without another one that it cannot do without.',
  check: (stack) =>
    stack.services.flatMap(({ id, needs }) =>
      needs
        .filter(({ service, optional }) => !optional && !stack.has(service))
        .map(({ service, because }) => ({
          path: ['services', id],
          message: `${id} needs ${service}: ${because ?? 'it cannot run without it'}.`,
          hint: `Take "${service}": false out, or write "${id}": false.`,
        })),
    ),
});

export const someService = defineRule({
  code: 'no-services',
  severity: 'error',
  about: 'Every service is left out.',
  check: ({ services }) =>
    services.length > 0
      ? []
      : [
          {
            path: ['services'],
            message: 'Every service is left out.',
            hint: 'Take "backend": false or "frontend": false out.',
          },
        ],
});
