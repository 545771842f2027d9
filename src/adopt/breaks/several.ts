import { defineBreak } from './break.js';

export const several = defineBreak({
  code: 'several-applications',
  about: 'There are several back ends or front ends. A stack has one of each: which one is taken is said.',
  check: ({ detected: { backend, frontend } }) =>
    ([backend && ['back end', 'backend', backend], frontend && ['front end', 'frontend', frontend]] as const).flatMap(
      (part) => {
        if (!part) return [];
        const [what, id, { folder, otherFolders }] = part;
        const [first] = otherFolders;
        if (!first) return [];
        const others = otherFolders.map(({ value }) => value).join(', ');
        return [
          {
            severity: 'warning' as const,
            message: `The stack takes the ${what} in ${folder.value}; another one is in ${others}.`,
            hint: `If the other one is meant, set folders.${id} and the options of services.${id} to it. To run both, keep a service of its own for the other in a Compose file of yours, and name that under include.`,
            evidence: first.evidence,
          },
        ];
      },
    ),
});
