import { defineCommand, type Call, type Flags } from '../command.js';

// Apart from the command, whose `run` knows their type.
const flags = {
  yes: { about: 'Ask nothing: defaults for everything that no other flag says' },
  preset: { value: 'NAME', about: '`hardened` (default) or `plan`' },
  services: { value: 'A,B', about: 'Only these services; default: all' },
  set: { value: 'KEY=VALUE', many: true, about: 'Any option, such as `services.frontend.port=8080`' },
  config: { value: 'FILE', about: 'Start from the options in `FILE`; `-` reads standard input' },
  'dry-run': { about: 'Say what would be written, and write nothing' },
  'no-install': { about: 'Do not run `npm install`' },
  'no-lock': { about: 'Do not make lock files for the two applications' },
  'no-git': { about: 'Do not make a Git repository' },
  self: {
    value: 'SPEC',
    about: 'What the project depends on: a version of create-lge-stack, or its tarball or folder',
  },
} as const satisfies Flags;

export type CreateCall = Call<typeof flags>;

export const create = defineCommand({
  name: 'create',
  about: 'Writes a new project: a container stack for FastAPI and React, with a starting application',
  notes: [
    'The project is named after its `FOLDER`. In a terminal it asks for what no flag says, unless `--yes` or `--config` is there; elsewhere, and with these, defaults stand in.',
    'A folder that bears the name of a command is written `./sync`, or after `create`: `npx create-lge-stack create sync`.',
  ],
  words: [{ name: 'FOLDER' }],
  flags,
  examples: [
    'npx create-lge-stack shop --yes',
    'npx create-lge-stack shop --services frontend,backend,postgres,migrate --set python.packageManager=poetry',
    'npx create-lge-stack shop --yes --set tls=true --set domain=shop.example.com',
    'npx create-lge-stack shop --config answers.json --dry-run',
  ],
  exits: ['fault', 'refused', 'incomplete', 'interrupted'],
  stray: 'With npm create, flags follow two dashes: npm create lge-stack shop -- --yes.',
  run: async (call, context) => (await import('../create.js')).createProject(call, context),
  alsoWrong: async (call, context) => (await import('../settle.js')).describeMistakes(call, context),
});
