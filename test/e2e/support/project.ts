import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { lockFiles, makeLock } from '../../../src/cli/lock.js';
import { loadOptions, renderStack } from '../../../src/index.js';
import { compose } from '../../../src/model/compose-files.js';
import { provideImages } from '../../tools/docker.js';
import { attempt, run, type Ran, type RunOptions } from './shell.js';

export type Environment = 'development' | 'production';
export type Json = Record<string, unknown>;

export interface Project {
  readonly name: string;
  readonly dir: string;
  /** `docker compose` with the environment's file; throws when it fails. */
  readonly compose: (environment: Environment, args: readonly string[], options?: RunOptions) => Promise<string>;
  readonly attemptCompose: (environment: Environment, args: readonly string[], options?: RunOptions) => Promise<Ran>;
  readonly script: (name: string, args?: readonly string[], options?: RunOptions) => Promise<Ran>;
  readonly read: (path: string) => string;
  readonly write: (path: string, content: string) => void;
  readonly edit: (path: string, change: (text: string) => string) => void;
  /** Containers, volumes and images of both environments, and the folder. */
  readonly remove: () => Promise<void>;
}

/** Handles on a project that is already in `dir`, with files of the names in `options`. `root` is removed with it. */
export function openProject(name: string, dir: string, root = dir, options: Json = {}): Project {
  const stack = loadOptions({ ...options, name }).stack!;
  const command = (environment: Environment, args: readonly string[]): string[] => [
    ...compose(stack, environment).split(' '),
    ...args,
  ];
  const read = (path: string): string => readFileSync(join(dir, path), 'utf8');
  const write = (path: string, content: string): void => writeFileSync(join(dir, path), content);
  return {
    name,
    dir,
    compose: (environment, args, options) => run(command(environment, args), { cwd: dir, ...options }),
    attemptCompose: (environment, args, options) => attempt(command(environment, args), { cwd: dir, ...options }),
    script: (script, args = [], options = {}) =>
      attempt([join(dir, stack.options.folders.scripts, script), ...args], { cwd: dir, ...options }),
    read,
    write,
    edit: (path, change) => write(path, change(read(path))),
    remove: async () => {
      await removeContainers(name);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** By label, so that it works even where the Compose file is broken or gone. */
async function removeContainers(name: string): Promise<void> {
  for (const project of [name, `${name}-production`]) {
    const label = `label=com.docker.compose.project=${project}`;
    const lines = async (...command: string[]): Promise<string[]> =>
      (await run(['docker', ...command])).split('\n').filter(Boolean);
    const containers = await lines('ps', '--all', '--quiet', '--filter', label);
    if (containers.length > 0) await attempt(['docker', 'rm', '--force', '--volumes', ...containers]);
    for (const kind of ['network', 'volume'])
      for (const id of await lines(kind, 'ls', '--quiet', '--filter', label)) await attempt(['docker', kind, 'rm', id]);
  }
  const images = (
    await run(['docker', 'image', 'ls', '--format', '{{.Repository}}:{{.Tag}}', '--filter', `reference=${name}-*`])
  )
    .split('\n')
    .filter(Boolean);
  if (images.length > 0) await attempt(['docker', 'image', 'rm', '--force', ...images]);
}

/**
 * Writes a project from options, with its lock files and base images, without the command line: for tests about what
 * is generated. Names and ports must differ between tests.
 */
export async function renderProject(options: Json & { readonly name: string }): Promise<Project> {
  const { stack, diagnostics } = loadOptions(options);
  if (!stack) throw new Error(JSON.stringify(diagnostics, null, 2));
  const dir = mkdtempSync(join(tmpdir(), `lge-${options.name}-`));
  for (const { path, content, executable } of renderStack(stack)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
    if (executable) chmodSync(join(dir, path), 0o755);
  }
  await provideImages(Object.values(stack.options.images));
  // Side by side: each waits for another registry.
  const locked = lockFiles(stack).map(async (file) => {
    const { ok, said } = await makeLock(file, dir);
    if (!ok) throw new Error(`${file.path}: ${said}`);
  });
  await Promise.all(locked);
  return openProject(options.name, dir, dir, options);
}

/** A port of this machine that nobody uses. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => {
        resolve(port);
      });
    });
  });
}

export interface ContainerState {
  readonly ID: string;
  readonly Name: string;
  readonly Service: string;
  readonly State: string;
  readonly Health: string;
  readonly ExitCode: number;
}

/** What `docker compose ps --all` says of every container. */
export async function containers(project: Project, environment: Environment): Promise<readonly ContainerState[]> {
  const text = await project.compose(environment, ['ps', '--all', '--format', 'json']);
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as ContainerState);
}
