// What holds of every image of production, whatever is in it.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { build, layersAbove } from '../../bench/builds.js';
import { buildTwice, differing, inspect, litter, SECRET } from './images.js';
import { renderProject, type Json, type Project } from './project.js';
import { attempt } from './shell.js';

const ARGS = ['--build-arg', 'VERSION=1.2.3', '--build-arg', 'REVISION=0123abc'];

interface Wanted {
  readonly name: string;
  readonly part: 'backend' | 'frontend';
  readonly base: string;
  readonly options?: Json;
}

export interface BuiltImage extends Wanted {
  readonly image: string;
  readonly folder: () => string;
  /** Builds the image or a stage once more, and says which steps were run. */
  readonly rebuild: (tag?: string, ...args: readonly string[]) => Promise<readonly string[]>;
  /** Changes a file of its build context. */
  readonly edit: (path: string, change: (text: string) => string) => void;
}

/** A project of one's own with the image of one part, built before the tests around it and removed after them. */
export function builtBefore(wanted: Wanted): BuiltImage {
  const { name, part, options } = wanted;
  const image = `${name}-${part}:test`;
  let project: Project;
  const folder = (): string => join(project.dir, `${name}-${part}`);
  const rebuild = async (tag = image, ...args: readonly string[]): Promise<readonly string[]> =>
    (await build(folder(), tag, ...ARGS, ...args)).steps;
  beforeAll(async () => {
    project = await renderProject({ name, ...options });
    litter(project);
    await rebuild();
  });
  afterAll(async () => {
    await project.remove();
  });
  return { ...wanted, image, folder, rebuild, edit: (path, change) => project.edit(`${name}-${part}/${path}`, change) };
}

interface Particulars {
  /**
   * Layers that are copied from the clone, whose files have other times. An engine with containerd's store dates them as
   * well, when it is asked to: `--output type=image,rewrite-timestamp=true`. Docker's older store cannot.
   */
  readonly fromContext: readonly string[];
  readonly lock: string;
  /** What the error says further where there is no lock file. */
  readonly wayOut: string;
  /** A package that is asked for and not locked: by which edit of which file, and what the build says of it. */
  readonly unlocked: readonly [file: string, edit: (text: string) => string, says: RegExp];
}

/** To be called last: the lock file is gone after it. */
export function likeEveryImage(one: BuiltImage, { fromContext, lock, wayOut, unlocked }: Particulars): void {
  const { name, part, base, image, folder, rebuild } = one;

  it('says what it is', async () => {
    expect(await inspect(image, '.Config.Labels')).toMatchObject({
      'org.opencontainers.image.title': expect.stringMatching(new RegExp(` ${part}$`)) as string,
      'org.opencontainers.image.version': '1.2.3',
      'org.opencontainers.image.revision': '0123abc',
      'org.opencontainers.image.base.name': base,
    });
  });

  it('has at most six layers above its base', async () => {
    expect(await layersAbove(image, base)).toBeLessThanOrEqual(6);
  });

  it('keeps secrets out, of the stage before as well', async () => {
    const builder = `${name}-${part}:builder`;
    await rebuild(builder, '--target', 'builder');
    for (const built of [image, builder]) {
      const inside = ['docker', 'run', '--rm', '--network', 'none', '--user', '0', '--entrypoint', 'grep', built];
      const { code, stdout } = await attempt([...inside, '-rlsF', SECRET, '/app', '/opt', '/srv', '/tmp']);
      expect(stdout, built).toBe('');
      // It found nothing, or missed a folder; any other code is Docker's.
      expect([1, 2], built).toContain(code);
    }
  });

  it('adds nothing that everybody may write', async () => {
    const find = ['find', '/app', '/opt', '/srv', '/usr', '/etc', '-perm', '-0002', '!', '-type', 'l'];
    const { stdout } = await attempt([
      'docker',
      'run',
      '--rm',
      '--user',
      '0',
      '--entrypoint',
      find[0]!,
      image,
      ...find.slice(1),
    ]);
    expect(stdout).toBe('');
  });

  it('is of the same files from two clones of one commit, and of the same layers but for those of its source', async () => {
    const tag = `${name}-${part}:again`;
    const built = await buildTwice(folder(), tag);
    expect(built[1].files).toBe(built[0].files);
    expect(await differing(built, tag)).toEqual(fromContext);
  });

  it.each(['Dockerfile', 'Dockerfile.dev'])('is not built by %s when the lock file lacks a package', async (file) => {
    const [manifest, edit, says] = unlocked;
    let before = '';
    one.edit(manifest, (text) => edit((before = text)));
    const command = ['docker', 'buildx', 'build', '--progress', 'plain', '--file', join(folder(), file), folder()];
    const { code, stderr } = await attempt(command, { timeout: 600 });
    one.edit(manifest, () => before);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(says);
  });

  it('is not built without a lock file, and the error says so', async () => {
    rmSync(join(folder(), lock));
    const { code, stderr } = await attempt(['docker', 'buildx', 'build', '--progress', 'plain', folder()]);
    expect(code).not.toBe(0);
    expect(stderr).toContain(`"/${lock}": not found`);
    expect(stderr).toContain(`Without a lock file the build ends here${wayOut}`);
  });
}
