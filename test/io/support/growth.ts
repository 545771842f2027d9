import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RenderedFile } from '../../../src/model/files.js';
import { goldenCase } from '../../support/golden.js';
import { commit, git, repository } from './git.js';
import { count, Project } from './project.js';

const rendered = goldenCase('default').rendering.files.filter(({ owner }) => owner === 'merged');
export const FILES = 45;
/** Of the files, every so manieth changes in an upgrade: two or three. */
const STEP = 20;

/** The files of the stack that most people have, in a later version: each time a few lines of some of them are others. */
export function version(number: number): readonly RenderedFile[] {
  return count(1, FILES).map((index) => {
    const file = rendered[index % rendered.length]!;
    const changes = count(1, number).filter((each) => (each + index) % STEP === 0);
    const lines = file.content.split('\n');
    for (const each of changes) lines[(each * 31 + index) % lines.length] += ` # ${each}`;
    return { ...file, path: `${Math.floor(index / rendered.length)}/${file.path}`, content: lines.join('\n') };
  });
}

/** KiB of the repository, packed, after that many upgrades; each is committed. One thread packs, always alike. */
function packed(upgrades: number, remembered: boolean): number {
  const one = new Project();
  try {
    repository(one);
    if (!remembered) one.put('.git/info/exclude', '/.lge/\n');
    for (const number of count(0, upgrades)) {
      one.sync(version(number), { version: `1.${number}.0` });
      // Each on a day of its own, as upgrades are: within one second git packs them in another order each time.
      commit(one.dir, `${number}`, number);
    }
    git(one.dir, ['-c', 'pack.threads=1', 'gc', '--quiet', '--aggressive', '--prune=now']);
    const packs = one.at('.git/objects/pack');
    return readdirSync(packs).reduce((sum, name) => sum + statSync(join(packs, name)).size, 0) / 1024;
  } finally {
    one.remove();
  }
}

/** KiB by which what is remembered grows a packed repository over that many upgrades. */
export function growth(upgrades: number): number {
  return packed(upgrades, true) - packed(upgrades, false) - (packed(0, true) - packed(0, false));
}
