import { defineCommand, type Flags } from '../command.js';

export const flags = {
  'dry-run': { about: 'Say what would happen to each file, and write nothing' },
  json: { about: 'As JSON: what was done to each file' },
} as const satisfies Flags;

export const add = defineCommand({
  name: 'add',
  about: 'Takes a service into the stack, with the services that it needs',
  notes: [
    'What comes along is told with the reason. `lge.stack.json` keeps its comments and its order, and options and files are written as one transaction.',
  ],
  words: [{ name: 'SERVICE', required: true, many: true }],
  flags,
  examples: ['npx lge-stack add celery-worker', 'npx lge-stack add redis --dry-run'],
  exits: ['fault', 'conflict', 'refused', 'unanswered'],
  run: async (call, context) => (await import('../change/services.js')).add(call, context),
});
