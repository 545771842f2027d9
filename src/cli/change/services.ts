import type { AnyService, Catalog } from '../../model/service.js';
import type { Source } from '../../project/session.js';
import { nearest } from '../../stack/nearest.js';
import type { Call, Context } from '../command.js';
import type { flags } from '../commands/add.js';
import { changeOptions, type Changed } from './change.js';
import { edited, written, writtenAt } from './edit.js';

interface Reason {
  readonly id: string;
  readonly because: string;
}

function strangers(words: readonly string[], catalog: Catalog): readonly string[] {
  const ids = catalog.map(({ id }) => id);
  return words
    .filter((word) => !ids.includes(word))
    .map((word) => {
      const meant = nearest(word, ids);
      return `There is no service ${word}. ${meant ? `Did you mean ${meant}?` : `There are: ${ids.join(', ')}.`}`;
    });
}

function find(id: string, catalog: Catalog): AnyService | undefined {
  return catalog.find((one) => one.id === id);
}

function hardNeeds(id: string, catalog: Catalog): readonly Reason[] {
  return (find(id, catalog)?.needs ?? [])
    .filter(({ optional }) => optional !== true)
    .map(({ service, because }) => ({ id: service, because: because ?? 'it cannot run without it' }));
}

/** What has to come along, the nearest first, each with who needs it and why. */
function missingFor(
  ids: readonly string[],
  there: ReadonlySet<string>,
  catalog: Catalog,
): readonly (Reason & { readonly by: string })[] {
  const found = new Map<string, Reason & { readonly by: string }>();
  const queue = [...ids];
  for (let id = queue.shift(); id !== undefined; id = queue.shift())
    for (const need of hardNeeds(id, catalog)) {
      if (there.has(need.id) || ids.includes(need.id) || found.has(need.id)) continue;
      found.set(need.id, { ...need, by: id });
      queue.push(need.id);
    }
  return [...found.values()];
}

function inStack(text: string, source: Source): ReadonlySet<string> {
  return new Set(source.parse(text)?.services.keys());
}

function withService(text: string, id: string): string {
  const result = edited(text, ['services', id], true);
  return 'text' in result ? result.text : text;
}

/** The text with services in it, and with what they need in turn. */
export function adding(words: readonly string[]): (text: string, source: Source) => Changed {
  return (text, source) => {
    const { catalog } = source;
    const there = inStack(text, source);
    const known = words.filter((word) => find(word, catalog));
    const fresh = known.filter((id) => !there.has(id));
    const more = missingFor(known, there, catalog);
    const added = [...fresh, ...more.map(({ id }) => id)];
    const after = added.reduce(withService, text);
    const now = inStack(after, source);
    const kept = added.filter((id) => !now.has(id)).map((id) => `.projenrc.ts leaves ${id} out: change that there.`);
    return {
      text: after,
      mistakes: [...strangers(words, catalog), ...kept],
      told: [
        ...known.map((id) => (there.has(id) ? `${id} is part of the stack already.` : `${id} is added.`)),
        ...more.map(({ id, by, because }) => `${id} is added, because ${by} needs it: ${because}.`),
      ],
    };
  };
}

/** Those that cannot do without what is taken out, and those that need them in turn. */
function dependents(
  ids: readonly string[],
  there: ReadonlySet<string>,
  catalog: Catalog,
): readonly (Reason & { readonly of: string })[] {
  const gone = new Set(ids);
  const found: (Reason & { readonly of: string })[] = [];
  for (const of of gone)
    for (const id of there) {
      const need = hardNeeds(id, catalog).find((one) => one.id === of);
      if (!need || gone.has(id)) continue;
      gone.add(id);
      found.push({ id, because: need.because, of });
    }
  return found;
}

/** Options of a service that goes are in the backup: nothing of the user's is lost. */
function tellRemoval(id: string, text: string, there: ReadonlySet<string>): string {
  if (!there.has(id)) return `${id} is left out already.`;
  const value = writtenAt(text, ['services', id]);
  const rich = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  return rich
    ? `${id} is left out. Its options are in the backup: \`npx lge-stack restore --backup last\` takes this back.`
    : `${id} is left out.`;
}

/** The text without services, unless others need them. */
export function removing(words: readonly string[]): (text: string, source: Source) => Changed {
  return (text, source) => {
    const { catalog } = source;
    const there = inStack(text, source);
    const known = words.filter((word) => find(word, catalog));
    const others = dependents(known, there, catalog);
    const reasons = others.map(({ id, because, of }) => `${id} needs ${of}: ${because}.`);
    const all = [...words, ...others.map(({ id }) => id)].join(' ');
    const way = others.length > 0 ? [`To take them out, too: npx lge-stack remove ${all}`] : [];
    const gone = others.length > 0 ? [] : known.filter((id) => there.has(id));
    return {
      text: gone.reduce((now, id) => written(now, ['services', id], false), text),
      mistakes: [...strangers(words, catalog), ...reasons, ...way],
      told: known.map((id) => tellRemoval(id, text, there)),
    };
  };
}

type Words = Call<typeof flags>;

/** Takes services into the stack, with what they need. */
export function add({ words, flags: { json, 'dry-run': dryRun } }: Words, context: Context): Promise<number> {
  return changeOptions(adding([...new Set(words)]), { command: 'add', json, dryRun }, context);
}

/** Leaves services out, unless others need them. */
export function remove({ words, flags: { json, 'dry-run': dryRun } }: Words, context: Context): Promise<number> {
  return changeOptions(removing([...new Set(words)]), { command: 'remove', json, dryRun }, context);
}
