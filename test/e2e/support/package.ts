import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadOptions } from '../../../src/index.js';
import { provideImages } from '../../tools/docker.js';
import { openProject, type Project } from './project.js';
import { run } from './shell.js';

const repository = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** The package as it would be published: packed, and installed in a folder of its own. */
export interface Package {
  readonly tarball: string;
  readonly bin: string;
  readonly remove: () => void;
}

export async function packPackage(): Promise<Package> {
  const folder = mkdtempSync(join(tmpdir(), 'lge-package-'));
  const packed = await run(['npm', 'pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: repository,
  });
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  const tarball = join(folder, filename);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  await run(['npm', 'install', '--no-audit', '--no-fund', tarball], { cwd: folder });
  const bin = join(folder, 'node_modules', '.bin', 'create-lge-stack');
  return { tarball, bin, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export interface Created extends Project {
  /** What create-lge-stack printed. */
  readonly printed: string;
}

/** Runs create-lge-stack in an empty folder, as a user does. */
export async function createProject(
  { bin, tarball }: Package,
  name: string,
  settings: readonly string[],
  ...others: readonly string[]
): Promise<Created> {
  const root = mkdtempSync(join(tmpdir(), 'lge-e2e-'));
  const { stack } = loadOptions({ name });
  await provideImages(Object.values(stack!.options.images));
  const flags = settings.flatMap((setting) => ['--set', setting]);
  const printed = await run([bin, name, '--yes', ...flags, '--self', tarball, ...others], { cwd: root });
  return { ...openProject(name, join(root, name), root), printed };
}
