import type { EnvironmentName } from './service.js';
import type { StackAnswers } from './stack-questions.js';

export type ComposeFiles = StackAnswers['composeFiles'];
type Named = { readonly options: Pick<StackAnswers, 'composeFiles'> };

/** What `docker compose` looks for without `-f`; the first that is there is taken, and a second one warned of. */
export const LOOKED_FOR: readonly string[] = [
  'compose.yaml',
  'compose.yml',
  'docker-compose.yml',
  'docker-compose.yaml',
];

/** What it then lays over that file, whichever it is: the first that is there. */
export const LAID_OVER: readonly string[] = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

/** The environment that `docker compose` without `-f` is about, as far as our own files go. */
export function foundByItself({ development, production }: ComposeFiles): EnvironmentName | undefined {
  const first = LOOKED_FOR.find((name) => name === development || name === production);
  if (first === undefined) return undefined;
  return first === development ? 'development' : 'production';
}

/**
 * `docker compose`, for an environment. Production always says its file, so that nothing is laid over it; development
 * where Compose would not find it.
 */
export function compose({ options: { composeFiles } }: Named, environment: EnvironmentName): string {
  const found = environment === 'development' && foundByItself(composeFiles) === 'development';
  return found ? 'docker compose' : `docker compose -f ${composeFiles[environment]}`;
}

/** Whether development reads the file of local changes without being told to. */
export function readsOverride({ options: { composeFiles } }: Named): boolean {
  return foundByItself(composeFiles) === 'development' && LAID_OVER.includes(composeFiles.override);
}

/** `docker compose` for development with the local changes, which not every working copy has. */
export function composeWithOverride(stack: Named): string {
  const { development, override } = stack.options.composeFiles;
  return readsOverride(stack) ? 'docker compose' : `docker compose -f ${development} -f ${override}`;
}
