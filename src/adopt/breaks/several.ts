import type { Fact } from '../../detect/fact.js';
import { defineBreak, type Broken } from './break.js';

interface Part {
  readonly folder: Fact<string>;
  readonly otherFolders: readonly Fact<string>[];
}

function severalOf(what: string, id: string, part: Part | undefined): readonly Broken[] {
  const [first] = part?.otherFolders ?? [];
  if (!part || !first) return [];
  const others = part.otherFolders.map(({ value }) => value).join(', ');
  return [
    {
      severity: 'warning',
      message: `The stack takes the ${what} in ${part.folder.value}; another one is in ${others}.`,
      hint: `If the other one is meant, set folders.${id} and the options of services.${id} to it. To run both, keep a service of its own for the other in a Compose file of yours, and name that under include.`,
      evidence: first.evidence,
    },
  ];
}

export const several = defineBreak({
  code: 'several-applications',
  about: 'There are several back ends or front ends. A stack has one of each: which one is taken is said.',
  check: ({ detected: { backend, frontend } }) => [
    ...severalOf('back end', 'backend', backend),
    ...severalOf('front end', 'frontend', frontend),
  ],
});
