import { LOOKED_FOR } from '../model/compose-files.js';
import { fileQuestions } from '../model/file-questions.js';
import type { Options } from './breaks/break.js';
import type { Imported, ImportedFile } from './imported.js';

const named = ({ files }: Imported, is: ImportedFile['is']): string | undefined =>
  files.find((file) => file.is === is && !file.path.includes('/'))?.path;

/** `docker-compose.yml` and `prod` → `docker-compose.prod.yml`. */
const beside = (file: string, word: string): string => file.replace(/(\.ya?ml)$/, `.${word}$1`);

/**
 * The names of Compose files that mean in the repository what ours mean: nothing of ours takes a name that means something
 * else there, and Compose finds what it found. A file that both environments start from is development's: ours of
 * production stands alone. One that tells its environments apart by profiles stays for both, and ours stand beside it.
 */
export function composeNames(imported: Imported): Options {
  const taken = new Set(imported.files.map(({ path }) => path));
  if (taken.size === 0) return {};
  const base = named(imported, 'base');
  const production = named(imported, 'production');
  const development = named(imported, 'development') ?? base;
  const style = LOOKED_FOR.find((name) => taken.has(name)) ?? development ?? production ?? 'docker-compose.yml';
  const plain = style.replace(/\.(dev|development|prod|production|local)(?=\.ya?ml$)/, '');
  const foreign = production === plain || named(imported, 'profiles') === plain;
  const free = (word: string): string => {
    const name = beside(plain, word);
    return taken.has(name) ? beside(plain, `${word}-stack`) : name;
  };
  const names = {
    development: development ?? (production === plain || taken.has(plain) ? free('dev') : plain),
    production: production ?? free('prod'),
    // Where Compose finds production, or a file of another meaning, by itself, it would lay an override over that.
    override: foreign ? free('local') : (named(imported, 'override') ?? free('override')),
  };
  const usual = fileQuestions.composeFiles.fields;
  const others = Object.entries(names).filter(([id, name]) => usual[id as keyof typeof names].default !== name);
  return others.length === 0 ? {} : { composeFiles: Object.fromEntries(others) };
}
