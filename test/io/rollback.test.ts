import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyPlan } from '../../src/io/apply.js';
import { addWritten, backupIds, beforehand, readBackup } from '../../src/io/backup.js';
import { EditedError, NoBackupError } from '../../src/io/errors.js';
import { restoreSaved, rollback } from '../../src/io/rollback.js';
import { merged, type Project } from './support/project.js';
import { MINE, options, project, second } from './support/upgrade.js';

/** Of runs after the first one, which edited lge.stack.json. */
const later = { version: '2.0.0' };

let one: Project;
beforeEach(() => {
  one = project();
});
afterEach(() => {
  one.remove();
});

function thrown(body: () => unknown): Error {
  try {
    body();
  } catch (error) {
    return error as Error;
  }
  throw new Error('Nothing was thrown.');
}

describe('rolling back', () => {
  it('is exact: contents, modes, what was made, what was removed, and the state', () => {
    const before = one.tree();
    one.sync(second, options);
    expect(one.tree()).not.toEqual(before);
    const { id, command, paths } = rollback(one.dir);
    expect([id, command]).toEqual(['000003', 'sync']);
    expect(paths.filter((path) => !path.startsWith('.lge/'))).toEqual([
      'gone/deep/file',
      'lge.stack.json',
      'made/up/file',
      'merge/both',
      'mode',
      'new/name',
      'old/name',
      'update',
    ]);
    expect(one.tree()).toEqual(before);
  });

  it('can be rolled back itself', () => {
    one.sync(second, options);
    const after = one.tree();
    rollback(one.dir);
    expect(rollback(one.dir).command).toBe('rollback');
    expect(one.tree()).toEqual(after);
  });

  it('goes back run by run', () => {
    const before = one.tree();
    one.sync(second, options);
    one.sync([...second, ...merged({ later: 'later\n' })], later);
    rollback(one.dir, '000004');
    rollback(one.dir, '000003');
    expect(one.tree()).toEqual(before);
  });

  it('of the run that made the project leaves nothing but its backups', () => {
    const all = backupIds(one.dir);
    for (const id of all.toReversed().slice(0, -1)) rmSync(one.at(`.lge/backup/${id}`), { recursive: true });
    const fresh = one;
    fresh.remove();
    mkdirSync(fresh.dir, { recursive: true });
    fresh.sync(merged({ 'a/b/c': 'c\n', d: 'd\n' }));
    rollback(fresh.dir);
    // What hides the backups from git stays as long as there are any.
    expect(Object.keys(fresh.tree())).toEqual(['.lge', '.lge/.gitignore']);
  });

  it('27 refuses where a file was edited since, and names each', () => {
    one.sync(second, options);
    one.put('update', 'mine since\n');
    one.put('gone/deep/file', 'mine again\n');
    rmSync(one.at('merge/both'));
    const before = one.exactly();
    const error = thrown(() => rollback(one.dir)) as EditedError;
    expect(error).toBeInstanceOf(EditedError);
    expect(error.paths).toEqual(['gone/deep/file', 'merge/both', 'update']);
    expect(error.message).toContain('gone/deep/file, merge/both, update. Nothing was written.');
    expect(one.exactly()).toEqual(before);
  });

  it('27 refuses where another run came after it', () => {
    one.sync(second, options);
    one.sync([...second, ...merged({ later: 'later\n' })], later);
    expect((thrown(() => rollback(one.dir, '000003')) as EditedError).paths).toEqual(['.lge/state.json']);
  });

  it('27 what is as before already is no edit', () => {
    const [before, update] = [one.tree(), one.read('update')];
    one.sync(second, options);
    one.put('update', update, 0o440);
    expect(rollback(one.dir).paths).not.toContain('update');
    expect(one.tree()).toEqual(before);
    expect(rollback(one.dir, '000003').paths).toEqual([]);
  });

  it.each([
    [
      'one that there never was',
      '000009',
      'There is no backup 000009 in .lge/backup. Nothing was written.\n  There are 000001, 000002.',
    ],
    ['a path', '../../x', 'There is no backup ../../x'],
  ])('names what there is when asked for %s', (_what, id, message) => {
    const before = one.exactly();
    const error = thrown(() => rollback(one.dir, id));
    expect(error).toBeInstanceOf(NoBackupError);
    expect(error.message).toContain(message);
    expect(one.exactly()).toEqual(before);
  });

  it('says so where there is none', () => {
    rmSync(one.at('.lge/backup'), { recursive: true });
    expect(() => rollback(one.dir)).toThrow(
      'There is no backup in .lge/backup. Nothing was written.\n  There is none at all.',
    );
  });

  it('writes nothing from a backup that is damaged', () => {
    one.sync(second, options);
    const { entries } = readBackup(one.dir, '000003')!;
    const { before = '' } = entries.find(({ path }) => path === 'update')!;
    writeFileSync(one.at(`.lge/backup/000003/${before}`), 'damaged');
    const tree = one.exactly();
    expect(() => rollback(one.dir)).toThrow('Backup 000003 is damaged: what it kept of update is not there.');
    expect(one.exactly()).toEqual(tree);
  });

  it.each([
    ['without a manifest', () => rmSync(one.at('.lge/backup/000003/manifest.json'))],
    ['with half a manifest', () => one.put('.lge/backup/000003/manifest.json', '{"command": "sy')],
    ['that is a link', () => symlinkSync('000002', one.at('.lge/backup/000007'))],
  ])('passes by a backup %s', (_what, damage) => {
    one.sync(second, options);
    damage();
    const expected = _what === 'that is a link' ? '000003' : '000002';
    expect(thrown(() => rollback(one.dir, '000007')).message).toContain(expected);
    expect(backupIds(one.dir)).not.toContain('000007');
  });
});

describe('bringing one file back', () => {
  it('to the byte, mode and all, and keeps what was there', () => {
    const before = one.tree();
    one.sync(second, options);
    one.put('merge/both', 'since\n', 0o600);
    expect(restoreSaved(one.dir, '000003', 'merge/both')).toBe(true);
    expect(one.tree()['merge/both']).toBe(before['merge/both']);
    expect(readBackup(one.dir, '000004')).toMatchObject({ precious: true, command: 'restore merge/both' });
    expect(restoreSaved(one.dir, '000004', 'merge/both')).toBe(true);
    expect(one.read('merge/both')).toBe('since\n');
  });

  it('that a run removed, with its folders', () => {
    const before = one.tree();
    one.sync(second, options);
    restoreSaved(one.dir, '000003', 'gone/deep/file');
    expect(one.tree()['gone/deep/file']).toBe(before['gone/deep/file']);
  });

  it('that was set aside, and worked on', () => {
    one.sync(second, options);
    restoreSaved(one.dir, '000003', '.lge/conflicts/settled');
    expect(one.read('.lge/conflicts/settled')).toBe('aside, mine\n');
  });

  it('writes nothing where it is there already', () => {
    one.sync(second, options);
    restoreSaved(one.dir, '000003', 'update');
    const before = one.exactly();
    expect(restoreSaved(one.dir, '000003', 'update')).toBe(false);
    expect(one.exactly()).toEqual(before);
  });

  it.each(['unknown', 'made/up/file', '.lge/state.json', '../outside'])('not %s', (path) => {
    one.sync(second, options);
    const before = one.exactly();
    const error = thrown(() => restoreSaved(one.dir, '000003', path));
    expect(error).toBeInstanceOf(NoBackupError);
    expect(error.message).toContain(
      `Backup 000003 has nothing of ${path}. Nothing was written.\n  It has .lge/conflicts`,
    );
    expect(one.exactly()).toEqual(before);
  });

  it('not through a folder that is a link out of the project now', () => {
    one.sync(second, options);
    rmSync(one.at('merge'), { recursive: true });
    symlinkSync(one.around, one.at('merge'));
    expect(() => restoreSaved(one.dir, '000003', 'merge/both')).toThrow(
      'merge/both is no file now, or is behind a link.',
    );
    expect(readdirSync(one.around)).toEqual(['project']);
  });
});

describe('backups', () => {
  const versions = (count: number): void => {
    for (let index = 0; index < count; index++) one.sync([...second, ...merged({ counter: `${index}\n` })], later);
  };

  it('ten are kept, and every one with a line of the user’s', () => {
    one.sync(second, options);
    versions(15);
    expect(backupIds(one.dir)).toEqual([
      // The user had settled a conflict by hand; then the upgrade merged.
      '000003',
      ...Array.from({ length: 10 }, (_, index) => String(index + 9).padStart(6, '0')),
    ]);
    for (const line of MINE) expect(one.everything()).toContain(line);
  });

  it('of an aside that was worked on and then written anew are kept', () => {
    one.sync(second, options);
    one.put('.lge/conflicts/conflict', 'half decided\n');
    one.sync(
      second.map((file) => (file.path === 'conflict' ? { ...file, content: 'another\n' } : file)),
      later,
    );
    expect(one.read('.lge/conflicts/conflict')).toContain('another');
    versions(15);
    expect(one.everything()).toContain('half decided');
  });

  it('whose manifest is damaged are kept, and those that were never finished are not', () => {
    one.sync(second, options);
    one.put('.lge/backup/000003/manifest.json', '{"command": "sy');
    mkdirSync(one.at('.lge/backup/000004'));
    versions(15);
    expect(backupIds(one.dir)).toContain('000003');
    expect(backupIds(one.dir)).not.toContain('000004');
  });

  it('of unfinished runs take no place of finished ones', () => {
    versions(1);
    for (const id of [10, 11, 12, 13, 14, 15, 16, 17, 18, 19]) mkdirSync(one.at(`.lge/backup/0000${id}`));
    versions(2);
    expect(backupIds(one.dir)).toEqual(['000001', '000002', '000003', '000020']);
  });

  it('29 are numbered, whatever the clock says', () => {
    const { now } = Date;
    one.sync(second, options);
    try {
      Date.now = () => 0;
      versions(2);
    } finally {
      Date.now = now;
    }
    rollback(one.dir);
    expect(one.read('counter')).toBe('0\n');
  });

  it('a checkout with CRLF does not make every backup precious', () => {
    one.put('update', one.read('update').replaceAll('\n', '\r\n'), 0o644);
    const plan = one.plan(second.filter(({ path }) => path !== 'merge/both' && path !== 'new/name'));
    applyPlan({ ...plan, changes: plan.changes.filter(({ path }) => path === 'update'), asidesToRemove: [] });
    expect(readBackup(one.dir, '000003')?.precious).toBe(false);
  });
});

describe('what other programs write after a run', () => {
  const text = (path: string): string => readFileSync(join(one.dir, path), 'utf8');
  const install = (): void => {
    const before = beforehand(one.dir, ['theirs.lock', 'new.lock', 'same.lock'], ['node_modules', 'kept']);
    writeFileSync(join(one.dir, 'theirs.lock'), 'of the tool');
    writeFileSync(join(one.dir, 'new.lock'), 'of the tool');
    mkdirSync(join(one.dir, 'node_modules/a'), { recursive: true });
    addWritten(one.dir, before);
  };

  beforeEach(() => {
    writeFileSync(join(one.dir, 'theirs.lock'), 'of before');
    writeFileSync(join(one.dir, 'same.lock'), 'of before');
    mkdirSync(join(one.dir, 'kept'));
  });

  it('is taken back with it, and nothing that was there', () => {
    const before = one.tree();
    one.sync(second, options);
    install();
    rollback(one.dir);
    expect(one.tree()).toEqual(before);
    expect(existsSync(join(one.dir, 'node_modules'))).toBe(false);
  });

  it('stays where it was changed since, and keeps nothing else from being taken back', () => {
    one.sync(second, options);
    install();
    writeFileSync(join(one.dir, 'new.lock'), 'of a later tool');
    const { left, paths } = rollback(one.dir);
    expect([left, text('new.lock'), text('theirs.lock')]).toEqual([['new.lock'], 'of a later tool', 'of before']);
    expect(paths).toContain('node_modules');
  });
});
