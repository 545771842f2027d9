import type { ServiceFile } from '../../model/files.js';
import { below } from '../../model/folder.js';
import type { ServiceContext } from '../../model/service.js';
import type { StackFacts } from '../../model/stack.js';
import { nodeVersion, pythonVersion } from '../../model/versions.js';
import { DEVELOPMENT, packages } from './packages.js';

/** Facts by which files of the starter, and lines in them, come and go. */
export type StarterFlag = 'postgres' | 'redis' | 'migrate' | 'worker' | 'beat' | 'backend' | 'uv' | 'pip' | 'yarn';

/** Files of templates/starter/, each with the flags without which it is not written. */
export const STARTER: Readonly<
  Record<'backend' | 'frontend', readonly (readonly [path: string, ...flags: StarterFlag[]])[]>
> = {
  backend: [
    ['alembic.ini', 'migrate'],
    ['alembic/env.py', 'migrate'],
    ['alembic/script.py.mako', 'migrate'],
    ['alembic/versions/0001_create_notes.py', 'migrate'],
    ['pyproject.toml'],
    ['requirements-dev.txt', 'pip'],
    ['requirements.txt', 'pip'],
    ['src/__init__.py'],
    ['src/api/__init__.py'],
    ['src/api/session.py', 'postgres'],
    ['src/api/v1/__init__.py'],
    ['src/api/v1/health.py'],
    ['src/api/v1/notes.py', 'migrate'],
    ['src/api/v1/status.py'],
    ['src/api/v1/tasks.py', 'worker'],
    ['src/api/v1/uploads.py'],
    ['src/api/v1/ws.py'],
    ['src/cache.py', 'redis'],
    ['src/checks.py'],
    ['src/db/__init__.py', 'postgres'],
    ['src/db/engine.py', 'postgres'],
    ['src/db/models.py', 'migrate'],
    ['src/logs.py'],
    ['src/main.py'],
    ['src/middleware.py'],
    ['src/settings.py'],
    ['src/tasks/__init__.py', 'worker'],
    ['src/tasks/broker.py', 'worker'],
    ['src/tasks/heartbeat.py', 'worker'],
    ['src/tasks/loop.py', 'worker', 'migrate'],
    ['src/tasks/notes.py', 'worker', 'migrate'],
    ['src/tasks/ping.py', 'worker'],
    ['src/tasks/logs.py', 'worker'],
    ['tests/conftest.py'],
    ['tests/test_examples.py'],
    ['tests/test_health.py'],
    ['tests/test_requests.py'],
    ['tests/test_settings.py'],
    ['tests/test_version.py'],
  ],
  frontend: [
    ['.yarnrc.yml', 'yarn'],
    ['index.html'],
    ['package.json'],
    ['public/favicon.svg'],
    ['src/App.test.tsx'],
    ['src/App.tsx'],
    ['src/Services.tsx', 'backend'],
    ['src/index.css'],
    ['src/main.tsx'],
    ['src/services.test.ts', 'backend'],
    ['src/services.ts', 'backend'],
    ['src/useServices.ts', 'backend'],
    ['tsconfig.json'],
    ['vite.config.ts'],
  ],
};

/** What the starter needs to know of the services; each definition passes what is its own. */
export interface StarterFacts {
  readonly package: string;
  readonly apiPrefix: string;
  readonly healthPath: string;
  readonly livePath: string;
  readonly port: number;
  readonly distFolder: string;
  readonly devPort: number;
  /** What the settings of the backend are where nothing sets them: the same as Compose sets in development. */
  readonly settings?: Readonly<Record<'secretKey' | 'jwtSecretKey' | 'keyLength' | 'pool' | 'poolOverflow', string>>;
}

function factsOf({ options, has, name }: StackFacts, facts: StarterFacts) {
  const versions = {
    npm: 'npm@11.21.2',
    pnpm: `pnpm@${options.node.pnpmVersion}`,
    yarn: `yarn@${options.node.yarnVersion}`,
  };
  return {
    name,
    title: options.title,
    postgres: has('postgres'),
    redis: has('redis'),
    worker: has('celery-worker'),
    beat: has('celery-beat'),
    migrate: has('migrate'),
    frontend: has('frontend'),
    backend: has('backend'),
    uv: options.python.packageManager === 'uv',
    poetry: options.python.packageManager === 'poetry',
    pip: options.python.packageManager === 'pip',
    requirements: options.python.requirements,
    pythonVersion: pythonVersion(options.images.python) ?? '3.14',
    npm: options.node.packageManager === 'npm',
    pnpm: options.node.packageManager === 'pnpm',
    yarn: options.node.packageManager === 'yarn',
    packageManagerField: versions[options.node.packageManager],
    nodeVersion: nodeVersion(options.images.node),
    backendUrl: `http://backend:${facts.port}`,
    ...facts,
  };
}

function viewOf(stack: StackFacts, facts: StarterFacts) {
  const known = factsOf(stack, facts);
  return { ...known, dependencies: packages(known), devDependencies: DEVELOPMENT };
}

/** Where a file of the starter lies in its folder; empty where it is left out. */
function placeOf(path: string, { options }: StackFacts, facts: StarterFacts): string {
  const places: Readonly<Record<string, string>> = {
    'requirements.txt': options.python.requirements,
    'requirements-dev.txt': options.python.devRequirements,
  };
  // The starter calls its package src; every mention of it follows.
  return places[path] ?? path.replace(/^src\//, `${facts.package}/`);
}

export function starterFiles(
  part: 'backend' | 'frontend',
  folder: string,
  { stack }: Pick<ServiceContext, 'stack'>,
  facts: StarterFacts,
): readonly ServiceFile[] {
  const view = viewOf(stack, facts);
  return STARTER[part]
    .filter(([, ...flags]) => flags.every((flag) => view[flag]))
    .map(([path]) => ({ path, place: part === 'backend' ? placeOf(path, stack, facts) : path }))
    .filter(({ place }) => place !== '')
    .map(({ path, place }) => ({
      template: `starter/${part}/${path}`,
      path: below(folder, place),
      owner: 'seed',
      view,
      ...(part === 'backend' && facts.package !== 'src' && { rename: { from: 'src', to: facts.package } }),
    }));
}
