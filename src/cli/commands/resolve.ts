import { defineCommand, type Flags } from '../command.js';

export const flags = {
  mine: { about: 'Keep the file as it is now' },
  theirs: {
    about:
      'Take the file of the template whole: your edits of it go. It is said how many lines those are, and the backup keeps the file',
  },
  edited: { about: 'Take the file below `.lge/conflicts`, in which you decided each place' },
  pick: { value: 'N=SIDE', many: true, about: 'Conflict number `N` of the file: `mine`, `theirs` or `base`' },
  json: { about: 'As JSON: what was done to each file' },
} as const satisfies Flags;

export const resolve = defineCommand({
  name: 'resolve',
  about: 'Decides files that you and the template changed in the same place',
  notes: [
    'Without a flag it asks, file by file and, if you like, conflict by conflict. Without a `FILE` it is about all of them. Until a file is decided it stays as you left it.',
  ],
  words: [{ name: 'FILE', many: true }],
  flags,
  examples: [
    'npx lge-stack resolve',
    'npx lge-stack resolve docker-compose.yml --mine',
    'npx lge-stack resolve docker-compose.yml --pick 1=mine --pick 2=theirs',
  ],
  exits: ['fault', 'conflict', 'refused', 'unanswered', 'interrupted'],
  run: async (call, context) => (await import('../resolve.js')).resolve(call, context),
});
