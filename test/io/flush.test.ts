import fs, { readlinkSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { afterEach, expect, it } from 'vitest';
import { readBackup } from '../../src/io/backup.js';
import { options, project, second } from './support/upgrade.js';

const { fsyncSync, renameSync } = fs;
const one = project();
afterEach(() => one.remove());

/** What a run flushes, and what it then renames, in order, as paths in the project. */
function events(run: () => void): readonly string[] {
  const seen: string[] = [];
  const local = (path: string): string => path.replace(`${one.dir}/`, '');
  fs.fsyncSync = (handle) => {
    seen.push(`flush ${local(readlinkSync(`/proc/self/fd/${handle}`))}`);
    fsyncSync(handle);
  };
  fs.renameSync = (from, to) => {
    seen.push(`rename ${local(String(to))}`);
    renameSync(from, to);
  };
  syncBuiltinESMExports();
  try {
    run();
  } finally {
    Object.assign(fs, { fsyncSync, renameSync });
    syncBuiltinESMExports();
  }
  return seen;
}

it.skipIf(process.platform !== 'linux')(
  '17 no power cut takes a line of the user’s: what a run replaces is on the disk before its first write',
  () => {
    const seen = events(() => one.sync(second, options));
    const { entries } = readBackup(one.dir, '000003')!;
    const saved = (path: string): string => {
      const { before = '' } = entries.find((entry) => entry.path === path)!;
      return `flush .lge/backup/000003/${before}`;
    };
    const first = seen.indexOf('rename .lge/journal.json');
    expect(seen.slice(0, first)).toEqual(
      expect.arrayContaining([
        ...['merge/both', 'old/name', 'lge.stack.json', '.lge/conflicts/settled'].map(saved),
        'flush .lge/backup/000003/manifest.json.tmp',
        'flush .lge/backup/000003',
        'flush .lge/backup/000003/journal.json',
      ]),
    );
    expect(seen[first + 1]).toBe('flush .lge');
    expect(seen.slice(0, first).filter((event) => /^rename (?!\.lge\/backup)/.test(event))).toEqual([]);
    // What the template wrote comes back from its object: to wait for the disk would only take time.
    expect(seen).not.toContain(saved('gone/deep/file'));
  },
);
