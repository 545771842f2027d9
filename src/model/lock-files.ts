import type { StackAnswers } from './stack-questions.js';

/** The lock file of each package manager. */
export const LOCK_FILES = {
  uv: 'uv.lock',
  poetry: 'poetry.lock',
  npm: 'package-lock.json',
  pnpm: 'pnpm-lock.yaml',
  yarn: 'yarn.lock',
} as const;

/** What says which packages of Python are installed: a lock file, or for pip the list that somebody writes. */
export function pythonPackages({ packageManager, requirements }: StackAnswers['python']): string {
  return packageManager === 'pip' ? requirements : LOCK_FILES[packageManager];
}

/** The files at whose change the packages of development are installed anew. */
export function installedFrom(python: StackAnswers['python']): readonly string[] {
  const { packageManager, devRequirements, namedRequirements } = python;
  if (packageManager !== 'pip') return [pythonPackages(python)];
  const all = [pythonPackages(python), ...(devRequirements === '' ? [] : [devRequirements]), ...namedRequirements];
  return [...new Set(all)];
}

/** What a person types in the folder of the application to write its lock file. */
export const LOCK_COMMANDS = {
  uv: 'uv lock',
  poetry: 'poetry lock',
  npm: 'npm install --package-lock-only',
  pnpm: 'pnpm install --lockfile-only',
  // Where it finds no lock file, Yarn takes the folder above for the project, which has a package.json too.
  yarn: 'touch yarn.lock && yarn install --mode=update-lockfile',
} as const;
