import { presets } from '../../index.js';
import type { Source } from '../../project/session.js';
import { allKeys, valueOf, type Key } from '../../stack/keys.js';
import type { Call, Context } from '../command.js';
import type { flags } from '../commands/set.js';
import { EXIT } from '../exit.js';
import { typed } from '../json.js';
import { changeOptions, type Changed } from './change.js';
import { edited, writtenAt } from './edit.js';

interface Assignment {
  readonly path: readonly string[];
  /** Absent where the option is to be left to its default. */
  readonly text?: string;
}

/** What was typed, as the option takes it: `16.4` is a number, and as an answer to a text it is one. */
export function typedValue(text: string, question: Key['question'] | undefined): unknown {
  const json = typed(text);
  if (!question || question.kind === 'named') return json;
  if (question.kind === 'list' && !Array.isArray(json))
    return text === '' ? [] : text.split(',').map((item) => item.trim());
  const wantsText = ['text', 'select', 'memory'].includes(question.kind);
  return wantsText && typeof json !== 'string' ? text : json;
}

const dotted = (path: readonly string[]): string => path.join('.');

/** `KEY=VALUE` each, or what is wrong with it. */
function readWords(words: readonly string[], unset: readonly string[]): readonly (Assignment | string)[] {
  const said = words.map((word) => {
    const at = word.indexOf('=');
    if (at < 1) return `${word}: write KEY=VALUE, such as services.frontend.port=8080.`;
    return { path: word.slice(0, at).split('.'), text: word.slice(at + 1) };
  });
  const all: readonly (Assignment | string)[] = [...said, ...unset.map((key) => ({ path: key.split('.') }))];
  const paths = all.flatMap((one) => (typeof one === 'string' ? [] : [dotted(one.path)]));
  const twice = new Set(paths.filter((path, index) => paths.indexOf(path) !== index));
  return [...all, ...[...twice].map((path) => `${path} is said twice: which is meant?`)];
}

const quoted = (value: unknown): string => (value === undefined ? 'left out' : JSON.stringify(value));

/** What an assignment changes, with what the option was before, defaults included. */
function tell({ path }: Assignment, keys: readonly Key[], before: string, after: string, source: Source): string {
  const key = keys.find((one) => dotted(one.path) === dotted(path));
  const [old, now] = [source.parse(before), source.parse(after)];
  if (!key || !old || !now) return `${dotted(path)} is written`;
  const [from, to] = [quoted(valueOf(key, old)), quoted(valueOf(key, now))];
  const wins = writtenAt(JSON.stringify(source.over ?? {}), path) === undefined ? '' : ': .projenrc.ts says so';
  return from === to ? `${dotted(path)}: ${to}, as before${wins}` : `${dotted(path)}: ${from} → ${to}`;
}

function blockedMessage(path: readonly string[], by: readonly string[]): string {
  const [first, id] = by;
  return first === 'services' && by.length === 2
    ? `${dotted(path)}: ${id!} is left out. Add it with \`npx lge-stack add ${id!}\`.`
    : `${dotted(path)}: ${dotted(by)} holds a value, and no options.`;
}

/** The text of the options with these assignments. */
export function withAssignments(said: readonly (Assignment | string)[]): (text: string, source: Source) => Changed {
  return (before, source) => {
    const keys = allKeys(source.catalog, presets);
    const assignments = said.filter((one) => typeof one !== 'string');
    const mistakes = said.filter((one) => typeof one === 'string');
    let text = before;
    for (const { path, text: typed } of assignments) {
      const question = keys.find((key) => dotted(key.path) === dotted(path))?.question;
      const result = edited(text, path, typed === undefined ? undefined : typedValue(typed, question));
      if ('text' in result) text = result.text;
      else mistakes.push(blockedMessage(path, result.blockedBy));
    }
    return { text, mistakes, told: assignments.map((one) => tell(one, keys, before, text, source)) };
  };
}

/** Changes options, and brings the project to them. */
export async function set({ words, flags: said }: Call<typeof flags>, context: Context): Promise<number> {
  const { unset = [], json, 'dry-run': dryRun } = said;
  if (words.length + unset.length === 0) {
    context.errors.write('Say what to set: KEY=VALUE, such as services.frontend.port=8080, or --unset KEY.\n');
    return EXIT.usage;
  }
  return changeOptions(withAssignments(readWords(words, unset)), { command: 'set', json, dryRun }, context);
}
