import { join } from 'node:path';
import { LOCK_FILES } from '../model/lock-files.js';
import type { Stack } from '../model/stack.js';
import type { Env } from './command.js';
import { run, type Outcome } from './run.js';

/** A lock file, and the ways to make it, the first that works. */
export interface LockFile {
  /** Relative to the project. */
  readonly path: string;
  readonly folder: string;
  readonly ways: readonly Way[];
  /** What a person would type. */
  readonly byHand: string;
}

interface Way {
  readonly tool: string;
  readonly command: readonly string[];
  readonly input?: string;
}

const NPM = ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'];

/** Builds nothing but the lock file, with the very image that the backend is built with. */
function inContainer(from: string, steps: readonly string[], file: string): Way {
  const dockerfile = [`FROM ${from} AS lock`, ...steps, 'FROM scratch', `COPY --from=lock /app/${file} /`, ''].join(
    '\n',
  );
  return {
    tool: 'docker',
    command: ['docker', 'buildx', 'build', '--quiet', '--file', '-', '--output', 'type=local,dest=.', '.'],
    input: dockerfile,
  };
}

function pythonLock({ options }: Stack): LockFile {
  const { images, python, folders } = options;
  const poetry = `python -m venv /opt/poetry && /opt/poetry/bin/pip install --quiet --disable-pip-version-check poetry==${python.poetryVersion}`;
  const uv = python.packageManager === 'uv';
  const file = LOCK_FILES[python.packageManager];
  const steps = uv
    ? [
        `COPY --from=${images.uv} /uv /usr/local/bin/uv`,
        'WORKDIR /app',
        'COPY pyproject.toml ./',
        'RUN UV_PYTHON_DOWNLOADS=never uv lock',
      ]
    : [`RUN ${poetry}`, 'WORKDIR /app', 'COPY pyproject.toml ./', 'RUN /opt/poetry/bin/poetry lock --no-interaction'];
  const tool = python.packageManager;
  return {
    path: `${folders.backend}/${file}`,
    folder: folders.backend,
    ways: [
      { tool, command: uv ? ['uv', 'lock', '--quiet'] : ['poetry', 'lock', '--no-interaction', '--quiet'] },
      inContainer(images.python, steps, file),
    ],
    byHand: `(cd ${folders.backend} && ${tool} lock)`,
  };
}

function nodeLock({ options }: Stack): LockFile {
  const { node, folders } = options;
  const commands = {
    npm: ['npm', ...NPM],
    pnpm: ['npx', '--yes', `pnpm@${node.pnpmVersion}`, 'install', '--lockfile-only', '--ignore-scripts'],
    yarn: [
      'npx',
      '--yes',
      `--package=@yarnpkg/cli-dist@${node.yarnVersion}`,
      'yarn',
      'install',
      '--mode=update-lockfile',
    ],
  };
  const command = commands[node.packageManager];
  return {
    path: `${folders.frontend}/${LOCK_FILES[node.packageManager]}`,
    folder: folders.frontend,
    ways: [{ tool: node.packageManager, command }],
    byHand: `(cd ${folders.frontend} && ${command.join(' ')})`,
  };
}

export function lockFiles(stack: Stack): readonly LockFile[] {
  return [...(stack.has('backend') ? [pythonLock(stack)] : []), ...(stack.has('frontend') ? [nodeLock(stack)] : [])];
}

/** Makes the lock file by the first way that works, and says which, or why none did. */
export async function makeLock({ folder, ways }: LockFile, project: string, env: Env = process.env): Promise<Outcome> {
  const failures: string[] = [];
  for (const { tool, command, input = '' } of ways) {
    const { ok, said } = await run(command, join(project, folder), { input, env });
    if (ok) return { ok: true, said: tool };
    failures.push(said);
  }
  return { ok: false, said: failures.join('; ') };
}
