import { defineCommand } from '../command.js';

export const sync = defineCommand({
  name: 'sync',
  about: 'Brings the project to what `lge.stack.json` and `.projenrc.ts` ask for, as `npx projen` does',
  notes: [
    'It is quicker than `npx projen`, and its exit code says what went wrong. `npx projen` ends with 1 whatever it was, because projen keeps the exit code of what it runs to itself.',
  ],
  flags: {},
  examples: ['npx lge-stack sync'],
  exits: ['fault', 'refused'],
  run: async (_, { dir, output, errors }) => (await import('../../project/run.js')).run({ dir, output, errors }),
});
