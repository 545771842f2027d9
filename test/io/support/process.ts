import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { build, type Plugin } from 'esbuild';
import { afterAll } from 'vitest';
import type { Job, Result } from './child.js';

export interface Ran extends Partial<Result> {
  readonly signal: NodeJS.Signals | null;
}

export type Start = (
  job: Job,
  how?: { readonly uid?: number; readonly env?: Readonly<Record<string, string>> },
) => Promise<Ran>;

/** Loaded from where it is. */
function external(name: string): Plugin {
  const path = createRequire(import.meta.url).resolve(name);
  return {
    name,
    setup: (build) => {
      build.onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path, external: true }));
    },
  };
}

const asList = (_: string, value: unknown): unknown => (value instanceof Map ? { pairs: [...value] } : value);

/** Real processes that plan, apply and take back, each in some 100 ms. For a test file to call once. */
export async function processes(): Promise<Start> {
  const folder = mkdtempSync(join(tmpdir(), 'lge-io-child-'));
  chmodSync(folder, 0o755);
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const script = join(folder, 'child.cjs');
  const sources = ['child', 'planner'].map((name) => ({ in: join(import.meta.dirname, `${name}.ts`), out: name }));
  await build({
    entryPoints: sources,
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    // Its main file is UMD, which hides from bundlers what it requires.
    plugins: [external('jsonc-parser')],
    minify: true,
    logLevel: 'error',
  });
  return async (job, { uid, env } = {}) => {
    const child = spawn(process.execPath, [script, JSON.stringify(job, asList)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid !== undefined && { uid, gid: uid }),
      ...(env && { env }),
    });
    const [out, errors, [, signal]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
    ]);
    if (errors !== '') throw new Error(errors);
    return { signal, ...(out === '' ? {} : (JSON.parse(out) as Result)) };
  };
}
