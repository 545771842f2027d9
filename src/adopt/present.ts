import { below } from '../model/folder.js';
import { option, type Options, type Site } from './breaks/break.js';

const CONFIGS = ['vite.config.ts', 'vite.config.js', 'vite.config.mts', 'vite.config.mjs'];
const SOURCES = ['src', 'app', 'public', 'static'];
const DEVELOPMENT = [
  'requirements-dev.txt',
  'requirements/dev.txt',
  'requirements/development.txt',
  'dev-requirements.txt',
];

/** Options that name files: of those that are usual, the ones that are there. What is not there cannot be mounted or installed. */
export function presentOf({ repository, detected: { backend, frontend } }: Site): readonly Options[] {
  const has = (folder: string, path: string): boolean => {
    const whole = below(folder, path);
    return repository.files.some((file) => file === whole || file.startsWith(`${whole}/`));
  };
  const pip = backend?.packageManager?.value === 'pip' ? backend.folder.value : undefined;
  const web = frontend?.folder.value;
  const config = web === undefined ? undefined : (CONFIGS.find((name) => has(web, name)) ?? '');
  const sources = web === undefined ? [] : SOURCES.filter((name) => has(web, name));
  return [
    ...(pip === undefined ? [] : [option('python.devRequirements', DEVELOPMENT.find((name) => has(pip, name)) ?? '')]),
    ...(config === undefined ? [] : [option('services.frontend.config', config)]),
    ...(sources.length === 0 ? [] : [option('services.frontend.sources', sources)]),
  ];
}
