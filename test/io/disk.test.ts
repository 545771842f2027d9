import {
  chmodSync,
  chownSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyPlan, WriteError } from '../../src/io/apply.js';
import { merged, Project } from './support/project.js';
import { processes } from './support/process.js';
import { canMount, immutable, mountDisk, remount, unmount } from './support/disk.js';
import { MINE, options, project, second } from './support/upgrade.js';

const start = await processes();
const isRoot = process.getuid?.() === 0;

let one: Project;
let disk: string;
beforeEach(() => {
  one = project();
  disk = mkdtempSync(join(tmpdir(), 'lge-io-disk-'));
});
afterEach(() => {
  one.remove();
  rmSync(disk, { recursive: true, force: true });
});

function refused(on: Project, ...say: readonly string[]): void {
  let error: unknown;
  try {
    on.sync(second, options);
  } catch (caught) {
    error = caught;
  }
  expect(error).toBeInstanceOf(WriteError);
  for (const text of say) expect((error as Error).message).toContain(text);
}

function proveMine(on: Project): void {
  for (const line of MINE) expect(on.everything()).toContain(line);
}

describe.skipIf(!canMount)('18 on a disk that is full (needs root, or sudo without a password, to mount one)', () => {
  /** The project on a disk of its own, with a file of that many KiB fewer than there is room for. */
  function crowded(left: number): Project {
    mountDisk(disk, 512);
    cpSync(one.dir, join(disk, 'project'), { recursive: true });
    chmodSync(join(disk, 'project/gone/deep/file'), 0o600);
    const small = new Project('project', disk);
    let room = 512;
    for (; room > 0; room -= 4)
      try {
        writeFileSync(join(disk, 'ballast'), Buffer.alloc((room - left) * 1024));
        break;
      } catch {
        rmSync(join(disk, 'ballast'), { force: true });
      }
    return small;
  }

  afterEach(() => {
    unmount(disk);
  });

  // At one size or another it fills up at each point of the run, from the lock to the state.
  it.each([0, 4, 8, 12, 16, 24, 32, 40, 48, 56, 64, 72, 80])('%i KiB are left', (left) => {
    const small = crowded(left);
    const before = small.tree();
    let failed = false;
    try {
      small.sync(second, options);
    } catch (error) {
      failed = true;
      expect(error).toBeInstanceOf(WriteError);
      expect((error as Error).message).toMatch(
        / cannot be written: the disk is full \(ENOSPC\)\. .*\n {2}Make room, then run it again\./,
      );
    }
    proveMine(small);
    if (left < 40) expect(failed).toBe(true);
    if (failed) {
      // All that was written was taken back at once, or the next run does it.
      rmSync(join(disk, 'ballast'), { force: true });
      small.recover();
      expect(small.tree()).toEqual(before);
      small.sync(second, options);
    }
    const alone = one.copy();
    alone.sync(second, options);
    expect(small.tree()).toEqual(alone.tree());
    proveMine(small);
    alone.remove();
  });
});

describe.skipIf(!canMount)('18 what not even root may write (needs root, or sudo without a password)', () => {
  it('a file: nothing is written, and once it may be, all is', () => {
    const before = one.tree();
    immutable(one.at('update'), true);
    try {
      refused(one, 'update cannot be written: the system does not allow it (EPERM). Nothing was written.');
      expect(one.tree()).toEqual(before);
    } finally {
      immutable(one.at('update'), false);
    }
    one.sync(second, options);
    proveMine(one);
  });

  it('a file that is to be removed', () => {
    const before = one.tree();
    immutable(one.at('gone/deep/file'), true);
    try {
      refused(one, 'gone/deep/file cannot be written: the system does not allow it (EPERM).');
      expect(one.tree()).toEqual(before);
    } finally {
      immutable(one.at('gone/deep/file'), false);
    }
  });

  it('a folder that is read-only', () => {
    mkdirSync(one.at('made/up'), { recursive: true });
    mountDisk(one.at('made/up'), 64);
    remount(one.at('made/up'), 'ro');
    try {
      const before = one.tree();
      refused(
        one,
        'made/up/file cannot be written: the file system is read-only (EROFS). Nothing was written.',
        'Make it writable',
      );
      expect(one.tree()).toEqual(before);
      remount(one.at('made/up'), 'rw');
      one.sync(second, options);
      expect(one.read('made/up/file')).toBe('made up\n');
    } finally {
      unmount(one.at('made/up'));
    }
  });

  it('a folder that became read-only while it was written: the others are taken back, and it is by the next run', () => {
    const before = one.tree();
    const files = [...second, ...merged({ 'made/up/x': 'x\n' })];
    mkdirSync(one.at('made/up'));
    mountDisk(one.at('made/up'), 64);
    const lock = (step: string): void => {
      if (step === 'write made/up/x') remount(one.at('made/up'), 'ro');
    };
    try {
      expect(() => applyPlan(one.plan(files, options), { onStep: lock })).toThrow(
        /made\/up\/x cannot be written: .*\nNor could all that was written be taken back; the next run does it\.\nmade\/up\/file cannot/s,
      );
      expect(one.tree().update).toBe(before.update);
      expect(one.read('made/up/file')).toBe('made up\n');
      remount(one.at('made/up'), 'rw');
      expect(one.recover()?.left).toEqual([]);
      expect(readdirSync(one.at('made/up'))).toEqual([]);
    } finally {
      unmount(one.at('made/up'));
    }
    rmSync(one.at('made/up'), { recursive: true });
    expect(one.tree()).toEqual(before);
  });

  it('the whole project', () => {
    mountDisk(disk, 512);
    try {
      cpSync(one.dir, join(disk, 'project'), { recursive: true });
      const small = new Project('project', disk);
      remount(disk, 'ro');
      const before = small.exactly();
      refused(small, '.lge/lock cannot be written: the file system is read-only (EROFS). Nothing was written.');
      expect(small.exactly()).toEqual(before);
    } finally {
      unmount(disk);
    }
  });

  it('the backups', () => {
    mountDisk(one.at('.lge/backup'), 64);
    remount(one.at('.lge/backup'), 'ro');
    try {
      const before = one.tree();
      refused(one, '.lge/backup cannot be written: the file system is read-only (EROFS). Nothing was written.');
      expect(one.tree()).toEqual(before);
    } finally {
      unmount(one.at('.lge/backup'));
    }
  });
});

describe('18 as somebody who is not root', () => {
  const uid = isRoot ? 65534 : undefined;

  async function sync(): Promise<string> {
    const ran = await start({ dir: one.dir, action: 'sync', files: second, options }, uid === undefined ? {} : { uid });
    return ran.error?.message ?? 'written';
  }

  /** The project is theirs. */
  function give(): void {
    if (uid === undefined) return;
    for (const path of ['.', ...(readdirSync(one.dir, { recursive: true }) as string[])])
      chownSync(one.at(path), uid, uid);
  }

  it('a read-only file is written, and stays read-only', async () => {
    give();
    chmodSync(one.at('update'), 0o444);
    expect(await sync()).toBe('written');
    expect(one.read('update')).toContain('of the template');
    expect((lstatSync(one.at('update')).mode & 0o777).toString(8)).toBe('444');
    proveMine(one);
  });

  it.each(['merge', 'gone/deep', '.lge/objects', '.'])('a read-only folder, %s: nothing is written', async (folder) => {
    give();
    const before = one.tree();
    chmodSync(one.at(folder), 0o555);
    expect(await sync()).toMatch(/ cannot be written: you may not write there \(EACCES\)\. Nothing was written\.\n/);
    chmodSync(one.at(folder), 0o755);
    expect(one.tree()).toEqual(before);
    expect(await sync()).toBe('written');
    proveMine(one);
  });

  it.skipIf(!isRoot)(
    'root writes files of a user’s, and they stay the user’s, also when taken back (needs root)',
    () => {
      give();
      const owner = (path: string): number => lstatSync(one.at(path)).uid;
      applyPlan(one.plan(second, options));
      expect([owner('update'), owner('merge/both'), owner('lge.stack.json')]).toEqual([uid, uid, uid]);
      one.put('gone/deep/file', 'x');
      rmSync(one.at('gone'), { recursive: true });
      one.sync([...second, ...merged({ z: 'z\n' })], { version: '2.0.0' });
    },
  );
});
