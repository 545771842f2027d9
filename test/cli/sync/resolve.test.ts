import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Typed } from '../run-main.js';
import { CONFLICTED, minePort, PROD, sandbox, SCRIPT } from './project.js';

const project = sandbox();
const { run, json, read, write, edit, port, options, has, remove } = project;
const ENTER = '\r';
const DOWN = '\u001B[B';
const down = (times: number): string => DOWN.repeat(times) + ENTER;

/** One conflict: the port of the front end. */
async function conflict(): Promise<void> {
  edit(PROD, minePort);
  port(8088);
  expect((await run('sync')).code).toBe(3);
}

/** Two in one file: that port, and the memory of Redis. */
async function twoConflicts(): Promise<void> {
  edit(PROD, (text) => minePort(text).replace('--maxmemory 128mb', '--maxmemory 99mb'));
  options({
    services: { frontend: { port: 8088 }, redis: { limits: { production: { memory: '512M' } } } },
  });
  expect((await run('sync')).code).toBe(3);
  expect(read(CONFLICTED).match(/^<{7} /gm)).toHaveLength(2);
}

const has9999 = (): boolean => read(PROD).includes('"9999"');
const settled = async (): Promise<void> => {
  expect([(await run('check')).code, has(CONFLICTED), (await run('sync')).out]).toEqual([
    0,
    false,
    'Nothing has changed.\n',
  ]);
};

describe('by flags', () => {
  it.each([
    ['--mine', true],
    ['--theirs', false],
    ['--pick 1=mine', true],
    ['--pick 1=theirs', false],
  ])('%s decides for good', async (flags, mine) => {
    await conflict();
    expect(await run(`resolve ${PROD} ${flags}`)).toMatchObject({
      code: 0,
      out: expect.stringContaining(`✓ ${PROD}: decided.\n`) as string,
      err: '',
    });
    expect([has9999(), read(PROD).includes('"8088"')]).toEqual([mine, !mine]);
    await settled();
  });

  it('--theirs puts what you had into a backup, which one command brings back', async () => {
    await conflict();
    const before = read(PROD);
    await run('resolve --theirs');
    expect(read(PROD)).not.toBe(before);
    expect((await run('restore --backup last')).code).toBe(0);
    expect([read(PROD), has(CONFLICTED)]).toEqual([before, true]);
  });

  it('--theirs says before how much of yours goes, and how it is had back', async () => {
    edit(PROD, (text) => `${text}# mine\n\n# mine, too\n`);
    await conflict();
    const { out } = await run('resolve --theirs');
    expect(out).toMatch(
      new RegExp(
        `^! ${PROD}: 3 lines that you wrote go\\. .* kept in \\.lge/backup; .*restore --backup last.*\n~ ${PROD}`,
      ),
    );
    expect((await run(`resolve --mine`)).out).not.toContain('you wrote');
  });

  it('--theirs of a file in which you took lines out says that they come back', async () => {
    edit(PROD, (text) => text.replace(/^ +published: "80"\n/m, ''));
    port(8088);
    expect((await run('sync')).code).toBe(3);
    const typed: readonly Typed[] = [[`${PROD}: you and the template`, down(1)]];
    const { out } = await run('resolve', { typed });
    expect(out).toMatch(/what you took out comes back; the backup keeps it/);
  });

  it('--edited takes what you worked out below .lge', async () => {
    await conflict();
    edit(CONFLICTED, (text) => text.replace(/<{7} [^]*?>{7} .*\n/, '        published: "7777"\n'));
    expect((await run('resolve --edited')).code).toBe(0);
    expect(read(PROD)).toContain('published: "7777"');
    await settled();
  });

  it('--edited with markers left: refused, with the place of the markers', async () => {
    await conflict();
    const before = project.snapshot();
    const { code, err } = await run('resolve --edited');
    expect([code, err]).toEqual([5, expect.stringContaining(`✗ ${CONFLICTED}: The conflict markers are still in it.`)]);
    expect(project.snapshot()).toEqual(before);
  });

  it('two conflicts of one file are decided each by itself', async () => {
    await twoConflicts();
    const half = await run(`resolve ${PROD} --pick 1=mine`);
    expect([half.code, half.err]).toEqual([2, `${PROD}: conflict 2 of 2 has no --pick.\n`]);
    const order = read(CONFLICTED).indexOf('9999') < read(CONFLICTED).indexOf('99mb');
    const [first, second] = order ? ['mine', 'base'] : ['base', 'mine'];
    expect((await run(`resolve ${PROD} --pick 1=${first} --pick 2=${second}`)).code).toBe(0);
    expect([has9999(), read(PROD).includes('--maxmemory 128mb')]).toEqual([true, true]);
    await settled();
  });

  it('a second conflict in the same file, in a fresh clone, is about the new change alone (40)', async () => {
    await conflict();
    await run('resolve --mine');
    const clone = join(project.dir(), '../clone');
    cpSync(project.dir(), clone, { recursive: true });
    rmSync(join(clone, '.lge/backup'), { recursive: true, force: true });
    write('../clone/lge.stack.json', '{ "name": "shop", "services": { "frontend": { "port": 8099 } } }');
    expect((await run('sync', { dir: clone })).code).toBe(3);
    expect(read(`../clone/${CONFLICTED}`)).toMatch(/<{7} yours\n.*"9999"\n\|{7} .*\n.*"8088"\n={7}\n.*"8099"\n>{7}/);
    expect((await run('resolve --theirs', { dir: clone })).code).toBe(0);
    expect((await run('check', { dir: clone })).code).toBe(0);
  });

  it.each<[flags: string, code: number, err: RegExp]>([
    ['--mine --theirs', 2, /^Only one of --mine, --theirs, --edited and --pick can be meant\.\n$/],
    [
      '--pick 3=mine',
      2,
      /^--pick 3=mine: docker-compose\.prod\.yml has 1 conflict; write 1=mine, 1=theirs or 1=base\.\n$/,
    ],
    ['--pick 1=yours', 2, /^--pick 1=yours: /],
    ['scripts/backup.sh --mine', 2, /^✗ scripts\/backup\.sh: It has no conflict\.\n$/],
    ['nope --mine', 2, /^✗ nope: It has no conflict\.\n$/],
    ['', 2, /^Nobody is here to ask\. Say --mine, --theirs, --edited or --pick/],
  ])('"%s" is refused: exit %i, nothing is written', async (flags, code, err) => {
    await conflict();
    const before = project.snapshot();
    const ran = await run(`resolve ${flags}`.trim());
    expect([ran.code, ran.err]).toEqual([code, expect.stringMatching(err)]);
    expect(project.snapshot()).toEqual(before);
  });

  it('lists what waits where nobody can be asked, also as JSON', async () => {
    await conflict();
    expect((await run('resolve')).out).toBe(
      `✗ ${PROD}: you and the template changed the same lines, in 1 place. See ${CONFLICTED}.\n`,
    );
    expect(await json('resolve')).toEqual([
      { path: PROD, kind: 'conflict', owner: 'merged', reason: 'both-changed', aside: CONFLICTED },
    ]);
    expect(await json('resolve --mine')).toContainEqual({ path: PROD, kind: 'keep', owner: 'merged' });
    expect(await json('resolve')).toEqual([]);
    expect((await run('resolve')).out).toBe('No file waits for a decision.\n');
  });
});

describe('a decision is about what was seen', () => {
  it.each<[what: string, meddle: () => Promise<unknown>]>([
    ['the template has moved on', async () => (await conflict(), port(8099))],
    ['no sync has shown it yet', async () => (await Promise.resolve(edit(PROD, minePort)), port(8088))],
  ])('%s: refused, and after a sync it can be decided', async (_, meddle) => {
    await meddle();
    const before = project.snapshot();
    for (const flags of ['--mine', '--theirs', '--pick 1=mine']) {
      const { code, err } = await run(`resolve ${PROD} ${flags}`);
      expect([code, err]).toEqual([
        5,
        expect.stringMatching(
          /^✗ .*: No sync has set aside yet .*\n {2}Run `npx lge-stack sync`, look at \.lge\/conflicts/,
        ),
      ]);
    }
    expect(project.snapshot()).toEqual(before);
    await run('sync');
    expect((await run(`resolve ${PROD} --mine`)).code).toBe(0);
    await settled();
  });
});

describe('a conflict that was written into the file', () => {
  const inline = async (): Promise<void> => {
    edit(PROD, minePort);
    port(8088);
    expect((await run('sync --conflict inline')).code).toBe(3);
  };
  const decide = (): void => edit(PROD, (text) => text.replace(/<{7} [^]*?>{7} .*\n/, '        published: "7777"\n'));

  it.each(['--mine', '--edited'])('%s takes the file once its markers are out, and refuses it before', async (flag) => {
    await inline();
    const { code, err } = await run(`resolve ${PROD} ${flag}`);
    expect([code, err]).toEqual([5, expect.stringContaining(`✗ ${PROD}: The conflict markers are still in it.`)]);
    decide();
    expect((await run(`resolve ${PROD} ${flag}`)).code).toBe(0);
    expect(read(PROD)).toContain('"7777"');
    await settled();
  });

  it('--edited takes the file also where an earlier sync had set the conflict aside', async () => {
    await conflict();
    expect((await run('sync --conflict inline')).code).toBe(3);
    decide();
    expect((await run(`resolve ${PROD} --edited`)).code).toBe(0);
    expect(read(PROD)).toContain('"7777"');
    await settled();
  });

  it('--theirs takes the template’s', async () => {
    await inline();
    expect((await run(`resolve ${PROD} --theirs`)).code).toBe(0);
    expect(read(PROD)).not.toMatch(/<{7}|9999/);
    await settled();
  });
});

describe('where there is nothing to compare with', () => {
  const lose = async (): Promise<void> => {
    edit(SCRIPT, (text) => text.replace('#!', '#! '));
    edit('.lge/state.json', (text) =>
      text.replace(/("scripts\/backup\.sh": \{"owner":"merged","base":")\w+/, `$1${'0'.repeat(64)}`),
    );
    expect((await run('sync')).code).toBe(3);
  };

  it('a file whose base is lost is kept, and one side is taken as a whole', async () => {
    await lose();
    expect((await run('resolve')).out).toContain(`See .lge/incoming/${SCRIPT}.`);
    for (const [flags, err] of [
      ['--edited', `--edited: ${SCRIPT} has no merge that could be edited. Say --mine or --theirs.\n`],
      ['--pick 1=mine', `--pick: ${SCRIPT} cannot be decided place by place. Say --mine or --theirs.\n`],
    ] as const)
      expect(await run(`resolve ${flags}`)).toEqual({ code: 2, out: '', err });
    expect((await run('resolve --mine')).code).toBe(0);
    expect([read(SCRIPT).startsWith('#! '), (await run('check')).code]).toEqual([true, 0]);
  });
});

describe('by asking', () => {
  const ask = (typed: readonly Typed[]): ReturnType<typeof run> => run('resolve', { typed });
  const question = `${PROD}: you and the template changed the same lines`;

  it.each<[what: string, typed: readonly Typed[], code: number, port: string]>([
    ['mine', [[question, ENTER]], 0, '9999'],
    ['the template’s', [[question, down(1)]], 0, '8088'],
    [
      'looking at it: mine',
      [
        [question, down(3)],
        ['1 of 1', ENTER],
      ],
      0,
      '9999',
    ],
    [
      'looking at it: the template’s',
      [
        [question, down(3)],
        ['1 of 1', down(1)],
      ],
      0,
      '8088',
    ],
    [
      'looking at it: as before',
      [
        [question, down(3)],
        ['1 of 1', down(2)],
      ],
      0,
      '80',
    ],
    ['later', [[question, down(4)]], 3, '9999'],
    ['^C', [[question, '\u0003']], 130, '9999'],
    ['the end of the input', [[question, null]], 130, '9999'],
    [
      '^C at the second question',
      [
        [question, down(3)],
        ['1 of 1', '\u0003'],
      ],
      130,
      '9999',
    ],
  ])('%s', async (_, typed, code, published) => {
    await conflict();
    const ran = await ask(typed);
    expect([ran.code, ran.err]).toEqual([code, code === 130 ? 'Cancelled. Nothing was written.\n' : '']);
    expect(read(PROD)).toContain(`published: "${published}"`);
    expect((await run('check')).code).toBe(code === 0 ? 0 : 3);
  });

  it('shows the three sides of each place, and each place is decided by itself', async () => {
    await twoConflicts();
    const { code, out } = await ask([
      [question, down(3)],
      ['1 of 2', ENTER],
      ['2 of 2', ENTER],
    ]);
    expect(code).toBe(0);
    for (const text of ['Before', 'Mine', 'Template', '"80"', '"9999"', '"8088"', '--maxmemory 99mb'])
      expect(out).toContain(text);
    expect([has9999(), read(PROD).includes('--maxmemory 99mb')]).toEqual([true, true]);
    await settled();
  });

  it('goes on to the next file', async () => {
    edit('docker-compose.yml', (text) => text.replace(/published: "80"/, 'published: "9999"'));
    edit(PROD, minePort);
    options({ services: { frontend: { port: 8088, devPort: 8089 } } });
    await run('sync');
    const { code } = await ask([
      [question, ENTER],
      ['docker-compose.yml: you and', down(4)],
    ]);
    expect([code, (await run('resolve')).out.match(/^✗/gm)?.length]).toEqual([3, 1]);
  });

  it('asks nobody in CI', async () => {
    await conflict();
    expect((await run('resolve', { typed: [], env: { CI: 'true' } })).code).toBe(2);
  });
});

it('nothing waits: said, and exit 0', async () => {
  remove('.env.example');
  expect(await run('resolve')).toEqual({ code: 0, out: 'No file waits for a decision.\n', err: '' });
});
