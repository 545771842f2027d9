import { defineCommand } from '../command.js';

export const pin = defineCommand({
  name: 'pin',
  about: 'Writes the digest behind the tag of each base image into `lge.stack.json`',
  notes: [
    'Every build starts from the same bytes then. Run again, it takes the digests of today. It asks the registries, by `docker buildx`; an image that none answers for is left as it is.',
  ],
  flags: {},
  examples: ['npx lge-stack pin && npx projen'],
  exits: ['fault', 'incomplete'],
  run: async (_, context) => (await import('../pin.js')).pin(context),
});
