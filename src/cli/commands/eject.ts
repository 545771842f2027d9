import { defineCommand, type Flags } from '../command.js';

export const flags = { yes: { about: 'Do not ask' } } as const satisfies Flags;

export const eject = defineCommand({
  name: 'eject',
  about: 'Leaves every file as it is, and takes create-lge-stack out of the project',
  notes: [
    'Options, state, tasks, the dependency and the workflow that upgrades go; what they wrote stays, and is yours alone. Of that, the two lines at the top that say who writes a file go as well, unless you edited them.',
  ],
  flags,
  examples: ['npx lge-stack eject', 'npx lge-stack eject --yes'],
  exits: ['fault', 'refused', 'interrupted'],
  run: async (call, context) => (await import('../eject.js')).eject(call, context),
});
