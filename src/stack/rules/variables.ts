import { defineRule } from '../../model/rule.js';
import { productionContext } from '../../model/service.js';
import type { Stack } from '../../model/stack.js';
import { namesIn, parts } from '../../model/variable.js';
import { nearest } from '../nearest.js';

/** Every variable that the services bring, those that nothing reads among them. */
function brought(stack: Stack): readonly string[] {
  const all = stack.services.flatMap((service) =>
    (service.definition.variables?.(productionContext(stack, service)) ?? []).map(({ name }) => name),
  );
  return [...new Set(all)];
}

export const variableClash = defineRule({
  code: 'variable-clash',
  severity: 'error',
  about: 'A variable of the application is one that a service brings, and could mean something else there.',
  check: (stack) => {
    const known = brought(stack);
    return Object.keys(stack.options.variables)
      .filter((name) => known.includes(name))
      .map((name) => ({
        path: ['variables', name],
        message: `The stack brings ${name} itself.`,
        hint: 'Leave it out: the application gets it anyway. For another value write it under "environment".',
      }));
  },
});

export const unknownVariable = defineRule({
  code: 'unknown-variable',
  severity: 'error',
  about: 'A value of the environment is made of a variable that there is not.',
  check: (stack) => {
    const known = [...brought(stack), ...Object.keys(stack.options.variables)];
    return Object.entries(stack.options.environment).flatMap(([name, text]) =>
      namesIn(parts(text))
        .filter((one) => !known.includes(one))
        .map((one) => {
          const meant = nearest(
            one.toLowerCase(),
            known.map((name) => name.toLowerCase()),
          )?.toUpperCase();
          return {
            path: ['environment', name],
            message: `There is no variable ${one}.`,
            hint: meant
              ? `Did you mean \${${meant}}?`
              : `Write ${one} under "variables", or $$ for a dollar that is one. Here are: ${known.join(', ')}.`,
          };
        }),
    );
  },
});
