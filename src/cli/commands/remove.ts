import { defineCommand } from '../command.js';
import { flags } from './add.js';

export const remove = defineCommand({
  name: 'remove',
  about: 'Leaves a service out of the stack',
  notes: [
    'Where another service cannot do without it, nothing is written, and the command that takes both out is told. Files that you changed stay, and volumes with data are not touched.',
  ],
  words: [{ name: 'SERVICE', required: true, many: true }],
  flags,
  examples: ['npx lge-stack remove celery-beat', 'npx lge-stack remove celery-worker celery-beat --dry-run'],
  exits: ['fault', 'conflict', 'refused', 'unanswered'],
  run: async (call, context) => (await import('../change/services.js')).remove(call, context),
});
