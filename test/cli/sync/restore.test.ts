import { describe, expect, it } from 'vitest';
import { mine, minePort, PROD, sandbox, SCRIPT } from './project.js';

const project = sandbox();
const { run, json, read, write, edit, port, has, remove } = project;

describe('a file as the stack writes it', () => {
  it('that you deleted is not written again, until you want it back', async () => {
    const before = read(SCRIPT);
    remove(SCRIPT);
    const { code, out } = await run('sync');
    expect([code, out]).toEqual([
      0,
      `! ${SCRIPT}: you deleted it, so it is not written any more. \`npx lge-stack restore ${SCRIPT}\` brings it back.\n`,
    ]);
    expect((await run('sync')).out).toBe('Nothing has changed.\n');
    expect(has(SCRIPT)).toBe(false);
    expect(await run(`restore ${SCRIPT}`)).toEqual({ code: 0, out: `+ ${SCRIPT}\n`, err: '' });
    expect([read(SCRIPT), (await run('check')).code]).toEqual([before, 0]);
  });

  it('that you edited goes into a backup, from which one command brings it back', async () => {
    const [before, edited] = [read(PROD), mine(read(PROD))];
    write(PROD, edited);
    expect(await run(`restore ${PROD}`)).toMatchObject({ code: 0, out: `~ ${PROD}\n` });
    expect(read(PROD)).toBe(before);
    expect(await run(`restore ${PROD} --backup last`)).toMatchObject({ code: 0, out: `~ ${PROD}\n` });
    expect(read(PROD)).toBe(edited);
    expect(await run(`restore ${PROD} --backup 000002`)).toMatchObject({ out: `${PROD} is as it was already.\n` });
  });

  it('that is so already is said to be', async () => {
    expect(await run(`restore ${PROD}`)).toMatchObject({
      code: 0,
      out: `✓ ${PROD}: It is as the stack writes it already.\n`,
    });
  });

  it('--json tells it', async () => {
    remove(SCRIPT);
    expect(await json(`restore ${SCRIPT}`)).toContainEqual({ path: SCRIPT, kind: 'create', owner: 'merged' });
  });

  it.each<[words: string, code: number, err: RegExp]>([
    ['', 2, /^Which file\? Or which backup: --backup last\./],
    ['nope', 2, /^✗ nope: It is no file of this stack\.\n {2}Paths are relative .*\nNothing was written\.\n$/],
    [
      '--backup last',
      2,
      /^No run since the project was created has a backup\. Nothing was written\.\n {2}`npx lge-stack restore --backup 000001` removes/,
    ],
    [
      '--backup 000009',
      2,
      /^There is no backup 000009 in \.lge\/backup\. Nothing was written\.\n {2}There are 000001\.\n$/,
    ],
    [`nope ${PROD} --backup 000001`, 2, /^Backup 000001 has nothing of /],
  ])('"%s": exit %i', async (words, code, err) => {
    const before = project.snapshot();
    const ran = await run(`restore ${words}`.trim());
    expect([ran.code, ran.out]).toEqual([code, '']);
    expect(ran.err).toMatch(err);
    expect(project.snapshot()).toEqual(before);
  });
});

describe('backups', () => {
  it('are listed with what their runs did, the newest first', async () => {
    port(8088);
    remove('.env.example');
    await run('sync');
    await run('own scripts/init-db.sql --as seed');
    const { out } = await run('restore --list');
    const [newest, before, created] = out.split(/(?=^\d{6} )/m);
    expect(newest).toBe('000003 own\n  what is remembered in .lge, and no file\n');
    expect(before).toMatch(/^000002 sync\n(?: {2}~ \S+\n)+$/);
    expect(created).toMatch(/^000001 \w+\n(?: {2}\+ \S+\n){12} {2}… and \d+ more\n$/);
    const list = (await json('restore --list')) as readonly { id: string; files: readonly { path: string }[] }[];
    expect(list.map(({ id }) => id)).toEqual(['000003', '000002', '000001']);
    expect(list[1]?.files).toContainEqual({ kind: 'update', path: PROD });
  });

  it('a whole run is taken back to the byte, and that as well', async () => {
    edit(PROD, mine);
    const before = read(PROD);
    const state = read('.lge/state.json');
    port(8088);
    await run('sync');
    const after = read(PROD);
    const { code, out } = await run('restore --backup last');
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(
        /^(?:~ \S+\n)+sync \(backup 000002\) is taken back; `npx lge-stack restore --backup 000003` undoes that\.\n$/,
      ),
    ]);
    expect([read(PROD), read('.lge/state.json')]).toEqual([before, state]);
    expect(await json('restore --backup 000003')).toMatchObject({ id: '000003', command: 'rollback', undo: '000004' });
    expect(read(PROD)).toBe(after);
    // The newest run is that one now: `last`, said twice, is undo and redo.
    for (const expected of [before, after]) {
      expect((await run('restore --backup last')).code).toBe(0);
      expect(read(PROD)).toBe(expected);
    }
  });

  it('a run is not taken back where a file of it was edited since: which, exit 5, nothing is written (27)', async () => {
    port(8088);
    await run('sync');
    edit(PROD, mine);
    const before = project.snapshot();
    const { code, out, err } = await run('restore --backup last');
    expect([code, out]).toEqual([5, '']);
    expect(err).toMatch(
      /^Changed since sync \(backup 000002\): docker-compose\.prod\.yml\. Nothing was written\.\n {2}/,
    );
    expect(project.snapshot()).toEqual(before);
  });

  it('the creation is taken back only by its number, and that as well', async () => {
    const before = read(PROD);
    const { code, out } = await run('restore --backup 000001');
    expect([code, out]).toEqual([0, expect.stringMatching(/^(?:- \S+\n)+create \(backup 000001\) is taken back; /)]);
    expect([has(PROD), has('lge.stack.json')]).toEqual([false, false]);
    expect((await run('restore --backup 000002')).code).toBe(0);
    expect([read(PROD), (await run('check')).code]).toEqual([before, 0]);
  });

  it('of a conflict that was decided bring the conflict back', async () => {
    edit(PROD, minePort);
    port(8088);
    await run('sync');
    await run('resolve --theirs');
    await run('restore --backup last');
    expect((await run('check')).code).toBe(3);
  });

  it('where there are none', async () => {
    const empty = { dir: `${project.dir()}/..` };
    expect(await run('restore --list', empty)).toEqual({ code: 0, out: 'There is no backup.\n', err: '' });
    expect(await run('restore --backup last', empty)).toMatchObject({
      code: 2,
      err: expect.stringContaining('no backup') as string,
    });
  });
});
