import { defineCommand, type Flags } from '../command.js';

export const flags = { json: { about: 'As JSON, with all that is left out otherwise' } } as const satisfies Flags;

export const explain = defineCommand({
  name: 'explain',
  about: 'Says why an option, a file or a line is as it is',
  notes: [
    'Of an option: what it asks, who says its value, which rules look at it, and what another value would change. Of a file: whose it is, where it comes from, and the options that it depends on. Of a line, `FILE:LINE`: what would have to be otherwise for it to change, or that you wrote it.',
    'Nothing of that is written down anywhere: the stack is rendered with each option changed, and compared. That takes some seconds, and is remembered beside `node_modules`.',
  ],
  words: [{ name: 'KEY|FILE', required: true }],
  flags,
  examples: [
    'npx lge-stack explain services.frontend.port',
    'npx lge-stack explain docker-compose.prod.yml',
    'npx lge-stack explain docker-compose.prod.yml:12 --json',
  ],
  exits: ['fault', 'refused', 'unanswered'],
  run: async (call, context) => (await import('../explain/explain.js')).explain(call, context),
});
