import { afterAll, describe, expect, it } from 'vitest';
import { rollback } from '../../src/io/rollback.js';
import { THOROUGH } from '../support/seed.js';
import type { Project } from './support/project.js';
import { processes } from './support/process.js';
import { MINE, options, project, second } from './support/upgrade.js';

const MINUTE = 60_000;
const start = await processes();
const made: Project[] = [];

function kept(one: Project): Project {
  made.push(one);
  return one;
}
const fresh = kept(project());
const prepared = (): Project => kept(fresh.copy());

// All at the end: the tests run side by side.
afterAll(() => {
  for (const one of made) one.remove();
}, MINUTE);

const job = (one: Project) => ({ dir: one.dir, action: 'sync', plan: one.plan(second, options) }) as const;

// Once without an accident: what there is to be done, and what comes of it.
const whole = prepared();
const { steps = [], calls = [], error } = await start(job(whole));
const before = prepared().tree();
const after = whole.tree();

// What is done to one file is done to each. Before a merge, or with `ALL_KILLS=1`, nothing is left out.
const ALL = THOROUGH || process.env.ALL_KILLS !== undefined;
const ALIKE = /objects|conflicts|stack\.json|made\/|merge\/|mode|name/;

/** The calls to be killed in, by their number. */
function kills(calls: readonly string[], dir: string): readonly (readonly [number, string])[] {
  const all = calls.map((call, index) => [index, call.replace(`${dir}/`, '')] as const);
  return ALL ? all : all.filter(([, call]) => !ALIKE.test(call));
}

/** The project after a run that was killed at a point. */
async function killed(how: { readonly step: string } | { readonly call: number }): Promise<Project> {
  const one = prepared();
  const { signal } = await start({ ...job(one), ...how });
  expect(signal).toBe('SIGKILL');
  return one;
}

/** As it was; then as it had become; then, taken back, as it was once more. */
function prove(one: Project): void {
  for (const line of MINE) expect(one.everything()).toContain(line);
  const recovery = one.recover();
  expect(recovery?.left ?? []).toEqual([]);
  // Killed after it had come to its end: nothing was left to take back.
  if (!recovery && one.read('update').includes('template')) expect(one.tree()).toEqual(after);
  else {
    expect(one.tree()).toEqual(before);
    one.sync(second, options);
  }
  expect(one.tree()).toEqual(after);
  for (const line of MINE) expect(one.everything()).toContain(line);
  rollback(one.dir);
  expect(one.tree()).toEqual(before);
}

it('17 the run that is killed below does something of every kind', () => {
  expect(error).toBeUndefined();
  expect(steps.filter((step) => !step.includes('.lge/objects'))).toEqual([
    'verify',
    'backup',
    'journal',
    'write .lge/conflicts/conflict',
    'write lge.stack.json',
    'write made/up/file',
    'write merge/both',
    'write mode',
    'write new/name',
    'write update',
    'remove gone/deep/file',
    'remove old/name',
    'write .lge/state.json',
    'remove .lge/conflicts/settled',
    'commit',
    'prune',
  ]);
  expect(calls.length).toBeGreaterThan(60);
  expect(Object.keys(after)).not.toEqual(Object.keys(before));
});

describe.concurrent(
  '17 SIGKILL at each step, then taken back, run once more, and rolled back',
  { timeout: MINUTE },
  () => {
    it.each(steps.filter((step) => ALL || !step.includes('objects')))('%s', async (step) => {
      prove(await killed({ step }));
    });
  },
);

describe.concurrent('17 SIGKILL in each call that changes the disk, half of a write done', { timeout: MINUTE }, () => {
  it.each(kills(calls, whole.dir))('%i %s', async (call) => {
    prove(await killed({ call }));
  });
});

describe('17 SIGKILL while it is taken back', { timeout: MINUTE }, async () => {
  const late = await killed({ step: 'commit' });
  const { dir } = kept(late.copy());
  const { calls: undoing = [] } = await start({ dir, action: 'recover' });

  it.concurrent.each(kills(undoing, dir))('%i %s', async (call) => {
    const one = await killed({ step: 'commit' });
    expect((await start({ dir: one.dir, action: 'recover', call })).signal).toBe('SIGKILL');
    // In a process of its own: it may have to wait, and the other tests must not.
    expect((await start({ dir: one.dir, action: 'recover' })).error).toBeUndefined();
    prove(one);
  });
});

describe('17 SIGKILL while it is rolled back', { timeout: MINUTE }, async () => {
  const late = prepared();
  late.sync(second, options);
  const { steps: undoing = [] } = await start({ dir: kept(late.copy()).dir, action: 'rollback' });

  it.concurrent.each(undoing.filter((step) => ALL || !ALIKE.test(step)))('%s', async (step) => {
    const one = kept(late.copy());
    expect((await start({ dir: one.dir, action: 'rollback', step })).signal).toBe('SIGKILL');
    const recovery = one.recover();
    expect(one.tree()).toEqual(recovery ? after : one.read('update').includes('template') ? after : before);
    for (const line of MINE) expect(one.everything()).toContain(line);
  });
});
