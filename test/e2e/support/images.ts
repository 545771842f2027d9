// What the tests of images ask of Docker.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { inImage } from '../../bench/builds.js';
import type { Project } from './project.js';
import { run } from './shell.js';

export const SECRET = 'not-for-an-image';

/** What nobody wants in an image, where people and tools leave it. */
const LITTER = {
  backend: [
    '.env',
    '.env.production',
    'src/.env',
    'src/api/.env.local',
    'src/__pycache__/x.pyc',
    '.venv/x.py',
    '.git/config',
    'notes.txt',
  ],
  frontend: [
    '.env',
    '.env.production',
    'src/.env',
    'node_modules/x/index.js',
    'dist/x.js',
    'coverage/x.js',
    '.git/config',
    'npm-debug.log',
    'src/x.log',
  ],
};

export function litter(project: Project): void {
  for (const [part, paths] of Object.entries(LITTER)) {
    for (const path of paths) {
      const file = join(project.dir, `${project.name}-${part}`, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, SECRET);
    }
  }
}

export async function inspect<T>(image: string, format: string): Promise<T> {
  return JSON.parse(await run(['docker', 'image', 'inspect', '--format', `{{json ${format}}}`, image])) as T;
}

export async function pathsIn(image: string): Promise<ReadonlySet<string>> {
  const skipped = ['proc', 'sys', 'dev'].flatMap((name) => ['-path', `/${name}`, '-prune', '-o']);
  return new Set(
    (
      await run([
        'docker',
        'run',
        '--rm',
        '--network',
        'none',
        '--user',
        '0',
        '--entrypoint',
        'find',
        image,
        '/',
        ...skipped,
        '-print',
      ])
    )
      .split('\n')
      .filter(Boolean),
  );
}

/** Paths that an image has and its base has not. */
export async function added(image: string, from: string): Promise<readonly string[]> {
  const [own, below] = await Promise.all([pathsIn(image), pathsIn(from)]);
  return [...own].filter((path) => !below.has(path));
}

export const python = (image: string, code: string): Promise<string> => inImage(image, 'python', '-c', code);

/** A copy whose files are of another time, as in another clone. */
function clone(folder: string, year: number): string {
  const copy = mkdtempSync(join(tmpdir(), 'lge-clone-'));
  const at = new Date(`${year}-05-05T05:05:05Z`);
  cpSync(folder, copy, {
    recursive: true,
    filter: (source) => {
      utimesSync(source, at, at);
      return true;
    },
    preserveTimestamps: true,
  });
  return copy;
}

interface Built {
  readonly layers: readonly string[];
  /** Of an archive of all its files, with the date that SOURCE_DATE_EPOCH says. */
  readonly files: string;
}

/** Makes a build compile everything itself: taken from what another one compiled, it would be the same whatever happens. */
function ownBytecode(folder: string, id: string): void {
  const file = join(folder, 'Dockerfile');
  const mount = 'type=cache,target=/root/.cache/bytecode';
  writeFileSync(file, readFileSync(file, 'utf8').replace(mount, `${mount},id=${id}`));
}

/** Two builds from two clones. The first may take what was run before from the cache; the second runs everything anew. */
export async function buildTwice(folder: string, tag: string): Promise<readonly [Built, Built]> {
  const built = async (year: number, ...args: readonly string[]): Promise<Built> => {
    const copy = clone(folder, year);
    ownBytecode(copy, `lge-twice-${year}-${process.pid}`);
    const tar = `${copy}.tar`;
    const outputs = ['--output', `type=image,name=${tag}`, '--output', `type=tar,dest=${tar}`];
    const command = ['docker', 'buildx', 'build', '--quiet', ...args, ...outputs, copy];
    await run(command, { timeout: 900, env: { SOURCE_DATE_EPOCH: '1700000000' } });
    const [files = ''] = (await run(['sha256sum', tar])).split(' ');
    for (const path of [copy, tar]) rmSync(path, { recursive: true });
    return { layers: await inspect<string[]>(tag, '.RootFS.Layers'), files };
  };
  // In turn: BuildKit runs a step that two builds have in common once for both.
  return [await built(2020), await built(2024, '--no-cache')];
}

/** Which layers of an image differ, by the instruction that made them. */
export async function differing([first, second]: readonly [Built, Built], tag: string): Promise<readonly string[]> {
  const history = (await run(['docker', 'history', '--no-trunc', '--format', '{{.CreatedBy}}', tag]))
    .split('\n')
    .filter((line) => /^(COPY|RUN|WORKDIR|ADD) /.test(line))
    .toReversed();
  const own = history.slice(-first.layers.length);
  const offset = first.layers.length - own.length;
  expect(second.layers).toHaveLength(first.layers.length);
  return own
    .filter((_, index) => first.layers[index + offset] !== second.layers[index + offset])
    .map((line) => line.replace(' # buildkit', ''));
}
