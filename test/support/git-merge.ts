import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sides } from '../../src/merge/lines.js';

/** What `git merge-file --diff3` makes of three texts; `undefined` for a conflict. */
export function gitMerges(all: readonly Sides[]): readonly (string | undefined)[] {
  const folder = mkdtempSync(join(tmpdir(), 'merges-'));
  try {
    all.forEach((sides, index) => {
      for (const side of ['base', 'mine', 'theirs'] as const)
        writeFileSync(join(folder, `${index}.${side}`), sides[side]);
    });
    // One shell for all of them: to start git from here costs several times what it takes.
    const script = `for ((i = 0; i < ${all.length}; i++)); do
      if git merge-file -p --diff3 $i.mine $i.base $i.theirs >$i.merged 2>/dev/null; then echo $i; fi
    done`;
    const clean = new Set(execFileSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' }).split('\n'));
    return all.map((_, index) =>
      clean.has(String(index)) ? readFileSync(join(folder, `${index}.merged`), 'utf8') : undefined,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
