import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyPlan, StaleError } from '../../src/io/apply.js';
import { locked } from '../../src/io/lock.js';
import { refusals } from '../../src/merge/change.js';
import { Project } from './support/project.js';
import { project, second } from './support/upgrade.js';

let one: Project;
beforeEach(() => {
  one = project();
  mkdirSync(join(one.around, 'outside'));
  writeFileSync(join(one.around, 'outside/secret'), 'theirs\n');
});
afterEach(() => {
  one.remove();
});

const version = '2.0.0';
const outside = (): readonly string[] =>
  readdirSync(join(one.around, 'outside'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.name} ${readFileSync(join(entry.parentPath, entry.name), 'latin1')}`)
    .sort();

/** Moves what is at the path out of the project, and leaves a link there. */
function moveOut(path: string): void {
  const target = join(one.around, 'outside', path.replaceAll('/', '-'));
  renameSync(one.at(path), target);
  symlinkSync(target, one.at(path));
}

function linkTo(path: string, target: string): void {
  rmSync(one.at(path), { recursive: true, force: true });
  mkdirSync(dirname(one.at(path)), { recursive: true });
  symlinkSync(target, one.at(path));
}

type Row = readonly [what: string, link: () => void, path: string, reason: string];

describe('21 a link: nothing outside is read or written, and the refusal says where', () => {
  it.each<Row>([
    ['a file', () => moveOut('update'), 'update', 'not-a-file'],
    ['a file, to another one of the project', () => linkTo('update', 'mode'), 'update', 'not-a-file'],
    ['a folder, out of the project', () => moveOut('merge'), 'merge/both', 'outside'],
    ['a folder that is to be made', () => linkTo('made/up', '../../outside'), 'made/up/file', 'outside'],
    [
      'a folder, to what is git’s',
      () => (one.put('.git/config', ''), linkTo('made', '.git')),
      'made/up/file',
      'outside',
    ],
    ['a folder, to what is ours', () => linkTo('made', '.lge/objects'), 'made/up/file', 'outside'],
    ['a folder that leads to nothing', () => linkTo('made', 'nowhere'), 'made/up/file', 'not-a-file'],
    ['a folder that leads to itself', () => linkTo('made', 'made'), 'made/up/file', 'not-a-file'],
    ['.lge', () => moveOut('.lge'), '.lge/state.json', 'outside'],
    [
      '.lge, within the project',
      () => (renameSync(one.at('.lge'), one.at('x')), symlinkSync('x', one.at('.lge'))),
      '.lge',
      'not-a-file',
    ],
    ['.lge/state.json', () => moveOut('.lge/state.json'), '.lge/state.json', 'not-a-file'],
    ['.lge/objects', () => moveOut('.lge/objects'), '.lge/objects', 'outside'],
    ['.lge/backup', () => moveOut('.lge/backup'), '.lge/backup', 'outside'],
    ['.lge/backup, within the project', () => linkTo('.lge/backup', '../merge'), '.lge/backup', 'not-a-file'],
    ['.lge/conflicts', () => moveOut('.lge/conflicts'), '.lge/conflicts', 'outside'],
    ['.lge/incoming', () => linkTo('.lge/incoming', '../../outside'), '.lge/incoming', 'outside'],
    ['.lge/.gitignore', () => linkTo('.lge/.gitignore', '../../outside/secret'), '.lge/.gitignore', 'outside'],
    ['.lge/journal.json', () => linkTo('.lge/journal.json', '../../outside/secret'), '.lge/journal.json', 'outside'],
    ['.lge/lock', () => linkTo('.lge/lock', '../../outside/new'), '.lge/lock', 'not-a-file'],
    [
      'what was set aside',
      () => linkTo('.lge/conflicts/conflict', '../../../outside/secret'),
      '.lge/conflicts/conflict',
      'not-a-file',
    ],
  ])('%s', (_what, link, path, reason) => {
    link();
    const [inside, out] = [one.exactly(), outside()];
    const plan = one.plan(second, { version });
    expect(refusals(plan.changes).map((change) => [change.path, change.reason])).toContainEqual([path, reason]);
    expect(() => applyPlan(plan)).toThrow(path);
    expect([one.exactly(), outside()]).toEqual([inside, out]);
  });

  it.each(['.lge', '.lge/objects', '.lge/backup', '.lge/conflicts', '.lge/state.json', 'merge', 'update'])(
    '%s, made after the plan',
    (path) => {
      const plan = one.plan(second, { version });
      moveOut(path);
      const [inside, out] = [one.exactly(), outside()];
      expect(() => applyPlan(plan)).toThrow(StaleError);
      expect([one.exactly(), outside()]).toEqual([inside, out]);
    },
  );

  it('and locking alone writes nothing through one', () => {
    moveOut('.lge');
    expect(() => locked(one.dir, () => 'body')).toThrow(
      '.lge: The path leads out of the project. Nothing was written.',
    );
    expect(outside().some((file) => file.startsWith('lock'))).toBe(false);
  });

  it('an object that is a link counts for none, and stops the plan that wants it back', () => {
    const name = readdirSync(one.at('.lge/objects'))[0]!;
    moveOut(`.lge/objects/${name}`);
    const out = outside();
    const plan = one.plan(second, { version });
    const refused = refusals(plan.changes).map(({ path }) => path);
    if (refused.length === 0) applyPlan(plan);
    else expect(refused).toEqual([`.lge/objects/${name}`]);
    expect(outside()).toEqual(out);
  });

  it('among what was set aside is left alone', () => {
    symlinkSync('../../../outside', one.at('.lge/conflicts/elsewhere'));
    const out = outside();
    one.sync(second, { version });
    expect(outside()).toEqual(out);
    expect(readdirSync(one.at('.lge/conflicts'))).toContain('elsewhere');
  });

  it('a folder with a file that is to be removed: it stays where it is', () => {
    moveOut('gone');
    const out = outside();
    one.sync(second, { version });
    expect(outside()).toEqual(out);
  });

  it('a folder that leads elsewhere in the project is followed', () => {
    renameSync(one.at('merge'), one.at('real'));
    symlinkSync('real', one.at('merge'));
    one.sync(second, { version });
    expect(one.read('real/both')).toContain('of the template');
    expect(one.read('real/both')).toContain('line 10, mine');
  });

  it('a project that is reached through one is a project', () => {
    symlinkSync('project', join(one.around, 'alias'));
    const alias = new Project('alias', one.around);
    alias.sync(second, { version });
    expect(one.read('update')).toContain('of the template');
  });
});
