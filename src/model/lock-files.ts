/** The lock file of each package manager. */
export const LOCK_FILES = {
  uv: 'uv.lock',
  poetry: 'poetry.lock',
  npm: 'package-lock.json',
  pnpm: 'pnpm-lock.yaml',
  yarn: 'yarn.lock',
} as const;

/** What a person types in the folder of the application to write its lock file. */
export const LOCK_COMMANDS = {
  uv: 'uv lock',
  poetry: 'poetry lock',
  npm: 'npm install --package-lock-only',
  pnpm: 'pnpm install --lockfile-only',
  // Where it finds no lock file, Yarn takes the folder above for the project, which has a package.json too.
  yarn: 'touch yarn.lock && yarn install --mode=update-lockfile',
} as const;
