import { defineCommand, type Flags } from '../command.js';

export const flags = {
  conflict: {
    value: 'HOW',
    choices: ['aside', 'inline'],
    about: '`aside` (default): the file stays, the merge goes below `.lge`; `inline`: markers in the file',
  },
  json: { about: 'As JSON: what was done to each file' },
} as const satisfies Flags;

export const sync = defineCommand({
  name: 'sync',
  about: 'Brings the project to what `lge.stack.json` and `.projenrc.ts` ask for, as `npx projen` does',
  notes: [
    'It is quicker than `npx projen`, and its exit code says what went wrong. `npx projen` ends with 1 whatever it was, because projen keeps the exit code of what it runs to itself.',
  ],
  flags,
  examples: ['npx lge-stack sync', 'npx lge-stack sync --conflict inline'],
  exits: ['fault', 'conflict', 'refused', 'unanswered'],
  run: async (call, context) => (await import('../sync.js')).sync(call, context),
});
