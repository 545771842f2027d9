import type { BackendFacts } from '../detect/detected.js';
import type { Fact } from '../detect/fact.js';
import { isIn, below as inside } from '../detect/path.js';
import { namedLists } from '../detect/python/requirement.js';
import type { Repository } from '../detect/repository.js';
import { below } from '../model/folder.js';

const DEVELOPMENT = [
  'requirements-dev.txt',
  'requirements/dev.txt',
  'requirements/development.txt',
  'dev-requirements.txt',
];

/** What an image installs with pip, because it knows no other way: the packages of PDM and of Pipenv, too. */
export const installsWithPip = ({ packageManager }: BackendFacts): boolean =>
  packageManager !== undefined && packageManager.value !== 'uv' && packageManager.value !== 'poetry';

/** Lists of packages in the folder of the backend, as an image that installs with pip needs them. */
export interface Lists {
  /** What development needs beside the rest; empty where nothing is known of one. */
  readonly development: string;
  /** Further ones, which those name. */
  readonly named: readonly Fact<string>[];
  /** Named as well, and in no folder that an image can copy from: paths from the root of the repository. */
  readonly outside: readonly Fact<string>[];
}

/** The lists that pip reads, and those that they name with `-r` and `-c`; undefined where pip installs nothing. */
export function listsOf(repository: Repository, backend: BackendFacts): Lists | undefined {
  if (!installsWithPip(backend)) return undefined;
  const folder = backend.folder.value;
  const there = new Set(repository.files);
  const development = DEVELOPMENT.find((name) => there.has(below(folder, name))) ?? '';
  const own = [...(backend.requirements ? [backend.requirements.value] : []), ...(development ? [development] : [])];
  const first = own.map((name) => below(folder, name));
  const seen = new Set(first);
  const all = first.flatMap((path) => namedLists(repository.read, path, seen));
  const usable = ({ value }: Fact<string>): boolean => isIn(folder, value) && there.has(value);
  return {
    development,
    named: all.filter(usable).map((fact) => ({ ...fact, value: inside(folder, fact.value) })),
    outside: all.filter((fact) => !usable(fact)),
  };
}
