// Builds lib/, all that is published.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type * as Core from '../src/index.js';
import { BUNDLE, ENTRIES } from './bundle.js';
import { generateTemplates } from './templates.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lib = join(root, 'lib');

async function bundle(): Promise<void> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ENTRIES,
    outdir: lib,
    ...BUNDLE,
    write: false,
  });
  // The last good lib/ stays until there is another.
  rmSync(lib, { recursive: true, force: true });
  for (const { path, contents } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
  for (const file of ['bin.js', 'lge-stack.js']) chmodSync(join(lib, file), 0o755);
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
