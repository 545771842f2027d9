import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { below } from '../model/folder.js';
import { LOCK_COMMANDS, LOCK_FILES } from '../model/lock-files.js';
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
  /** A file that must be there before, if only empty. */
  readonly needs?: string;
}

/** Builds nothing but the lock file, with the very image that the application is built with. */
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

/** pip has none: what it installs is a list that somebody writes. */
function pythonLock({ options }: Stack): LockFile | undefined {
  const { images, python, folders } = options;
  const tool = python.packageManager;
  if (tool === 'pip') return undefined;
  const poetry = `python -m venv /opt/poetry && /opt/poetry/bin/pip install --quiet --disable-pip-version-check poetry==${python.poetryVersion}`;
  const uv = tool === 'uv';
  const file = LOCK_FILES[tool];
  const steps = uv
    ? [
        `COPY --from=${images.uv} /uv /usr/local/bin/uv`,
        'WORKDIR /app',
        'COPY pyproject.toml ./',
        'RUN UV_PYTHON_DOWNLOADS=never uv lock',
      ]
    : [`RUN ${poetry}`, 'WORKDIR /app', 'COPY pyproject.toml ./', 'RUN /opt/poetry/bin/poetry lock --no-interaction'];
  return {
    path: below(folders.backend, file),
    folder: folders.backend,
    ways: [
      { tool, command: uv ? ['uv', 'lock', '--quiet'] : ['poetry', 'lock', '--no-interaction', '--quiet'] },
      inContainer(images.python, steps, file),
    ],
    byHand: `(cd ${folders.backend} && ${LOCK_COMMANDS[tool]})`,
  };
}

/** For each package manager what writes its lock file, and what that needs beside package.json. */
const NODE = {
  npm: {
    command: () => ['npm', 'install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'],
    copied: 'package.json',
  },
  pnpm: {
    command: ({ node }: Stack['options']) => [
      'npx',
      '--yes',
      `pnpm@${node.pnpmVersion}`,
      'install',
      '--lockfile-only',
      '--ignore-scripts',
      // This is the version that package.json names; to write that into the lock file, it would ask for its builds for every system.
      '--config.pm-on-fail=ignore',
    ],
    copied: 'package.json pnpm-workspace.yam[l]',
  },
  yarn: {
    command: ({ node }: Stack['options']) => [
      'npx',
      '--yes',
      `--package=@yarnpkg/cli-dist@${node.yarnVersion}`,
      'yarn',
      'install',
      '--mode=update-lockfile',
    ],
    copied: 'package.json .yarnrc.ym[l]',
    // Where it finds no lock file, Yarn takes the folder above for the project, which has a package.json too.
    needs: LOCK_FILES.yarn,
    // So that ./run.ts can tell what went wrong.
    report: ['--json'],
  },
} as const;

function nodeLock({ options }: Stack): LockFile {
  const { folders, images, node } = options;
  const tool = node.packageManager;
  const file = LOCK_FILES[tool];
  const { copied, needs, report, command: commandOf } = { needs: undefined, report: [], ...NODE[tool] };
  const command = commandOf(options);
  const first = needs === undefined ? [] : [`touch ${needs}`];
  const steps = ['WORKDIR /app', `COPY ${copied} ./`, `RUN ${[...first, command.join(' ')].join(' && ')}`];
  return {
    path: below(folders.frontend, file),
    folder: folders.frontend,
    ways: [{ tool, command: [...command, ...report], ...(needs && { needs }) }, inContainer(images.node, steps, file)],
    byHand: `(${[`cd ${folders.frontend}`, ...first, command.join(' ')].join(' && ')})`,
  };
}

export function lockFiles(stack: Stack): readonly LockFile[] {
  const python = stack.has('backend') ? pythonLock(stack) : undefined;
  return [...(python ? [python] : []), ...(stack.has('frontend') ? [nodeLock(stack)] : [])];
}

/** Runs one way. What it needed is gone again when it failed: an empty lock file would pass for one. */
async function tryWay({ command, input = '', needs }: Way, cwd: string, env: Env): Promise<Outcome> {
  const made = needs === undefined || existsSync(join(cwd, needs)) ? undefined : join(cwd, needs);
  if (made !== undefined) writeFileSync(made, '');
  const outcome = await run(command, cwd, { input, env });
  if (made !== undefined && !outcome.ok) rmSync(made);
  return outcome;
}

/** Makes the lock file by the first way that works, and says which, or why none did. */
export async function makeLock({ folder, ways }: LockFile, project: string, env: Env = process.env): Promise<Outcome> {
  const failures: string[] = [];
  for (const way of ways) {
    const { ok, said } = await tryWay(way, join(project, folder), env);
    if (ok) return { ok: true, said: way.tool };
    failures.push(said);
  }
  return { ok: false, said: failures.join('; ') };
}
