import { defineCommand, type Flags } from '../command.js';

export const flags = {
  'exit-code': { about: 'End with 4 where somebody else has a port' },
  json: { about: 'As JSON: a list of ports, with who has each' },
} as const satisfies Flags;

export const ports = defineCommand({
  name: 'ports',
  about: 'Shows the ports that the stack publishes, who has each of them now, and the next free one',
  notes: [
    'Ports are those of the Compose files as they are now, local changes included; where the options say another, that is said. Without such a file they are those of the options.',
    'A port is tried on 0.0.0.0, 127.0.0.1 and ::, and Docker is asked what it publishes. A process is named as far as this user may know.',
  ],
  flags,
  examples: ['npx lge-stack ports', 'npx lge-stack ports --json --exit-code'],
  exits: ['fault', 'drift', 'refused', 'unanswered'],
  run: async (call, context) => (await import('../inspect/ports.js')).ports(call, context),
});
