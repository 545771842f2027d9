import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { isIdle } from '../../src/io/apply.js';
import { sha256 } from '../../src/io/hash.js';
import { conflicts, refusals } from '../../src/merge/change.js';
import type { RenderedFile } from '../../src/model/files.js';
import { commit, git, repository } from './support/git.js';
import { count, lines, merged, Project } from './support/project.js';
import { processes } from './support/process.js';

const start = await processes();
const projects: Project[] = [];
const project = (name?: string): Project => {
  const one = new Project(name);
  projects.push(one);
  return one;
};
afterEach(() => {
  for (const one of projects.splice(0)) one.remove();
});

const text = (changes: Readonly<Record<number, string>> = {}): string =>
  lines(...count(1, 60).map((number) => changes[number] ?? number));
const v1 = merged({ 'a/both': text(), mine: text(), same: text({ 2: 'same' }) });
const v2 = merged({ 'a/both': text({ 3: 'v2' }), mine: text({ 3: 'v2' }), same: text({ 2: 'same' }) });

/** v1, committed, and an edit of the user's in `mine`, committed as well. */
function committed(attributes?: string): Project {
  const one = project();
  repository(one, attributes);
  one.sync(v1);
  one.put('mine', text({ 50: 'mine' }));
  commit(one.dir, 'v1');
  return one;
}

function clone(of: Project, ...args: readonly string[]): Project {
  const other = project();
  rmSync(other.dir, { recursive: true });
  git(other.around, ['clone', '--quiet', ...args, `file://${of.dir}`, other.dir]);
  return other;
}

const objects = (one: Project): readonly string[] => readdirSync(one.at('.lge/objects'));
const base = (of: string): string => `.lge/objects/${sha256(of)}`;

describe('9 a checkout with CRLF', () => {
  const crlf = (one: Project): Project => clone(one, '--config', 'core.autocrlf=true');

  it('without edits: nothing is written', () => {
    const other = crlf(committed());
    expect(other.read('same')).toContain('\r\n');
    expect(other.read('.lge/state.json')).not.toContain('\r\n');
    expect(objects(other).some((name) => other.read(`.lge/objects/${name}`).includes('\r'))).toBe(false);
    const before = other.exactly();
    expect(isIdle(other.sync(v1))).toBe(true);
    expect(other.exactly()).toEqual(before);
    expect(git(other.dir, ['status', '--porcelain'])).toBe('');
  });

  it('where .gitattributes says nothing, so that the state and the bases have CRLF, too', () => {
    const one = committed();
    rmSync(one.at('.gitattributes'));
    commit(one.dir, 'no attributes');
    const other = crlf(one);
    expect(other.read('.lge/state.json')).toContain('\r\n');
    expect(other.read(`.lge/objects/${objects(other)[0]}`)).toContain('\r\n');
    const before = other.exactly();
    expect(isIdle(other.sync(v1))).toBe(true);
    expect(other.exactly()).toEqual(before);
    other.sync(v2, { version: '2.0.0' });
    expect(other.read('mine')).toBe(text({ 3: 'v2', 50: 'mine' }).replaceAll('\n', '\r\n'));
  });

  it('39 committed as CRLF, the template in LF: no conflict, and CRLF stays', () => {
    const one = committed();
    for (const path of ['a/both', 'mine', 'same']) one.put(path, one.read(path).replaceAll('\n', '\r\n'));
    commit(one.dir, 'CRLF');
    const plan = one.sync(v2, { version: '2.0.0' });
    expect(conflicts(plan.changes)).toEqual([]);
    expect(one.read('mine')).toBe(text({ 3: 'v2', 50: 'mine' }).replaceAll('\n', '\r\n'));
    expect(git(one.dir, ['diff', '--stat'])).toMatch(/mine +\| +2 \+-/);
  });
});

describe('14 without a repository, without git', () => {
  it('merges as ever, and what is lost is a conflict and no fault', async () => {
    const one = project();
    one.sync(v1);
    one.put('mine', text({ 50: 'mine' }));
    rmSync(one.at(base(text())));
    const nowhere = { PATH: one.around };
    const options = { version: '2.0.0' };
    const ran = await start({ dir: one.dir, action: 'sync', files: v2, options }, { env: nowhere });
    expect(ran.error).toBeUndefined();
    expect(ran.changes).toEqual({ 'a/both': 'update', mine: 'conflict no-base', same: 'same' });
    expect(one.read('mine')).toBe(text({ 50: 'mine' }));
    expect(one.read('.lge/incoming/mine')).toBe(text({ 3: 'v2' }));
  });
});

describe('15 a base that is not at hand', () => {
  const ways: readonly (readonly [string, (one: Project) => void])[] = [
    ['its object was deleted', (one) => rmSync(one.at(base(text())))],
    ['all objects were deleted', (one) => rmSync(one.at('.lge/objects'), { recursive: true })],
    ['a formatter changed it', (one) => one.put(base(text()), text({ 1: '1   ' }))],
    ['it is half there', (one) => one.put(base(text()), text().slice(0, 100))],
  ];

  describe.each(ways)('%s', (_what, damage) => {
    it('comes from the history, also once that is committed', () => {
      for (const alsoCommit of [false, true]) {
        const one = committed();
        damage(one);
        if (alsoCommit) commit(one.dir, 'damage');
        expect(conflicts(one.sync(v2, { version: '2.0.0' }).changes)).toEqual([]);
        expect(one.read('mine')).toBe(text({ 3: 'v2', 50: 'mine' }));
      }
    });

    it('is written anew when nothing else is to be done', () => {
      const one = committed();
      damage(one);
      one.sync(v1);
      expect(one.read(base(text()))).toBe(text());
      expect(git(one.dir, ['status', '--porcelain'])).toBe('');
    });

    it('in a shallow clone that has it no more: a conflict, never an overwrite', () => {
      const one = committed();
      damage(one);
      commit(one.dir, 'damage');
      const other = clone(one, '--depth', '1');
      const plan = other.sync(v2, { version: '2.0.0' });
      expect(conflicts(plan.changes)).toMatchObject([{ path: 'mine', reason: 'no-base' }]);
      expect([other.read('mine'), other.read('.lge/incoming/mine')]).toEqual([text({ 50: 'mine' }), text({ 3: 'v2' })]);
    });
  });

  it('a shallow clone alone is no harm', () => {
    const one = committed();
    commit(one.dir, 'more');
    const other = clone(one, '--depth', '1');
    other.sync(v2, { version: '2.0.0' });
    expect(other.read('mine')).toBe(text({ 3: 'v2', 50: 'mine' }));
  });

  it('of many files: git is asked for the history once', () => {
    const one = project();
    repository(one);
    const many = (version: string): readonly RenderedFile[] =>
      count(1, 30).map((number) => ({
        path: `f${number}`,
        content: lines(number, ...count(1, 9), version),
        owner: 'merged',
      }));
    one.sync(many('v1'));
    for (const number of count(1, 30)) one.put(`f${number}`, `mine\n${one.read(`f${number}`)}`);
    commit(one.dir, 'v1');
    rmSync(one.at('.lge/objects'), { recursive: true });
    expect(conflicts(one.sync(many('v2'), { version: '2.0.0' }).changes)).toEqual([]);
  });
});

describe('22 two branches upgrade differently, and are merged', () => {
  const a = merged({ 'a/both': text({ 5: 'a' }), mine: text({ 5: 'a' }), same: text({ 2: 'same' }), onlyA: 'a\n' });
  const b = merged({ 'a/both': text({ 40: 'b' }), mine: text({ 40: 'b' }), same: text({ 2: 'same' }), onlyB: 'b\n' });
  const both = merged({
    'a/both': text({ 5: 'a', 40: 'b' }),
    mine: text({ 5: 'a', 40: 'b' }),
    same: text({ 2: 'same' }),
    onlyA: 'a\n',
    onlyB: 'b\n',
  });

  /** Both branches with an edit of their own, and `git merge`, which stops at the state. */
  function torn(style: string, versions: readonly [string, string], attributes?: string): Project {
    const one = committed(attributes);
    git(one.dir, ['checkout', '--quiet', '-b', 'b']);
    one.sync(b, { version: versions[1] });
    one.put('mine', one.read('mine').replace('line 20\n', 'line 20, on b\n'));
    commit(one.dir, 'b');
    git(one.dir, ['checkout', '--quiet', 'main']);
    one.sync(a, { version: versions[0] });
    one.put('a/both', one.read('a/both').replace('line 55\n', 'line 55, on a\n'));
    commit(one.dir, 'a');
    git(one.dir, ['-c', `merge.conflictStyle=${style}`, 'merge', '--quiet', 'b'], 1);
    return one;
  }

  const edits = {
    'a/both': text({ 5: 'a', 40: 'b', 55: '55, on a' }),
    mine: text({ 5: 'a', 20: '20, on b', 40: 'b', 50: 'mine' }),
  };

  describe.each(['merge', 'diff3', 'zdiff3'])('conflict style %s', (style) => {
    it.each<readonly [string, string]>([
      ['1.1.0', '1.2.0'],
      ['1.2.0', '1.1.0'],
      ['1.0.0', '1.0.0'],
    ])('versions %s and %s: the markers in the state are read, and both edits stay', (...versions) => {
      const one = torn(style, versions);
      expect(one.read('.lge/state.json')).toMatch(/^<<<<<<< /m);
      const plan = one.sync(both, { version: '1.2.0' });
      expect([refusals(plan.changes), conflicts(plan.changes)]).toEqual([[], []]);
      expect([one.read('a/both'), one.read('mine')]).toEqual([edits['a/both'], edits.mine]);
      expect([one.read('onlyA'), one.read('onlyB')]).toEqual(['a\n', 'b\n']);
      const state = JSON.parse(one.read('.lge/state.json')) as { readonly files: object };
      expect(Object.keys(state.files)).toEqual(['a/both', 'mine', 'onlyA', 'onlyB', 'same']);
      // One command is all it takes: git has nothing to complain about any more.
      commit(one.dir, 'merged');
      expect(git(one.dir, ['status', '--porcelain'])).toBe('');
      expect(objects(one)).toHaveLength(4);
      for (const name of objects(one)) expect(sha256(one.read(`.lge/objects/${name}`))).toBe(name);
    });

    it('the next upgrade merges with both', () => {
      const one = torn(style, ['1.1.0', '1.2.0']);
      one.sync(both, { version: '1.2.0' });
      commit(one.dir, 'merged');
      const next = both.map((file) => ({ ...file, content: file.content.replace('line 10\n', 'line 10, v3\n') }));
      expect(conflicts(one.sync(next, { version: '3.0.0' }).changes)).toEqual([]);
      expect(one.read('mine')).toBe(edits.mine.replace('line 10\n', 'line 10, v3\n'));
    });

    it.each([
      ['as the template says', undefined, 0],
      // It takes one base for the other under a new name, and merges them.
      ['by lines, because .gitattributes is gone', '', 2],
    ])('an upgrade right on top of the torn state, the bases merged %s', (_what, attributes, damaged) => {
      const one = torn(style, ['1.1.0', '1.2.0'], attributes);
      expect(objects(one).filter((name) => sha256(one.read(`.lge/objects/${name}`)) !== name)).toHaveLength(damaged);
      const next = both.map((file) => ({ ...file, content: file.content.replace('line 10\n', 'line 10, v3\n') }));
      expect(conflicts(one.sync(next, { version: '3.0.0' }).changes)).toEqual([]);
      expect(one.read('mine')).toBe(edits.mine.replace('line 10\n', 'line 10, v3\n'));
      expect(one.read('a/both')).toBe(edits['a/both'].replace('line 10\n', 'line 10, v3\n'));
    });
  });

  it('with CRLF in the torn state', () => {
    const one = torn('diff3', ['1.1.0', '1.2.0']);
    one.put('.lge/state.json', one.read('.lge/state.json').replaceAll('\n', '\r\n'));
    one.sync(both, { version: '1.2.0' });
    expect([one.read('a/both'), one.read('mine')]).toEqual([edits['a/both'], edits.mine]);
  });

  it.each(['ours', 'theirs'])('where the user settled the state as %s', (side) => {
    const one = torn('merge', ['1.1.0', '1.2.0']);
    git(one.dir, ['checkout', `--${side}`, '.lge/state.json']);
    one.sync(both, { version: '1.2.0', foreign: 'aside' });
    for (const [path, content] of Object.entries(edits)) expect(one.read(path)).toBe(content);
  });

  it('a branch that is fetched and has no name here', () => {
    const one = torn('merge', ['1.1.0', '1.2.0']);
    git(one.dir, ['branch', '--delete', '--force', 'b']);
    git(one.dir, ['reflog', 'expire', '--expire=all', '--all']);
    const next = both.map((file) => ({ ...file, content: file.content.replace('line 10\n', 'line 10, v3\n') }));
    expect(conflicts(one.sync(next, { version: '3.0.0' }).changes)).toEqual([]);
    expect(one.read('mine')).toBe(edits.mine.replace('line 10\n', 'line 10, v3\n'));
  });
});

describe('37 a project below the root of a repository', () => {
  it('looks only at itself, and finds its bases in the history', () => {
    const one = project('repo/apps/shop');
    const root = dirname(dirname(one.dir));
    git(root, ['init', '--quiet']);
    writeFileSync(`${root}/README`, 'theirs\n');
    one.sync(v1);
    one.put('mine', text({ 50: 'mine' }));
    commit(root, 'v1');
    writeFileSync(`${root}/README`, 'dirty\n');
    writeFileSync(`${root}/untracked`, 'dirty\n');
    rmSync(one.at('.lge/objects'), { recursive: true });
    expect(conflicts(one.sync(v2, { version: '2.0.0' }).changes)).toEqual([]);
    expect(one.read('mine')).toBe(text({ 3: 'v2', 50: 'mine' }));
    const status = git(root, ['status', '--porcelain', '--untracked-files=all'])
      .split('\n')
      .filter((line) => !line.includes('.lge/objects'));
    expect(status).toEqual([
      ' M README',
      ' M apps/shop/.lge/state.json',
      ' M apps/shop/a/both',
      ' M apps/shop/mine',
      '?? untracked',
      '',
    ]);
  });

  it('two in one repository do not know of each other', () => {
    const one = project('repo/shop');
    const root = dirname(one.dir);
    git(root, ['init', '--quiet']);
    const blog = new Project('repo/blog', one.around);
    one.sync(v1);
    blog.sync(v1);
    one.put('mine', text({ 50: 'shop' }));
    blog.put('mine', text({ 51: 'blog' }));
    commit(root, 'v1');
    const before = blog.exactly();
    one.sync(v2, { version: '2.0.0' });
    expect(blog.exactly()).toEqual(before);
    rmSync(blog.at('.lge/objects'), { recursive: true });
    blog.sync(v2, { version: '2.0.0' });
    expect([one.read('mine'), blog.read('mine')]).toEqual([
      text({ 3: 'v2', 50: 'shop' }),
      text({ 3: 'v2', 51: 'blog' }),
    ]);
  });
});

describe('36 what fails before the first write leaves everything as it was', () => {
  it('a path that is rendered twice', () => {
    const one = committed();
    const before = one.exactly();
    expect(() => one.sync([...v2, ...merged({ mine: 'twice\n' })], { version: '2.0.0' })).toThrow('rendered twice');
    expect(one.exactly()).toEqual(before);
  });
});

it('git does not see what is of this machine alone', () => {
  const one = committed();
  one.put('.lge/.gitignore', '/mine\r\n/backup/\r\n');
  one.sync(v2, { version: '2.0.0' });
  one.put('.lge/lock', '');
  one.put('.lge/lock.stale', '');
  expect(one.read('.lge/.gitignore')).toBe('/mine\r\n/backup/\r\n/journal.json\n/lock*\n');
  expect(existsSync(one.at('.lge/backup/000002'))).toBe(true);
  expect(git(one.dir, ['status', '--porcelain', '--untracked-files=all'])).not.toMatch(/backup|lock|journal/);
});
