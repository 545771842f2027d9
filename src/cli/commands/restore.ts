import { defineCommand, type Flags } from '../command.js';

export const flags = {
  backup: {
    value: 'ID',
    about:
      'As it was before that run, `last` for the newest run since the project was created; without a `FILE` the whole run is taken back',
  },
  list: { about: 'List the backups, the newest first' },
  json: { about: 'As JSON' },
} as const satisfies Flags;

export const restore = defineCommand({
  name: 'restore',
  about: 'Brings a file back: as the stack writes it, or as it was before a run',
  notes: [
    'Every run keeps what it replaces in `.lge/backup`, and this one does, too. A run is taken back only while none of its files was changed since.',
    'To take a run back is a run, too: `--backup last`, said twice, is undo and redo. To go further back, name the runs from the newest to the oldest.',
  ],
  words: [{ name: 'FILE', many: true }],
  flags,
  examples: [
    'npx lge-stack restore docker-compose.yml',
    'npx lge-stack restore --list',
    'npx lge-stack restore --backup last',
    'npx lge-stack restore docker-compose.yml --backup 000012',
  ],
  exits: ['fault', 'conflict', 'refused', 'unanswered'],
  run: async (call, context) => (await import('../restore.js')).restore(call, context),
});
