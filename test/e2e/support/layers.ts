import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './shell.js';

// `gzip -f` passes on what is not compressed: whether layers are depends on how the engine stores them.
const SEARCH = `
for blob in $(find image -type f); do
  gzip -dcf "$blob" >layer
  grep -aoF -f patterns layer || [ $? = 1 ]
  if tar -tf layer >names 2>/dev/null; then sed 's/^/file /' names; fi
done
`;

export interface Searched {
  /** What was found of `patterns`. */
  readonly found: readonly string[];
  /** All files of all layers, also those that a later layer removes. */
  readonly files: readonly string[];
}

/** Looks for texts in everything that \`docker save\` hands out: the layers, and what describes them. */
export async function searchLayers(image: string, patterns: readonly string[]): Promise<Searched> {
  const dir = mkdtempSync(join(tmpdir(), 'lge-layers-'));
  try {
    mkdirSync(join(dir, 'image'));
    writeFileSync(join(dir, 'patterns'), patterns.map((pattern) => `${pattern}\n`).join(''));
    await run(['sh', '-euc', 'docker save "$1" | tar -x -C image', 'sh', image], { cwd: dir });
    const lines = (await run(['sh', '-euc', SEARCH], { cwd: dir })).split('\n').filter(Boolean);
    const files = lines.filter((line) => line.startsWith('file ')).map((line) => line.slice('file '.length));
    return { found: [...new Set(lines.filter((line) => !line.startsWith('file ')))], files };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
