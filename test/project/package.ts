import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { BUNDLE, ENTRIES } from '../../scripts/bundle.js';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Builds the package as it is published, as far as projects need it, into `folder`. About 0.2 s. */
export async function buildPackage(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: {
      index: ENTRIES.index,
      projen: ENTRIES.projen,
      rc: ENTRIES.rc,
      'lge-stack': ENTRIES['lge-stack'],
      create: 'test/project/create.ts',
    },
    outdir: join(folder, 'lib'),
    ...BUNDLE,
  });
  const exports = {
    '.': './lib/index.js',
    './projen': './lib/projen.js',
    './rc': './lib/rc.js',
    './package.json': './package.json',
  };
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'create-lge-stack', version: '0.0.0', type: 'module', exports }),
  );
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
}

/** node_modules of a project, as `npm install` would leave it, by links. */
export function linkPackages(project: string, ours: string): void {
  const modules = join(project, 'node_modules');
  mkdirSync(join(modules, '.bin'), { recursive: true });
  for (const name of ['projen', 'constructs']) symlinkSync(join(root, 'node_modules', name), join(modules, name));
  symlinkSync(ours, join(modules, 'create-lge-stack'));
  symlinkSync(join('..', 'projen/bin/projen'), join(modules, '.bin/projen'));
}
