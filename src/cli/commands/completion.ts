import { defineCommand } from '../command.js';

export const completion = defineCommand({
  name: 'completion',
  about: 'Prints what makes a shell complete commands, flags, services and options',
  notes: [
    'For bash, put `source <(npx lge-stack completion bash)` into `~/.bashrc`; for zsh, `source <(npx lge-stack completion zsh)` after `compinit` in `~/.zshrc`; for fish, write it to `~/.config/fish/completions/lge-stack.fish`. It completes `lge-stack`, `create-lge-stack`, and both behind `npx`, where nothing else completes `npx`.',
  ],
  words: [{ name: 'SHELL', required: true, choices: ['bash', 'zsh', 'fish'] }],
  flags: {},
  examples: ['npx lge-stack completion bash', 'npx lge-stack completion zsh', 'npx lge-stack completion fish'],
  exits: ['fault'],
  run: async (call, context, all) => (await import('../completion/completion.js')).completion(call, context, all),
});
