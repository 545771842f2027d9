import { describe, expect, it } from 'vitest';
import { readArguments } from '../../src/cli/args.js';
import { commands } from '../../src/cli/commands/index.js';
import { EXITS } from '../../src/cli/exit.js';
import { helpFor } from '../../src/cli/help.js';

/** As a terminal shows it. */
const plain = (text: string): string => text.replaceAll('`', '');

describe.each(commands)('$name', (command) => {
  const { name, about, flags, examples, exits } = command;
  const text = helpFor(command, 'lge-stack');

  it('tells what it does, how it is typed, its flags and its exit codes', () => {
    expect(text).toMatch(new RegExp(`^${plain(about)}\\.\n\nUsage: npx (lge-stack ${name}|create-lge-stack)`));
    for (const flag of Object.keys(flags)) expect(text).toContain(`  --${flag}`);
    for (const exit of ['ok', 'usage', ...exits] as const)
      expect(text).toMatch(new RegExp(`^ {2}${EXITS[exit].code} +${EXITS[exit].about}`, 'm'));
  });

  it('has examples that are read without a mistake, as this command', () => {
    expect(examples).not.toEqual([]);
    for (const example of examples) {
      const [, program, ...args] = example.split(' && ')[0]!.split(' ');
      const read = readArguments(args, program as 'lge-stack', false);
      expect({ example, command: read.command?.name, mistakes: read.mistakes }).toEqual({
        example,
        command: name,
        mistakes: [],
      });
    }
  });

  it('says its flags in lower case, each with one sentence about it', () => {
    for (const [flag, { about: meaning }] of Object.entries(flags)) {
      expect(flag).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(meaning).toMatch(/^\S.*[^.]$/);
    }
  });
});

it('no two commands have a name in common, and none is called help', () => {
  const names = [...commands.map(({ name }) => name), 'help'];
  expect(new Set(names).size).toBe(names.length);
});

it('an exit code has one meaning', () => {
  const codes = Object.values(EXITS).map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
});
