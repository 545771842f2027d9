import { defineCommand, type Flags } from '../command.js';

export const flags = { json: { about: 'As JSON, memory in MiB' } } as const satisfies Flags;

export const budget = defineCommand({
  name: 'budget',
  about: 'Shows what the containers may take of memory, processors and connections, and what there is',
  notes: [
    'Memory is a budget: all containers at their limits fit into the host, beside what the system keeps. Processors are shared. It ends with 4 where something does not fit, also into the engine that development runs on here.',
  ],
  flags,
  examples: ['npx lge-stack budget', 'npx lge-stack budget --json'],
  exits: ['fault', 'drift', 'refused', 'unanswered'],
  run: async (call, context) => (await import('../inspect/budget.js')).budget(call, context),
});
