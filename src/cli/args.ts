import { parseArgs } from 'node:util';
import { COMMON, type Call, type Command, type Flag, type Flags } from './command.js';
import { commands, PROGRAMS, type Program } from './commands/index.js';

export interface Read {
  /** Absent where none was named and none is meant: an overview of them all is wanted. */
  readonly command?: Command;
  readonly call: Call;
  /** What is wrong, one sentence each. */
  readonly mistakes: readonly string[];
  readonly wants?: 'help' | 'version';
  readonly debug?: true;
}

/** The known name that was probably meant. */
type Nearest = (word: string, known: readonly string[]) => string | undefined;

interface Chosen {
  readonly command?: Command;
  readonly rest: readonly string[];
  readonly mistakes: readonly string[];
}

interface Situation {
  readonly program: Program;
  readonly inProject: boolean;
  readonly nearest: Nearest;
}

const names = commands.map(({ name }) => name);

function unknownCommand(word: string, fallback: Command | undefined, nearest: Nearest): string {
  const meant = nearest(word, names);
  const instead = meant ? `Did you mean ${meant}?` : `There are: ${names.join(', ')}.`;
  const folder = fallback ? ` For a new project in a folder of that name: npx create-lge-stack create ${word}.` : '';
  return `There is no command ${word}. ${instead}${folder}`;
}

/** The command comes first. Where the program has one in mind, another first word belongs to that. */
function choose([first, ...others]: readonly string[], { program, inProject, nearest }: Situation): Chosen {
  // In the folder of a project, hardly anybody wants another one inside, and none in a folder called snyc.
  const fallback = first === undefined && inProject ? undefined : PROGRAMS[program];
  const rest = first === undefined ? [] : [first, ...others];
  const command = commands.find(({ name }) => name === first);
  if (command) return { command, rest: others, mistakes: [] };
  const isWord = first !== undefined && !first.startsWith('-');
  const isSlip = isWord && inProject && /^[a-z-]+$/.test(first) && nearest(first, names) !== undefined;
  if (isWord && (!fallback || isSlip)) return { rest: [], mistakes: [unknownCommand(first, fallback, nearest)] };
  return { ...(fallback && { command: fallback }), rest, mistakes: [] };
}

/** What parseArgs of Node wants to know of flags. */
function configuration(flags: Flags): NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']> {
  return Object.fromEntries(
    Object.entries(flags).map(([name, { value, short }]) => [
      name,
      { type: value ? 'string' : 'boolean', multiple: value !== undefined, ...(short !== undefined && { short }) },
    ]),
  );
}

interface Token {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
}

function mistakeIn({ name, rawName, value }: Token, flags: Flags, nearest: Nearest): string | undefined {
  const flag = Object.hasOwn(flags, name) ? flags[name] : undefined;
  if (!flag) {
    const meant = rawName.startsWith('--') ? nearest(name, Object.keys(flags)) : undefined;
    return `There is no flag ${rawName}.${meant ? ` Did you mean --${meant}?` : ' See --help.'}`;
  }
  if (flag.value && (value === undefined || value === '' || value.startsWith('--')))
    return `--${name} wants a value: --${name} ${flag.value}.`;
  if (!flag.value && value !== undefined) return `--${name} takes no value.`;
  return wrongChoice(`--${name}`, value, flag.choices);
}

function wrongChoice(
  what: string,
  said: string | undefined,
  choices: readonly string[] | undefined,
): string | undefined {
  if (said === undefined || !choices || choices.includes(said)) return undefined;
  return `${what} wants ${choices.length === 2 ? choices.join(' or ') : `one of ${choices.join(', ')}`}.`;
}

function wordMistakes({ words = [], stray }: Command, said: readonly string[]): readonly string[] {
  const open = words.at(-1)?.many === true;
  const tooMany = open ? [] : said.slice(words.length);
  const missing = words.slice(said.length).filter(({ required }) => required);
  const wrong = words.flatMap(({ name, choices }, index) => wrongChoice(name, said[index], choices) ?? []);
  return [
    ...missing.map(({ name }) => `Say ${name} as well.`),
    ...wrong,
    ...tooMany.map((word) => `"${word}" is one word too many.${stray ? ` ${stray}` : ''}`),
  ];
}

function add(said: Values, name: string, { value, many }: Flag, text: string): Values {
  if (!value) return { ...said, [name]: true };
  return { ...said, [name]: many ? [...((said[name] as readonly string[] | undefined) ?? []), text] : text };
}

type Values = Readonly<Record<string, unknown>>;

/** Flags before a command are not looked at: which there are depends on it. */
function commandFirst(program: Program): string {
  return `The command comes first: npx ${program} COMMAND [FLAG...]. There are: ${names.join(', ')}.`;
}

interface Said extends Call {
  readonly mistakes: readonly string[];
}

function readFlags(args: readonly string[], flags: Flags, nearest: Nearest): Said {
  const options = configuration(flags);
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const words: string[] = [];
  const mistakes: string[] = [];
  let said: Values = {};
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const mistake = mistakeIn(token, flags, nearest);
    if (mistake) mistakes.push(mistake);
    else said = add(said, token.name, flags[token.name]!, token.value ?? '');
  }
  return { words, flags: said as Call['flags'], mistakes };
}

/** Whether the first word, if there is one, is a command: then there is nothing to guess about it. */
export function isPlain([first]: readonly string[]): boolean {
  return first === undefined || first.startsWith('-') || first === 'help' || names.includes(first);
}

/**
 * Reads the command line; every mistake is collected. `inProject`: whether it is said in the folder of a project.
 * Without `nearest`, nothing is proposed in place of what there is not.
 */
export function readArguments(
  args: readonly string[],
  program: Program,
  inProject: boolean,
  nearest: Nearest = () => undefined,
): Read {
  // `help pin` is `pin --help`.
  const asked = args[0] === 'help' ? [...args.slice(1), '--help'] : args;
  const { command, rest, mistakes } = choose(asked, { program, inProject, nearest });
  const said = readFlags(rest, { ...command?.flags, ...COMMON }, nearest);
  const { help, version, debug, ...flags } = said.flags;
  const wants = help ? ('help' as const) : version ? ('version' as const) : undefined;
  const call = { words: said.words, flags };
  const more = { ...(wants && { wants }), ...(debug && { debug: true as const }) };
  if (command)
    return {
      command,
      call,
      mistakes: [...said.mistakes, ...wordMistakes(command, said.words)],
      ...more,
    };
  const lost = rest.length > 0 && !wants ? [commandFirst(program)] : [];
  return { call, mistakes: [...mistakes, ...lost], ...more };
}
