import { defineCommand, type Flags } from '../command.js';

export const flags = {
  as: {
    value: 'OWNER',
    choices: ['managed', 'merged', 'seed', 'default'],
    about:
      '`seed`: yours, never touched again; `merged`: shared, merged line by line; `managed`: ours, an edit is refused; `default`: as the template has it',
  },
  json: { about: 'As JSON: what was done to each file' },
} as const satisfies Flags;

export const own = defineCommand({
  name: 'own',
  about: 'Says whose a file is from now on: yours, ours, or shared',
  words: [{ name: 'FILE', required: true, many: true }],
  flags,
  examples: ['npx lge-stack own scripts/backup.sh --as seed', 'npx lge-stack own docker-compose.yml --as default'],
  exits: ['fault', 'conflict', 'refused', 'unanswered'],
  run: async (call, context) => (await import('../own.js')).own(call, context),
});
