import type { Repository } from '../../detect/repository.js';
import { LAID_OVER, LOOKED_FOR } from '../../model/compose-files.js';
import { folderOf } from './paths.js';

/** What a word in a file's name, or in a profile's, says that it is for. */
const WORDS: readonly (readonly [means: Purpose, words: RegExp])[] = [
  ['override', /^overrides?$/],
  ['tests', /^(?:tests?|testing|ci|e2e|integration|playwright|cypress)$/],
  ['development', /^(?:dev|devel|develop|development|local|debug|devcontainer)$/],
  ['production', /^(?:prod|production|live|release|deploy|deployment|server|selfhost|stag(?:e|ing))$/],
];

export type Purpose = 'development' | 'production' | 'override' | 'tests';

export function purposeOf(name: string): Purpose | undefined {
  const words = name.toLowerCase().split(/[^a-z0-9]+/);
  return WORDS.find(([, pattern]) => words.some((word) => pattern.test(word)))?.[0];
}

const COMPOSE_NAME = /^(?:docker[-_.])?compose(?:[-_.][\w.-]+)?\.ya?ml$|^[\w.-]+[-_.](?:docker-)?compose\.ya?ml$/i;
/** As cookiecutters name theirs; only what is in them tells. */
const BARE_NAME = /^(?:local|dev|development|prod|production|staging|stack|test)\.ya?ml$/i;

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const stem = (path: string): string => baseName(path).replace(/\.ya?ml$/i, '');

/** What stands in a name beside `docker-compose`. */
export const suffixOf = (path: string): string => stem(path).replace(/^(?:docker[-_.])?compose[-_.]?/i, '');

export interface Candidates {
  /** The folder that Compose would be run in. */
  readonly folder: string;
  /** What `docker compose up` takes there. */
  readonly base?: string;
  /** What it takes beside that. */
  readonly override?: string;
  readonly others: readonly string[];
  /** Files of other folders, and defaults that lose to another one. */
  readonly aside: readonly { readonly path: string; readonly why: string }[];
}

function folders(paths: readonly string[]): readonly string[] {
  const depth = (folder: string): number => (folder === '' ? 0 : folder.split('/').length);
  return [...new Set(paths.map(folderOf))].toSorted((a, b) => depth(a) - depth(b) || a.localeCompare(b));
}

const NOT_OURS = /(?:^|\/)(?:node_modules|\.github|\.devcontainer|examples?|docs|vendor|tests?|\.venv)\//;

/** Which files of a repository are of Compose, by their names. */
export function candidatesIn(repository: Repository): Candidates | undefined {
  const all = repository.files.filter((path) => {
    if (COMPOSE_NAME.test(baseName(path))) return true;
    return BARE_NAME.test(baseName(path)) && /^services:/m.test(repository.read(path) ?? '');
  });
  const near = all.filter((path) => !NOT_OURS.test(path));
  const folder = folders(near)[0];
  if (folder === undefined) return undefined;
  const here = near.filter((path) => folderOf(path) === folder);
  const inOrder = (names: readonly string[]): readonly string[] =>
    names.flatMap((name) => here.filter((path) => baseName(path) === name));
  const [base, ...shadowed] = inOrder(LOOKED_FOR);
  const [override, ...spare] = inOrder(LAID_OVER);
  const aside = [
    ...shadowed.map((path) => ({ path, why: `Compose takes ${baseName(base!)} where both are there.` })),
    ...spare.map((path) => ({ path, why: `Compose takes ${baseName(override!)} where both are there.` })),
    ...all
      .filter((path) => !here.includes(path))
      .map((path) => ({ path, why: 'It is in a folder of its own and nothing names it.' })),
  ];
  const known = new Set([base, override, ...aside.map(({ path }) => path)]);
  return {
    folder,
    ...(base !== undefined && { base }),
    ...(override !== undefined && { override }),
    others: here.filter((path) => !known.has(path)),
    aside,
  };
}
