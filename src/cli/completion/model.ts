import { catalog, presets } from '../../index.js';
import { allKeys } from '../../stack/keys.js';
import { COMMON, type Command, type Flags } from '../command.js';

/** What a shell offers at a place: something that it knows by itself, a list, or words. */
export type Wanted =
  | { readonly kind: 'files' | 'folders' | 'nothing' }
  | { readonly kind: 'list'; readonly list: ListName; readonly files?: true }
  | { readonly kind: 'words'; readonly words: readonly string[] };

export type ListName = 'services' | 'keys' | 'assignments' | 'service_assignments';

export interface CompletedFlag {
  /** With its dashes. */
  readonly name: string;
  readonly about: string;
  /** Of its value; absent where it has none. */
  readonly wants?: Wanted;
}

export interface CompletedCommand {
  readonly name: string;
  readonly about: string;
  readonly flags: readonly CompletedFlag[];
  /** Of words without a dash. */
  readonly wants: Wanted;
}

/** All that a script of any shell is made of. */
export interface Completion {
  readonly commands: readonly CompletedCommand[];
  readonly lists: Readonly<Record<ListName, readonly string[]>>;
}

/** How a word such as FILE is completed. */
const BY_NAME: Readonly<Record<string, Wanted>> = {
  FILE: { kind: 'files' },
  FOLDER: { kind: 'folders' },
  SERVICE: { kind: 'list', list: 'services' },
  KEY: { kind: 'list', list: 'keys' },
  'KEY=VALUE': { kind: 'list', list: 'assignments' },
  'KEY|FILE': { kind: 'list', list: 'keys', files: true },
};

function wanted(name: string, choices: readonly string[] | undefined): Wanted {
  if (choices) return { kind: 'words', words: choices };
  if (name.startsWith('SERVICE=')) return { kind: 'list', list: 'service_assignments' };
  return BY_NAME[name] ?? { kind: 'nothing' };
}

/** Texts of commands may be marked as code; a shell shows them as they are. */
const plain = (text: string): string => text.replaceAll('`', '');

function flagsOf(flags: Flags): readonly CompletedFlag[] {
  return Object.entries(flags).map(([name, { about, value, choices }]) => ({
    name: `--${name}`,
    about: plain(about),
    ...(value !== undefined && { wants: wanted(value, choices) }),
  }));
}

function commandOf({ name, about, flags, words = [] }: Command): CompletedCommand {
  const [first] = words;
  return {
    name,
    about: plain(about),
    flags: flagsOf({ ...flags, ...COMMON }),
    wants: first ? wanted(first.name, first.choices) : { kind: 'nothing' },
  };
}

/** From what the parser and the help read, and from the questions. */
export function completionModel(commands: readonly Command[]): Completion {
  const keys = allKeys(catalog, presets);
  const assignments = keys.flatMap(({ path, question }) => {
    const key = path.join('.');
    if (question.kind === 'confirm') return [`${key}=true`, `${key}=false`];
    return question.kind === 'select' ? question.options.map((option) => `${key}=${option}`) : [`${key}=`];
  });
  const services = catalog.map(({ id }) => id);
  return {
    commands: commands.map(commandOf),
    lists: {
      services,
      keys: keys.map(({ path }) => path.join('.')),
      assignments,
      service_assignments: services.map((id) => `${id}=`),
    },
  };
}
