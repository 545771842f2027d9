import { defineCommand, type Flags } from '../command.js';

export const flags = {
  to: { value: 'VERSION', about: 'A version, a range, a tag or a tarball; default: `latest`' },
  'dry-run': { about: 'Say what would happen to each file, and write nothing' },
  yes: { about: 'Do not ask before writing' },
  set: { value: 'KEY=VALUE', many: true, about: 'An answer that the new version needs, such as `region=eu`' },
  conflict: {
    value: 'HOW',
    choices: ['aside', 'inline'],
    about: '`aside` (default): the file stays, the merge goes below `.lge`; `inline`: markers in the file',
  },
  report: { value: 'FILE', about: 'Write the table of files as Markdown, for a pull request' },
  resume: { about: 'Go on with an upgrade that was interrupted' },
  rollback: { about: 'Take the last upgrade back, to the byte' },
  'no-install': { about: 'Do not run `npm install` at the end' },
  json: { about: 'As JSON: what was done to each file' },
} as const satisfies Flags;

export const upgrade = defineCommand({
  name: 'upgrade',
  about: 'Takes a newer version of the templates, and keeps what you changed',
  notes: [
    'The version is fetched apart and plans by itself. Files, options and the version in `package.json` are written as one transaction, and the packages are installed last. A database stays on its major version.',
  ],
  flags,
  examples: ['npx lge-stack upgrade', 'npx lge-stack upgrade --to 2.1.0 --dry-run', 'npx lge-stack upgrade --rollback'],
  exits: ['fault', 'conflict', 'refused', 'unanswered', 'incomplete', 'interrupted'],
  run: async (call, context) => (await import('../upgrade.js')).upgrade(call, context),
});
