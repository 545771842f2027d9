import { parseArgs } from 'node:util';
import { nearest } from '../stack/nearest.js';
import { FLAGS, type Flag, type FlagName } from './flags.js';

export interface Arguments {
  readonly positionals: readonly string[];
  readonly flags: Readonly<Partial<Record<FlagName, readonly string[]>>>;
  /** What is wrong, one sentence each. */
  readonly mistakes: readonly string[];
}

const options = Object.fromEntries(
  FLAGS.map((flag: Flag) => [
    flag.name,
    flag.value ? ({ type: 'string', multiple: true } as const) : ({ type: 'boolean' } as const),
  ]),
);

const known = (name: string): Flag | undefined => FLAGS.find((flag) => flag.name === name);

function mistakeIn(name: string, value: string | undefined): string | undefined {
  const flag = known(name);
  const meant = nearest(
    name,
    FLAGS.map((one) => one.name),
  );
  if (!flag) return `There is no flag --${name}.${meant ? ` Did you mean --${meant}?` : ' See --help.'}`;
  if (flag.value && (value === undefined || value === '' || value.startsWith('--')))
    return `--${name} wants a value: --${name} ${flag.value}.`;
  if (!flag.value && value !== undefined) return `--${name} takes no value.`;
  return undefined;
}

/** Reads the command line; every mistake is collected. */
export function readArguments(args: readonly string[]): Arguments {
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const positionals: string[] = [];
  const flags: Partial<Record<FlagName, string[]>> = {};
  const mistakes: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const mistake = mistakeIn(token.name, token.value);
    if (mistake) mistakes.push(mistake);
    else (flags[token.name as FlagName] ??= []).push(token.value ?? 'true');
  }
  return { positionals, flags, mistakes };
}
