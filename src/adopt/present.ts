import { below } from '../model/folder.js';
import { option, type Options, type Site } from './breaks/break.js';
import { listsOf } from './requirements.js';

const CONFIGS = ['vite.config.ts', 'vite.config.js', 'vite.config.mts', 'vite.config.mjs'];
const SOURCES = ['src', 'app', 'public', 'static'];
/** What an image is built by, and what keeps files from it. */
const BUILT_BY = ['Dockerfile', 'Dockerfile.dev', '.dockerignore'];
/** Beside a Dockerfile of theirs: it stays as it is, and builds what it has built. */
const OURS = 'Dockerfile.stack';

/** Options that name files: of those that are usual, the ones that are there. What is not there cannot be mounted or installed. */
export function presentOf({ repository, detected: { backend, frontend } }: Site): readonly Options[] {
  const has = (folder: string, path: string): boolean => {
    const whole = below(folder, path);
    return repository.files.some((file) => file === whole || file.startsWith(`${whole}/`));
  };
  const lists = backend && listsOf(repository, backend);
  const web = frontend?.folder.value;
  const config = web === undefined ? undefined : (CONFIGS.find((name) => has(web, name)) ?? '');
  const sources = web === undefined ? [] : SOURCES.filter((name) => has(web, name));
  const built = Object.entries({ backend, frontend }).filter(
    ([, part]) => part && BUILT_BY.some((name) => has(part.folder.value, name)),
  );
  return [
    ...built.map(([id]) => option(`services.${id}.dockerfile`, OURS)),
    ...(lists ? [option('python.devRequirements', lists.development)] : []),
    ...(lists && lists.named.length > 0
      ? [option('python.namedRequirements', lists.named.map(({ value }) => value).toSorted())]
      : []),
    ...(config === undefined ? [] : [option('services.frontend.config', config)]),
    ...(sources.length === 0 ? [] : [option('services.frontend.sources', sources)]),
  ];
}
