import { defineCommand, type Flags } from '../command.js';

export const flags = {
  unset: { value: 'KEY', many: true, about: 'Take the option out of the file, so that its default holds' },
  'dry-run': { about: 'Say what would happen to each file, and write nothing' },
  json: { about: 'As JSON: what was done to each file' },
} as const satisfies Flags;

export const set = defineCommand({
  name: 'set',
  about: 'Changes options in `lge.stack.json`, and brings the project to them',
  notes: [
    'A key is written as a path, and a value as it stands: text needs no quotes, a list is separated by commas or written as JSON. Comments, order and layout of the file stay. All of it is checked before anything is written; options and files are written as one transaction, which `npx lge-stack restore --backup last` takes back.',
  ],
  words: [{ name: 'KEY=VALUE', many: true }],
  flags,
  examples: [
    'npx lge-stack set services.frontend.port=8080',
    'npx lge-stack set tls=true domain=shop.example.com --dry-run',
    'npx lge-stack set --unset services.frontend.port',
  ],
  exits: ['fault', 'conflict', 'refused', 'unanswered'],
  run: async (call, context) => (await import('../change/set.js')).set(call, context),
});
