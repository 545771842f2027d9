import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { version } from '../generated/version.js';
import { sha256 } from '../io/hash.js';
import { readPaths } from '../io/read.js';
import { OBJECTS, parseState, STATE_FILE } from '../merge/state.js';
import { normalise } from '../merge/text.js';
import { PROJENRC } from '../render/projenrc.js';
import { OPTIONS_FILE, PROJENRC_FILE } from './paths.js';

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const always = [OPTIONS_FILE, PROJENRC_FILE, 'package.json', '.projen/tasks.json', '.projen/files.json', STATE_FILE];

/** Where things are kept that may be lost at any time; `undefined` where packages are elsewhere. */
export function cacheFolder(dir: string): string | undefined {
  const modules = join(dir, 'node_modules');
  return existsSync(modules) ? join(modules, '.cache/create-lge-stack') : undefined;
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/** What does the writing: we, projen and Node. Names of chunks carry a hash of their content. */
function tools(): readonly string[] {
  const lib = basename(here) === 'chunks' ? dirname(here) : here;
  const projen = statSync(require.resolve('projen/package.json'));
  return [
    version,
    process.version,
    process.platform,
    `${projen.mtimeMs}/${projen.size}`,
    ...namesIn(join(lib, 'chunks')),
  ];
}

function fileAt(dir: string): string | undefined {
  const folder = cacheFolder(dir);
  // By folder, because several working copies may share one node_modules.
  return folder && join(folder, `fingerprint-${sha256(realpathSync(dir)).slice(0, 16)}`);
}

/**
 * Everything that decides what a run writes, as one hash. `undefined` where that cannot be known: code in .projenrc.ts
 * may read whatever it likes.
 */
export function fingerprint(dir: string): string | undefined {
  const first = readPaths(dir, always);
  const text = (path: string): string => {
    const entry = first.get(path);
    return entry?.kind === 'file' ? entry.content : '';
  };
  const state = parseState(text(STATE_FILE));
  if (!state || normalise(text(PROJENRC_FILE)) !== PROJENRC) return undefined;
  const written = [...state].filter(([, { owner }]) => owner !== 'seed').map(([path]) => path);
  const disk = [...first, ...readPaths(dir, written)];
  return sha256(JSON.stringify([tools(), disk, written, namesIn(join(dir, OBJECTS))]));
}

/** Remembers that the project, as it is now, is what `options`, the text of lge.stack.json, ask for. */
export function remember(dir: string, options: string | undefined): void {
  const file = fileAt(dir);
  const now = file && fingerprint(dir);
  // The user may have saved it since it was read.
  if (!now || readFileSync(join(dir, OPTIONS_FILE), 'utf8') !== options) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, now);
}

/** Before a run, so that one that fails or is killed leaves nothing to rely on. */
export function forget(dir: string): void {
  const file = fileAt(dir);
  if (file) rmSync(file, { force: true });
}

/** Whether nothing changed since `remember`. When in doubt, it did. */
export function isCurrent(dir: string): boolean {
  const file = fileAt(dir);
  if (!file || !existsSync(file)) return false;
  return readFileSync(file, 'utf8') === fingerprint(dir);
}
