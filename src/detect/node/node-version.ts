import { minVersion } from 'semver';
import type { Fact } from '../fact.js';
import { evidenceIn, textIn } from '../json.js';
import { join, upwards } from '../path.js';
import type { Tree } from '../tree.js';
import { manifestIn } from './package-json.js';

const CODENAMES: Readonly<Record<string, string>> = {
  erbium: '12',
  fermium: '14',
  gallium: '16',
  hydrogen: '18',
  iron: '20',
  jod: '22',
  krypton: '24',
};

/** The major version in what nvm and its like read; undefined for `lts/*` and `node`, which name none. */
export function majorOf(text: string): string | undefined {
  const word = text.trim().toLowerCase();
  return CODENAMES[word.replace('lts/', '')] ?? /^v?(\d+)(\.|$)/.exec(word)?.[1];
}

function fromFiles(tree: Tree, folder: string): Fact<string> | undefined {
  for (const name of ['.nvmrc', '.node-version']) {
    const file = join(folder, name);
    const value = majorOf((tree.read(file) ?? '').split('\n')[0]!);
    if (value !== undefined) return { value, sure: 'certain', evidence: { file, line: 1 } };
  }
  const tools = join(folder, '.tool-versions');
  const lines = (tree.read(tools) ?? '').split('\n');
  const line = lines.findIndex((one) => /^nodejs\s+\d/.test(one));
  const value = line < 0 ? undefined : majorOf(lines[line]!.replace('nodejs', ''));
  if (value !== undefined) return { value, sure: 'certain', evidence: { file: tools, line: line + 1 } };
  return undefined;
}

function fromManifest(tree: Tree, folder: string): Fact<string> | undefined {
  const { json } = manifestIn(tree, folder);
  const volta = textIn(json, 'volta', 'node');
  const pinned = volta === undefined ? undefined : majorOf(volta);
  if (pinned !== undefined) return { value: pinned, sure: 'certain', evidence: evidenceIn(json, 'volta', 'node') };
  const range = textIn(json, 'engines', 'node');
  const least = range === undefined ? undefined : leastOf(range);
  return least === undefined
    ? undefined
    : { value: least, sure: 'likely', evidence: evidenceIn(json, 'engines', 'node') };
}

function leastOf(range: string): string | undefined {
  try {
    return minVersion(range)?.major.toString();
  } catch {
    return undefined;
  }
}

function fromImage(tree: Tree, file: string): Fact<string> | undefined {
  const lines = (tree.read(file) ?? '').split('\n');
  const line = lines.findIndex((one) => /^\s*FROM\s+(\S+\/)?node:\d+/i.test(one));
  const value = line < 0 ? undefined : /node:(\d+)/.exec(lines[line]!)?.[1];
  return value === undefined ? undefined : { value, sure: 'likely', evidence: { file, line: line + 1 } };
}

/** As tools are told, then as the image has it, then the least that it wants. */
export function nodeVersionOf(tree: Tree, folder: string, dockerfiles: readonly string[]): Fact<string> | undefined {
  const above = upwards(folder);
  const readers = [
    ...above.map((one) => () => fromFiles(tree, one)),
    ...dockerfiles.map((file) => () => fromImage(tree, file)),
    ...above.map((one) => () => fromManifest(tree, one)),
  ];
  for (const read of readers) {
    const found = read();
    if (found) return found;
  }
  return undefined;
}
