// Builds lib/, all that is published.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type * as Core from '../src/index.js';
import { generateTemplates } from './templates.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lib = join(root, 'lib');

async function bundle(): Promise<void> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: {
      bin: 'src/bin.ts',
      index: 'src/index.ts',
      projen: 'src/project/index.ts',
      rc: 'src/project/rc.ts',
      testing: 'src/testing.ts',
    },
    outdir: lib,
    bundle: true,
    // Chunks are shared, so that what one command needs is loaded by that command alone.
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    legalComments: 'none',
    logLevel: 'warning',
    write: false,
  });
  // The last good lib/ stays until there is another.
  rmSync(lib, { recursive: true, force: true });
  for (const { path, contents } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
  chmodSync(join(lib, 'bin.js'), 0o755);
}

async function declareTypes(): Promise<void> {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const child = spawn(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error('The types do not hold.');
}

async function writeSchema(): Promise<void> {
  const core = (await import(pathToFileURL(join(lib, 'index.js')).href)) as typeof Core;
  writeFileSync(join(lib, 'schema.json'), `${JSON.stringify(core.optionsSchema(), null, 2)}\n`);
}

const steps: readonly (() => void | Promise<void>)[] = [generateTemplates, bundle, writeSchema, declareTypes];
try {
  for (const step of steps) await step();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
