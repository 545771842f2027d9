import { COMMON, type Command, type Flag, type Flags, type Word } from './command.js';
import { commands, PROGRAMS, type Program } from './commands/index.js';
import { EXITS, type ExitName } from './exit.js';

const WIDTH = 100;

/** Lines of at most `WIDTH`, those after the first indented; on a terminal, code bears no mark. */
function wrap(text: string, indent = ''): string {
  const lines: string[] = [];
  for (const word of text.replaceAll('`', '').split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(last === undefined ? word : `${indent}${word}`);
  }
  return lines.join('\n');
}

/** Two columns. */
function list(rows: readonly (readonly [string, string])[]): string {
  const column = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.map(([left, right]) => wrap(`  ${left.padEnd(column)}${right}`, ' '.repeat(column + 2))).join('\n');
}

function wordUsage({ name, required, many }: Word): string {
  const text = `${name}${many ? '...' : ''}`;
  return required ? text : `[${text}]`;
}

/** As it is typed: the command that a program has in mind needs no name. */
export function usage({ name, words = [], flags }: Command): string {
  const ownProgram = Object.entries(PROGRAMS).find(([, command]) => command?.name === name)?.[0];
  const typed = ownProgram ? [ownProgram] : ['lge-stack', name];
  const some = Object.keys(flags).length > 0 ? ['[FLAG...]'] : [];
  return ['npx', ...typed, ...words.map(wordUsage), ...some].join(' ');
}

export const flagName = (name: string, { value, short }: Flag): string =>
  `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`;

function flagList(flags: Flags): string {
  return list(Object.entries(flags).map(([name, flag]) => [flagName(name, flag), flag.about]));
}

function exitList(names: readonly ExitName[]): string {
  return list(names.map((name) => [String(EXITS[name].code), EXITS[name].about]));
}

/** Those with which any command may end, and its own. */
export function exitsOf({ exits }: Command): readonly ExitName[] {
  return (Object.keys(EXITS) as ExitName[]).filter((name) => ['ok', 'usage', ...exits].includes(name));
}

const section = (title: string, body: string): string => `${title}:\n${body}`;
const page = (parts: readonly string[]): string => `${parts.join('\n\n')}\n`;
const table = (list: readonly Command[]): readonly (readonly [string, string])[] =>
  list.map(({ name, about }) => [name, about]);
const EACH = 'npx lge-stack COMMAND --help tells all about one of them.';

function commandHelp(command: Command): string {
  return page([
    wrap(`${command.about}.`),
    `Usage: ${usage(command)}`,
    ...(command.notes ?? []).map((note) => wrap(note)),
    section('Flags', flagList({ ...command.flags, ...COMMON })),
    section('Examples', command.examples.map((example) => `  ${example}`).join('\n')),
    section('Exit codes', exitList(exitsOf(command))),
  ]);
}

/** For whoever names no command. */
function overview(): string {
  return page([
    'Looks after a container stack that create-lge-stack wrote. Edit lge.stack.json, then run npx projen.',
    'Usage: npx lge-stack COMMAND [FLAG...]',
    section('Commands', list(table(commands))),
    EACH,
    section('Exit codes', exitList(Object.keys(EXITS) as ExitName[])),
  ]);
}

/** Everything about a command; about all of them where none is named, or where it goes without saying. */
export function helpFor(command: Command | undefined, program: Program): string {
  if (!command) return overview();
  if (command !== PROGRAMS[program]) return commandHelp(command);
  const others = list(table(commands.filter((one) => one !== command)));
  return `${commandHelp(command)}\n${page([section('In the folder of a project, npx lge-stack COMMAND', others), EACH])}`;
}
