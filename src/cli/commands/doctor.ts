import { defineCommand, type Flags } from '../command.js';

export const flags = {
  production: { about: 'Try the ports of production as well, where it runs on this machine' },
  json: { about: 'As JSON: the exit code, and a list of findings' },
} as const satisfies Flags;

export const doctor = defineCommand({
  name: 'doctor',
  about: 'Looks at the machine and the project, and says how to mend what is wrong; changes nothing',
  notes: [
    'It looks at Docker and Compose and their versions, at the ports of development, at the memory and the processors of the engine, at whether a container sees this folder, at the options, the files, whether Compose files publish what the options say, the lock files and `.env`. A problem is something that will not work, and ends with 4; a warning is something to look at.',
    'To see whether files are shared it runs one container, of an image that is there already, and removes it.',
  ],
  flags,
  examples: ['npx lge-stack doctor', 'npx lge-stack doctor --production', 'npx lge-stack doctor --json'],
  exits: ['fault', 'drift', 'refused', 'unanswered'],
  run: async (call, context) => (await import('../doctor/doctor.js')).doctor(call, context),
});
