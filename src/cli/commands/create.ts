import { defineCommand, type Call, type Flags } from '../command.js';

// Apart from the command, whose `run` knows their type.
const flags = {
  yes: { about: 'Ask nothing: defaults for everything that no other flag says' },
  preset: { value: 'NAME', about: '`hardened` (default) or `plan`' },
  target: { value: 'NAME', about: 'What production runs on: `compose` (default), `swarm` or `kubernetes`' },
  services: { value: 'A,B:2', about: 'Only these services, and how many containers of each; default: all' },
  port: {
    value: 'SERVICE=PORT',
    many: true,
    about: 'Its port in development, or `SERVICE.KEY=PORT`; `auto` is the next free one, `none` publishes nothing',
  },
  host: {
    value: 'MEMORY/CPUS',
    many: true,
    about: 'What the production host has, such as `2g/2cpu`; that of a developer: `development=4g/2cpu`',
  },
  limit: {
    value: 'SERVICE=MEMORY,CPUS',
    many: true,
    about: 'Of each container in production, such as `postgres=384m,0.5cpu`; or `postgres.development=384m`',
  },
  set: { value: 'KEY=VALUE', many: true, about: 'Any option, such as `services.frontend.port=8080`' },
  config: { value: 'FILE', about: 'Start from the options in `FILE`; `-` reads standard input' },
  adopt: { about: 'Add the stack to a folder that has files: none of them is overwritten' },
  conflict: {
    value: 'HOW',
    about: 'A file that is there already: `error` (default) stops, `keep` sets ours aside, `overwrite` keeps a backup',
  },
  'dry-run': { about: 'Say what would be written, and write nothing' },
  diff: { about: 'Show line by line what would be written, and write nothing' },
  json: { about: 'As JSON: what was done to each file, the options and the command that repeats it' },
  schema: { about: 'Print the JSON schema of the options, and end' },
  'print-config': { about: 'Print the options as `lge.stack.json` would have them, and end' },
  plain: { about: 'Ask line by line, without moving the cursor: for screen readers' },
  offline: { about: 'Use no network: neither `npm install` nor lock files' },
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
    'npx create-lge-stack shop --services frontend,api:3,redis,worker:2 --host 4g/2cpu --limit redis=128m --port api=auto',
    'npx create-lge-stack shop --yes --set tls=true --set domain=shop.example.com',
    'npx create-lge-stack shop --config answers.json --dry-run',
  ],
  exits: ['fault', 'conflict', 'refused', 'incomplete', 'interrupted'],
  stray: 'With npm create, flags follow two dashes: npm create lge-stack shop -- --yes.',
  run: async (call, context) => (await import('../create.js')).createProject(call, context),
  alsoWrong: async (call, context) => (await import('../settle.js')).describeMistakes(call, context),
});
