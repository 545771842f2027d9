import type { Style } from '../../io/terminal.js';
import type { Owner } from '../../model/files.js';
import { columns } from '../inspect/table.js';
import { POLICY } from './alter.js';
import type { FileFacts, LineFacts } from './file.js';
import type { Span } from './influence.js';
import type { KeyFacts, Origin } from './key.js';

const quoted = (value: unknown): string => (value === undefined ? 'none' : JSON.stringify(value));

const ORIGINS: Readonly<Record<Origin, string>> = {
  code: 'as .projenrc.ts says',
  file: 'as lge.stack.json says',
  preset: 'as the preset says',
  default: 'the default',
};

const OWNERS: Readonly<Record<Owner, string>> = {
  managed: 'ours alone: an edit is refused',
  merged: 'shared: your edits are merged with what the template changes',
  seed: 'yours: written once, never touched again',
  added: 'yours: lines or keys that the stack needs are added',
};

/** How many options or files are listed; `--json` has all. */
const SHOWN = 12;

function listed(items: readonly string[], none: string): string {
  if (items.length === 0) return none;
  const more = items.length > SHOWN ? ` and ${items.length - SHOWN} more` : '';
  return `${items.slice(0, SHOWN).join(', ')}${more}`;
}

function lines(spans: readonly Span[]): string {
  const count = spans.reduce((sum, [first, last]) => sum + Math.max(1, last - first + 1), 0);
  if (count === 0) return 'new';
  return count === 1 ? '1 line' : `${count} lines`;
}

/** A word and what it is; long texts go on below themselves. */
function rows(pairs: readonly (readonly [string, string | undefined])[]): string {
  return columns(pairs.flatMap(([word, text]) => (text === undefined ? [] : [[word, text]])));
}

function changed({ changes, tried }: KeyFacts): string {
  const paths = Object.entries(changes).map(([path, spans]) => `${path} (${lines(spans)})`);
  const which = tried === undefined ? '' : ` with ${quoted(tried)}`;
  return paths.length === 0 ? `no file${which}` : `${listed(paths, '')}${which}`;
}

export function keyWords(facts: KeyFacts, style: Style): string {
  const { key, question, value, default: preset, origin, line, takes, rules, once, below } = facts;
  const where = line === undefined ? '' : `, line ${line}`;
  const now = value === undefined ? 'none: its service is left out' : `${quoted(value)}, ${ORIGINS[origin]}${where}`;
  const about = rows([
    ['about', question],
    ['value', now],
    ['default', quoted(preset)],
    ['takes', takes],
    ...rules.map(({ code, about: what }, index): [string, string] => [index === 0 ? 'rules' : '', `${code}: ${what}`]),
    ['changes', changed(facts)],
    ['not', once.length === 0 ? undefined : `${listed(once, '')}: written once, before`],
    ['below', below.length === 0 ? undefined : listed(below, '')],
  ]);
  return `${style.bold(key)}\n${about}`;
}

export function fileWords(facts: FileFacts, style: Style): string {
  const { path, owner, template, broughtBy, version, state, dependsOn, stale } = facts;
  const about = rows([
    ['owner', `${owner}: ${OWNERS[owner]}`],
    ['from', template && `template ${template}`],
    ['part of', broughtBy ?? 'every stack'],
    ['version', version],
    ['state', state],
    owner === 'seed'
      ? ['options', `none now: it was written once${dependsOn.length > 0 ? `, by ${listed(dependsOn, '')}` : ''}`]
      : ['options', listed(dependsOn, 'none: it is the same in every stack')],
    ['since', stale && `options or the template have changed: \`npx lge-stack diff ${path} --upstream\` shows it`],
  ]);
  return `${style.bold(path)}\n${about}`;
}

function instead(text: readonly string[]): string {
  const [first, ...more] = text;
  if (first === undefined) return 'it would not be there';
  return `\`${first.trim()}\`${more.length > 0 ? ` and ${more.length} more` : ''}`;
}

const named = (key: string): string =>
  key.startsWith(POLICY) ? `the preset (its switch ${key.slice(POLICY.length)})` : key;

export function lineWords({ path, line, text, yours, once, because }: LineFacts, style: Style): string {
  const head = `${style.bold(`${path}:${line}`)}\n  ${text.trim() === '' ? style.dim('an empty line') : text.trim()}\n`;
  if (yours) return `${head}It is yours: what the template renders has no such line.\n`;
  if (because.length === 0) return `${head}It is the same in every stack: no option changes it.\n`;
  const table = columns(because.map((one) => [named(one.key), `with ${quoted(one.tried)}: ${instead(one.instead)}`]));
  if (once)
    return `${head}It was written once, and no option changes it now. It followed from these, what is most about it first:\n${table}`;
  return `${head}It follows from these options, what is most about it first:\n${table}`;
}
