import { commands } from '../src/cli/commands/index.js';
import type { Command } from '../src/cli/command.js';
import { EXITS } from '../src/cli/exit.js';
import { exitsOf, flagName, usage } from '../src/cli/help.js';
import { code, table } from '../src/render/docs/markdown.js';

function section(command: Command): readonly string[] {
  const { name, about, notes = [], flags, examples } = command;
  const codes = exitsOf(command).map((exit) => code(String(EXITS[exit].code)));
  const rows = Object.entries(flags).map(([flag, one]) => [code(flagName(flag, one)), one.about]);
  return [
    `## ${name}`,
    `${about}.`,
    `\`\`\`sh\n${usage(command)}\n\`\`\``,
    ...notes,
    ...(rows.length > 0 ? [table(['Flag', 'Meaning'], rows)] : []),
    `For example:\n\n\`\`\`sh\n${examples.join('\n')}\n\`\`\``,
    `Exit codes: ${codes.join(', ')}.`,
  ];
}

/** docs/commands.md, from what the parser and the help read. */
export const commandsText = (): readonly string[] => [
  '# Commands',
  '`npx create-lge-stack` writes a new project; in it, `npx lge-stack COMMAND` does the rest. Either knows all of them, and every command has `--help`, `--version` and `--debug`, which shows all of a fault.',
  ...commands.flatMap(section),
  '## Exit codes',
  table(
    ['Code', 'Meaning'],
    Object.values(EXITS).map((exit) => [code(String(exit.code)), exit.about]),
  ),
  '`npx projen` does what `npx lge-stack sync` does, and ends with `0` or `1` alone: projen starts it as a task, says which task failed, and keeps its exit code to itself. Scripts that want to know more run `npx lge-stack sync`.',
];
