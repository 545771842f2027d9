/** The lock file of each package manager. */
export const LOCK_FILES = {
  uv: 'uv.lock',
  poetry: 'poetry.lock',
  npm: 'package-lock.json',
  pnpm: 'pnpm-lock.yaml',
  yarn: 'yarn.lock',
} as const;
