import jsonc from 'jsonc-parser';
import { withValue } from '../merge/json-edit.js';
import { compareVersions } from '../merge/state.js';
import type { Ask, Migration, OptionEdit, OptionPath } from '../model/migration.js';

type Json = Readonly<Record<string, unknown>>;

function parse(text: string): Json {
  return (jsonc.parse(text, [], { allowTrailingComma: true }) ?? {}) as Json;
}

function at(json: unknown, path: OptionPath): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Readonly<Record<string | number, unknown>> | undefined)?.[key],
    json,
  );
}

/** The same property under another key: where it stands, and what is said beside it, stay as they are. */
function withKey(text: string, path: OptionPath, key: string): string {
  const tree = jsonc.parseTree(text, [], { allowTrailingComma: true });
  const name = tree && jsonc.findNodeAtLocation(tree, [...path])?.parent?.children?.[0];
  if (!name) return text;
  return text.slice(0, name.offset) + JSON.stringify(key) + text.slice(name.offset + name.length);
}

const isSame = (a: OptionPath, b: OptionPath): boolean => JSON.stringify(a) === JSON.stringify(b);

function rename(text: string, path: OptionPath, to: OptionPath, value: unknown): string {
  const key = to.at(-1);
  if (typeof key === 'string' && isSame(path.slice(0, -1), to.slice(0, -1))) return withKey(text, path, key);
  return withValue(withValue(text, to, value), path, undefined);
}

/** The text after one edit; itself where there is nothing to do. */
export function editOptions(text: string, edit: OptionEdit): string {
  const json = parse(text);
  if (edit.kind === 'set')
    return JSON.stringify(at(json, edit.path)) === JSON.stringify(edit.value)
      ? text
      : withValue(text, edit.path, edit.value);
  const value = at(json, edit.path);
  if (value === undefined) return text;
  // What the new place says already is newer.
  if (edit.kind === 'remove' || at(json, edit.to) !== undefined) return withValue(text, edit.path, undefined);
  return rename(text, edit.path, edit.to, value);
}

export interface Migrated {
  readonly text: string;
  /** What was changed, in the order of the versions. */
  readonly about: readonly string[];
  /** What the user has to say before anything can be written; empty when nothing. */
  readonly asks: readonly Ask[];
}

/**
 * Brings the text of lge.stack.json from the form of one version to that of now. Step by step or at once comes to the
 * same, because each migration sees what the one before it left.
 *
 * @param from Version that wrote the project; absent where nothing is known of it, then nothing is migrated.
 */
export function migrate(
  text: string,
  from: string | undefined,
  migrations: readonly Migration[],
  answers: readonly OptionEdit[] = [],
): Migrated {
  if (from === undefined) return { text, about: [], asks: [] };
  const due = migrations
    .filter(({ version }) => compareVersions(version, from) > 0)
    .toSorted((a, b) => compareVersions(a.version, b.version));
  let now = text;
  const about: string[] = [];
  for (const { edits, about: what } of due) {
    const before = now;
    for (const edit of edits?.(parse(now)) ?? []) now = editOptions(now, edit);
    if (now !== before) about.push(what);
  }
  for (const answer of answers) now = editOptions(now, answer);
  const options = parse(now);
  const asks = due
    .flatMap((migration) => migration.asks?.(options) ?? [])
    .filter(({ path }) => at(options, path) === undefined);
  return { text: now, about, asks };
}
