import { defineCommand, type Flags } from '../command.js';

export const flags = {
  result: { about: 'What a sync would change (default)' },
  upstream: { about: 'What the template changed since the last sync; of a file that is yours, what it would write' },
  mine: { about: 'What you changed since the last sync' },
  'exit-code': { about: 'End with 4 where there is a difference' },
  report: { about: 'After an adoption: what was found, and what your old files do badly' },
  markdown: { about: 'The report in Markdown, for a ticket or a pull request' },
  json: { about: 'As JSON: a list of path and patch; of a report, its findings' },
} as const satisfies Flags;

export const diff = defineCommand({
  name: 'diff',
  about: 'Shows what differs between you, the template and the result, and writes nothing',
  words: [{ name: 'FILE', many: true }],
  notes: [
    'A file that was there before the stack waits: how the template differs from it is told on standard error, because standard output is a patch that does what a sync does.',
  ],
  flags,
  examples: [
    'npx lge-stack diff',
    'npx lge-stack diff --mine',
    'npx lge-stack diff docker-compose.yml --upstream',
    'npx lge-stack diff --report --markdown',
  ],
  exits: ['fault', 'drift', 'refused', 'unanswered'],
  run: async (call, context) => (await import('../diff.js')).diff(call, context),
});
