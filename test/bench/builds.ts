import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, run } from '../e2e/support/shell.js';

export interface Build {
  readonly seconds: number;
  /** Instructions that were run; those from the cache, and the reading of files and images, are none. */
  readonly steps: readonly string[];
}

interface Vertex {
  readonly digest: string;
  readonly name: string;
  readonly cached?: boolean;
  readonly completed?: string;
}

/** Steps of the build itself, which are named `[stage 2/5] COPY …`. */
function stepsOf(progress: string): readonly string[] {
  const vertices = new Map<string, Vertex>();
  for (const line of progress.split('\n').filter((text) => text.startsWith('{')))
    for (const vertex of (JSON.parse(line) as { vertexes?: Vertex[] }).vertexes ?? [])
      vertices.set(vertex.digest, { ...vertices.get(vertex.digest), ...vertex });
  return [...vertices.values()]
    .filter(
      ({ name, cached, completed }) =>
        completed !== undefined && !cached && /^\[[^\]]* \d+\/\d+\] (?!FROM )/.test(name),
    )
    .map(({ name }) => name);
}

/** Builds an image; throws what BuildKit said when it cannot. */
export async function build(context: string, tag: string, ...args: readonly string[]): Promise<Build> {
  const start = performance.now();
  const command = ['docker', 'buildx', 'build', '--progress', 'rawjson', '--load', '--tag', tag, ...args, context];
  const { code, stderr } = await attempt(command, { timeout: 1200 });
  const seconds = (performance.now() - start) / 1000;
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}\n${stderr.slice(-4000)}`);
  return { seconds, steps: stepsOf(stderr) };
}

/** A Dockerfile whose cache mounts are its own: empty at first, and nobody else's. */
export function ownCaches(context: string, id: string): string {
  const file = join(context, `Dockerfile.${id}`);
  const text = readFileSync(join(context, 'Dockerfile'), 'utf8');
  writeFileSync(
    file,
    text.replaceAll(
      /--mount=type=cache,target=(\S+)/g,
      (_, target: string) => `--mount=type=cache,id=${id}${target.replaceAll('/', '-')},target=${target}`,
    ),
  );
  return file;
}

/** Layers of an image above those of the one that it is made from. */
export async function layersAbove(image: string, base: string): Promise<number> {
  const [own, below] = await Promise.all(
    [image, base].map(async (name) =>
      Number(await run(['docker', 'image', 'inspect', '--format', '{{len .RootFS.Layers}}', name])),
    ),
  );
  return own! - below!;
}

export async function inImage(image: string, ...command: readonly string[]): Promise<string> {
  return run(['docker', 'run', '--rm', '--network', 'none', '--entrypoint', command[0]!, image, ...command.slice(1)]);
}

/** Megabytes of the files below a folder. */
export async function megabytes(image: string, folder: string): Promise<number> {
  const sum = await inImage(
    image,
    'sh',
    '-c',
    `find ${folder} -type f -printf '%s\\n' | awk '{ sum += $1 } END { print sum }'`,
  );
  return Number(sum) / 1e6;
}

/** Images and cache mounts of a run; other caches stay, for the engine to drop when it needs the room. */
export async function removeBuilt(images: readonly string[], id: string): Promise<void> {
  await attempt(['docker', 'image', 'rm', '--force', ...images]);
  const lines = (await run(['docker', 'buildx', 'du', '--format', 'json'])).split('\n').filter(Boolean);
  const records = lines
    .map((line) => JSON.parse(line) as { ID: string; Description: string })
    .filter(({ Description }) => Description.includes(id));
  for (const { ID } of records) await attempt(['docker', 'builder', 'prune', '--force', '--filter', `id=${ID}`]);
  await attempt(['docker', 'builder', 'prune', '--force', '--max-used-space', '8gb']);
}
