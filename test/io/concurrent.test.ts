import fs, {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { hostname } from 'node:os';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { applyPlan, StaleError } from '../../src/io/apply.js';
import { locked } from '../../src/io/lock.js';
import { count, merged, Project } from './support/project.js';
import { processes } from './support/process.js';
import { MINE, options, project, second } from './support/upgrade.js';

const start = await processes();
const MINUTE = 60_000;

let one: Project;
const made: Project[] = [];
beforeEach(() => {
  one = project();
  made.push(one);
});
// Not after each: some run side by side.
afterAll(() => {
  for (const each of made) each.remove();
}, MINUTE);

describe('19 a file saved between plan and write: nothing is written', () => {
  it.each([
    ['before the run begins', 'verify', 'update'],
    ['after all was looked at', 'journal', 'update'],
    ['just before its turn', 'write update', 'update'],
    ['just before it is removed', 'remove gone/deep/file', 'gone/deep/file'],
    ['while the last one is written', 'write .lge/state.json', '.lge/state.json'],
    ['where one is about to be made', 'write made/up/file', 'made/up/file'],
    ['where one is about to be moved', 'write new/name', 'new/name'],
  ])('%s', (_what, when, path) => {
    const before = one.tree();
    const plan = one.plan(second, options);
    const save = (step: string): void => {
      if (step === when) one.put(path, 'saved just now\n');
    };
    expect(() => applyPlan(plan, { onStep: save })).toThrow(
      new StaleError(`Changed while this ran: ${path}. Nothing was written; run it again.`),
    );
    expect(one.read(path)).toBe('saved just now\n');
    const tree = one.tree();
    for (const [key, value] of Object.entries(before)) if (key !== path) expect([key, tree[key]]).toEqual([key, value]);
    if (path !== '.lge/state.json') {
      one.sync(second, { ...options, foreign: 'aside' });
      for (const line of MINE) expect(one.everything()).toContain(line);
      expect(one.everything()).toContain('saved just now');
    }
  });

  it('saved after its turn: it stays, and what it replaced is in the backup', () => {
    const plan = one.plan(second, options);
    const save = (step: string): void => {
      if (step === 'remove gone/deep/file') one.put('merge/both', 'saved just now\n');
      if (step === 'remove old/name') one.put('old/name', 'saved, too\n');
    };
    expect(() => applyPlan(plan, { onStep: save })).toThrow(StaleError);
    expect([one.read('merge/both'), one.read('old/name')]).toEqual(['saved just now\n', 'saved, too\n']);
    for (const line of MINE) expect(one.everything()).toContain(line);
  });

  it.each(['old/name', '.lge/conflicts/settled'])('%s, which another run removes while this one reads it', (path) => {
    const { readFileSync: read } = fs;
    const vanish = ((file: string, ...more: unknown[]) => {
      if (file === one.at(path)) rmSync(file, { force: true });
      return (read as (...args: unknown[]) => unknown)(file, ...more);
    }) as typeof fs.readFileSync;
    const apply = (): void => {
      fs.readFileSync = vanish;
      syncBuiltinESMExports();
      try {
        applyPlan(one.plan(second, options));
      } finally {
        fs.readFileSync = read;
        syncBuiltinESMExports();
      }
    };
    expect(apply).not.toThrow();
    expect(existsSync(one.at(path))).toBe(false);
  });

  it('a fault of ours in the middle: all is taken back', () => {
    const before = one.tree();
    const fail = (step: string): void => {
      if (step === 'commit') throw new TypeError('a bug');
    };
    expect(() => applyPlan(one.plan(second, options), { onStep: fail })).toThrow('a bug');
    expect(one.tree()).toEqual(before);
  });
});

describe('20 several runs at once', { timeout: MINUTE }, () => {
  it.each(count(1, 5))('one of them writes, the others wait or refuse, and nothing is lost: %i', async () => {
    const alone = one.copy();
    alone.sync(second, options);
    const go = `${one.around}/go`;
    const runs = count(1, 4).map(async () => start({ dir: one.dir, action: 'sync', files: second, options, go }));
    setTimeout(() => {
      writeFileSync(go, '');
    }, 300);
    const ended = await Promise.all(runs);
    const outcomes = ended.map(({ error }) => error?.name ?? 'written');
    expect(outcomes).toContain('written');
    for (const outcome of outcomes) expect(['written', 'StaleError', 'BusyError']).toContain(outcome);
    expect(one.tree()).toEqual(alone.tree());
    for (const line of MINE) expect(one.everything()).toContain(line);
    expect(existsSync(one.at('.lge/lock'))).toBe(false);
    alone.remove();
  });

  it('never two at a time, also when all of them find the lock of a dead one', async () => {
    for (let round = 0; round < 3; round++) {
      const dead = { pid: 2 ** 22 - 1, host: hostname() };
      one.put('.lge/lock', JSON.stringify(dead));
      const go = `${one.around}/go${round}`;
      const runs = count(1, 6).map(async () => start({ dir: one.dir, action: 'hold', go }));
      setTimeout(() => {
        writeFileSync(go, '');
      }, 300);
      expect((await Promise.all(runs)).map(({ error }) => error?.message)).toEqual(Array(6).fill(undefined));
    }
  });

  it('in a folder that has nothing of ours, and gets nothing', async () => {
    const empty = new Project();
    const runs = await Promise.all(count(1, 4).map(async () => start({ dir: empty.dir, action: 'hold' })));
    expect(runs.map(({ error }) => error?.message)).toEqual(Array(4).fill(undefined));
    expect(Object.keys(empty.exactly())).toEqual([]);
    empty.remove();
  });
});

describe.concurrent('20 a lock that was left', { timeout: MINUTE }, () => {
  const started = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1)!.split(' ')[19]!;
  const gone = 2 ** 22 - 1;

  /** What a run says that finds these locks; in a process of its own, because it waits. */
  async function run(locks: Readonly<Record<string, object | string>>): Promise<string> {
    const other = new Project();
    for (const [path, text] of Object.entries(locks)) {
      other.put(path, typeof text === 'string' ? text : JSON.stringify(text));
      utimesSync(other.at(path), 4_000_000_000, 4_000_000_000);
    }
    const before = other.exactly();
    const { error } = await start({ dir: other.dir, action: 'hold' });
    if (error) expect(other.exactly()).toEqual(before);
    else expect(Object.keys(other.exactly())).toEqual([]);
    other.remove();
    return error ? `${error.name}: ${error.message}` : 'written';
  }

  it.each([
    ['by a process that is gone', { pid: gone, host: hostname(), started: '1' }],
    ['by one whose number another has now', { pid: process.pid, host: hostname(), started: `${started}0` }],
    ['by pid 1 of an earlier boot', { pid: 1, host: hostname(), started: '999999999' }],
    ['empty, because its process was killed before it wrote into it', ''],
    ['damaged', '{"pid": 1'],
    ['of nobody', { pid: -1, host: hostname() }],
  ])('%s counts for nothing, whatever the clock says', async (_what, lock) => {
    expect(await run({ '.lge/lock': lock })).toBe('written');
  });

  it('with a guard over it, left likewise, counts for nothing either', async () => {
    expect(await run({ '.lge/lock': { pid: gone, host: hostname() }, '.lge/lock.stale': '' })).toBe('written');
  });

  it.each([
    ['of another machine', { pid: gone, host: 'elsewhere' }, `process ${gone} on elsewhere`],
    [
      'of a process that lives',
      { pid: process.pid, host: hostname(), started },
      `process ${process.pid} on ${hostname()}`,
    ],
  ])('%s is respected: who has it, and the way out', async (_what, lock, who) => {
    expect(await run({ '.lge/lock': lock })).toBe(
      `BusyError: Another run is writing in this project (${who}). Nothing was written.\n  Wait for it. If there is none, delete .lge/lock.`,
    );
  });
});

describe('20 a lock', () => {
  it('is not removed by a run whose own lock was taken from it', () => {
    locked(one.dir, () => {
      one.put('.lge/lock', JSON.stringify({ pid: 1, host: 'elsewhere' }));
    });
    expect(one.read('.lge/lock')).toContain('elsewhere');
  });
});

describe('an interrupted run', () => {
  it('is taken back by the next that writes, which plans anew', async () => {
    await start({ dir: one.dir, action: 'sync', files: second, options, step: 'commit' });
    const plan = one.plan(second, options);
    expect(() => applyPlan({ ...plan, bases: new Map([['0'.repeat(64), 'x']]) })).toThrow('taken back just now');
    one.sync(second, options);
    for (const line of MINE) expect(one.everything()).toContain(line);
  });

  it('whose file was saved since: that stays, and is named', async () => {
    await start({ dir: one.dir, action: 'sync', files: second, options, step: 'commit' });
    one.put('update', 'saved since\n');
    expect(one.recover()).toEqual({ command: 'sync', left: ['update'] });
    expect(one.read('update')).toBe('saved since\n');
    // What the run replaced there is not lost.
    expect(existsSync(one.at('.lge/backup/000003/manifest.json'))).toBe(true);
  });

  it('whose backup is lost: what it wrote stays, and that is said', async () => {
    await start({ dir: one.dir, action: 'sync', files: second, options, step: 'commit' });
    renameSync(one.at('.lge/backup/000003'), `${one.around}/elsewhere`);
    expect(one.recover()).toEqual({ command: 'sync', left: [], lost: true });
    expect(one.recover()).toBeUndefined();
  });

  it('whose journal is damaged: nothing is written, and the way out is said', () => {
    one.put('.lge/journal.json', '{"backup": "../../x"}');
    const before = one.exactly();
    expect(() => one.recover()).toThrow('.lge/journal.json is damaged');
    expect(() => one.sync(second, options)).toThrow('What it replaced is in .lge/backup/000002. Nothing was written.');
    expect(one.exactly()).toEqual(before);
  });

  it('whose folder is a link out of the project now: nothing is written there', async () => {
    await start({ dir: one.dir, action: 'sync', files: second, options, step: 'commit' });
    const outside = `${one.around}/outside`;
    for (const folder of ['merge', 'made', 'gone']) {
      mkdirSync(`${outside}/${folder}/up`, { recursive: true });
      mkdirSync(`${outside}/${folder}/deep`);
      rmSync(one.at(folder), { recursive: true, force: true });
      symlinkSync(`${outside}/${folder}`, one.at(folder));
    }
    // What was removed could be written there, and what was made, removed.
    writeFileSync(`${outside}/merge/both`, 'theirs\n');
    writeFileSync(`${outside}/made/up/file`, 'made up\n');
    writeFileSync(`${outside}/made/up/.file.lge-tmp`, 'theirs\n');
    const files = (): readonly string[] => (readdirSync(outside, { recursive: true }) as string[]).sort();
    const before = files();
    expect(one.recover()?.left).toEqual(['made/up/file', 'gone/deep/file', 'merge/both']);
    expect(files()).toEqual(before);
  });
});

it('each file is read twice at most: when all are looked at, and just before its turn', async () => {
  const { reads, steps } = await start({ dir: one.dir, action: 'sync', files: second, options });
  expect(steps).toContain('write update');
  expect(reads).toMatchObject({ [one.at('update')]: 2 });
  expect(Math.max(...Object.values(reads ?? {}))).toBe(2);
});

it('29 a second run changes no byte and no time anywhere', () => {
  one.sync(second, options);
  const before = one.exactly();
  one.sync(second, { version: '2.0.0' });
  expect(one.exactly()).toEqual(before);
  one.sync([...merged({}), ...second], { version: '2.0.0' });
  expect(one.exactly()).toEqual(before);
});
