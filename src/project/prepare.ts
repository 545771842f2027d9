import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../generated/version.js';
import { parseYaml } from '../formats/yaml-parse.js';
import { loadText } from '../index.js';
import { objectReader } from '../io/objects.js';
import type { Edit } from '../io/edits.js';
import { readState } from '../io/plan.js';
import { compareVersions, type State } from '../merge/state.js';
import { migrate, editOptions } from '../migrate/migrate.js';
import { migrations } from '../migrate/migrations.js';
import type { Ask, Migration, OptionEdit } from '../model/migration.js';
import { OPTIONS_FILE } from './paths.js';
import { readText } from './text.js';

/** What has to happen to lge.stack.json before this version can read a project that an older one wrote. */
export interface Prepared {
  /** Version that wrote the project; absent where nothing is known of it. */
  readonly from?: string;
  readonly text?: string;
  readonly edits: readonly Edit[];
  /** For people: what changes about the options, and why. */
  readonly about: readonly string[];
  readonly asks: readonly Ask[];
  /** It was a newer version than this one, whose options nobody here can read. */
  readonly newer?: true;
}

export interface PrepareOptions {
  readonly answers?: readonly OptionEdit[];
  /** Default: those of this package. */
  readonly migrations?: readonly Migration[];
}

const majorOf = (image: string): string | undefined => /:(\d+)/.exec(image.replace(/@.*/, ''))?.[1];

// Before a file of the state said what it is rendered from, no Compose file could be called otherwise.
const COMPOSE_FILES = ['docker-compose.prod.yml', 'docker-compose.yml'];

/** The image that a container had in the last pristine rendering of a Compose file. */
function imageBefore(state: State, baseOf: (hash: string) => string | undefined, id: string): string | undefined {
  const found = [...state].filter(
    ([path, { source }]) => source?.startsWith('compose/') ?? COMPOSE_FILES.includes(path),
  );
  for (const [, line] of found) {
    const text = baseOf(line.base);
    const image: unknown = text === undefined ? undefined : parseYaml(text)?.[0]?.getIn(['services', id, 'image']);
    if (typeof image === 'string') return image;
  }
  return undefined;
}

interface Pin {
  readonly edit: OptionEdit;
  readonly about: string;
}

/** A database cannot read what another major version wrote, so a new default never moves one by itself. */
function pins(dir: string, state: State, text: string): readonly Pin[] {
  const { stack } = loadText(text);
  if (!stack) return [];
  const baseOf = objectReader(dir);
  const images: Readonly<Record<string, string>> = stack.options.images;
  const { scripts } = stack.options.folders;
  return stack.services.flatMap(({ id, definition }) => {
    const key = definition.dataOf;
    const image = key === undefined ? undefined : images[key];
    const before = key === undefined ? undefined : imageBefore(state, baseOf, id);
    if (key === undefined || image === undefined || before === undefined || majorOf(before) === majorOf(image))
      return [];
    const edit: OptionEdit = { kind: 'set', path: ['images', key], value: before };
    const written = editOptions(text, { kind: 'remove', path: ['images', key] }) !== text;
    if (written) return [];
    const about = `images.${key} stays ${before}: version ${majorOf(image) ?? image} cannot read its data. To move it: ${scripts}/backup.sh, change images.${key}, npx projen, an empty volume, ${scripts}/restore.sh.`;
    return [{ edit, about }];
  });
}

/** Reads, and writes nothing. The project has been written by this version or an older one. */
export function prepare(dir: string, { answers = [], migrations: all = migrations }: PrepareOptions = {}): Prepared {
  const remembered = readState(dir);
  const none = { edits: [], about: [], asks: [] };
  if (!existsSync(join(dir, OPTIONS_FILE)) || 'reason' in remembered) return none;
  const { version: from } = remembered;
  if (from === undefined) return none;
  if (compareVersions(from, version) > 0) return { from, ...none, newer: true };
  if (compareVersions(from, version) === 0 && answers.length === 0) return { from, ...none };
  const before = readText(dir, OPTIONS_FILE) ?? '';
  const migrated = migrate(before, from, all, answers);
  const kept = pins(dir, remembered.state, migrated.text);
  const content = kept.reduce((text, { edit }) => editOptions(text, edit), migrated.text);
  const about = [...migrated.about, ...kept.map((pin) => pin.about)];
  if (content === before) return { from, ...none, about, asks: migrated.asks };
  return { from, text: content, edits: [{ path: OPTIONS_FILE, before, content }], about, asks: migrated.asks };
}
