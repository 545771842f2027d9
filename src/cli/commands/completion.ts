import { defineCommand } from '../command.js';

export const completion = defineCommand({
  name: 'completion',
  about: 'Prints what makes a shell complete commands, flags, services and options',
  notes: [
    'Write it, in a project, to a file that the shell reads: for bash `~/.local/share/bash-completion/completions/lge-stack`, for zsh `_lge-stack` in a folder of `$fpath`, for fish `~/.config/fish/completions/lge-stack.fish`. It completes `lge-stack`, `create-lge-stack`, and both behind `npx`, where nothing else completes `npx`.',
  ],
  words: [{ name: 'SHELL', required: true, choices: ['bash', 'zsh', 'fish'] }],
  flags: {},
  examples: ['npx lge-stack completion bash', 'npx lge-stack completion zsh', 'npx lge-stack completion fish'],
  exits: ['fault'],
  run: async (call, context, all) => (await import('../completion/completion.js')).completion(call, context, all),
});
