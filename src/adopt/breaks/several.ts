import type { BackendFacts, FrontendFacts } from '../../detect/detected.js';
import { defineBreak, type Broken } from './break.js';

/** It ends an adoption that nobody watches: which of them is meant, only somebody who knows them can say. */
export const SEVERAL_PROJECTS = 'several-projects';

function ambiguous(
  part: 'backend' | 'frontend',
  title: string,
  facts: BackendFacts | FrontendFacts | undefined,
): readonly Broken[] {
  if (!facts || facts.rivals.length === 0) return [];
  const folders = [facts.folder, ...facts.rivals].map(({ value }) => value).toSorted();
  return [
    {
      severity: 'warning',
      message: `There are several ${title}s, and a stack has one: ${folders.join(', ')}. Nothing says which is meant.`,
      hint: `Name one, --set folders.${part}=${folders[0]}, or adopt a project in its own folder: npx create-lge-stack FOLDER --adopt.`,
      evidence: facts.rivals[0]!.evidence,
    },
  ];
}

export const severalProjects = defineBreak({
  code: SEVERAL_PROJECTS,
  about: 'The folder holds several back ends or front ends that are alike: without an answer, nothing is adopted.',
  check: ({ detected: { backend, frontend } }) => [
    ...ambiguous('backend', 'back end', backend),
    ...ambiguous('frontend', 'front end', frontend),
  ],
});
