import { defineCommand, type Flags } from '../command.js';

export const flags = {
  strict: { about: 'Files that you changed are a finding, too' },
  updates: { about: 'Ask the registry whether there is a newer version' },
  json: { about: 'As JSON: the exit code, and a list of findings' },
} as const satisfies Flags;

export const check = defineCommand({
  name: 'check',
  about: 'Looks whether the project is in sync, for continuous integration; writes nothing',
  notes: [
    'It finds files that wait for a decision, files that are not as options and template want them, edits of files that are ours alone, a damaged `.lge`, and a run that was interrupted. Files that you changed are listed.',
  ],
  flags,
  examples: ['npx lge-stack check', 'npx lge-stack check --strict --json', 'npx lge-stack check --updates'],
  exits: ['fault', 'conflict', 'drift', 'refused', 'unanswered', 'outdated', 'incomplete'],
  run: async (call, context) => (await import('../check.js')).check(call, context),
});
