import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONFLICTED, mine, minePort, PROD, sandbox, SCRIPT } from './project.js';

const project = sandbox();
const { run, json, read, edit, port, options, has, remove, write } = project;

describe('sync', () => {
  it('says that nothing has changed, and changes no byte and no time, however often (29)', async () => {
    const before = project.snapshot();
    for (const command of ['sync', 'sync', 'check', 'diff', 'diff --mine', 'diff --upstream', 'resolve', 'sync'])
      expect([command, (await run(command)).code]).toEqual([command, 0]);
    expect(await run('sync')).toEqual({ code: 0, out: 'Nothing has changed.\n', err: '' });
    expect(project.snapshot()).toEqual(before);
  });

  it('tells one line a file, and merges where you were', async () => {
    edit(PROD, mine);
    port(8088);
    const { code, out, err } = await run('sync');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^(?:[+~-] \S+(?: with your changes)?\n)+$/);
    expect(out).toContain(`~ ${PROD} with your changes\n`);
    expect([read(PROD).endsWith('# mine\n'), read(PROD).includes('"8088"')]).toEqual([true, true]);
    expect((await run('sync')).out).toBe('Nothing has changed.\n');
  });

  it('ends with 3 where a file waits, says where to look and what to type, and leaves the file', async () => {
    edit(PROD, minePort);
    const before = read(PROD);
    port(8088);
    const { code, out } = await run('sync');
    expect(code).toBe(3);
    expect(out).toContain(
      `✗ ${PROD}: you and the template changed the same lines. Yours stays as it is. The merge of both versions is in ${CONFLICTED}.\nOne file waits for your decision: npx lge-stack resolve ${PROD}\n`,
    );
    expect([read(PROD), has(CONFLICTED)]).toEqual([before, true]);
    const second = project.snapshot();
    expect((await run('sync')).code).toBe(3);
    expect(project.snapshot()).toEqual(second);
  });

  it('--conflict inline writes both versions into the file, once', async () => {
    edit(PROD, minePort);
    port(8088);
    const { code, out } = await run('sync --conflict inline');
    expect([code, out]).toEqual([3, expect.stringContaining('Both versions are in it, between markers.')]);
    expect(read(PROD)).toMatch(/<{7} yours\n.*"9999"\n\|{7} base \S+\n.*"80"\n={7}\n.*"8088"\n>{7} template \S+\n/);
    const second = project.snapshot();
    for (const command of ['sync', 'sync --conflict inline']) expect((await run(command)).code).toBe(3);
    expect(project.snapshot()).toEqual(second);
  });

  it('--json tells what became of each file, and where what waits can be seen', async () => {
    edit(PROD, minePort);
    edit(SCRIPT, mine);
    remove('.env.example');
    port(8088);
    const changes = (await json('sync')) as readonly { path: string; kind: string }[];
    const of = (path: string): unknown => changes.find((change) => change.path === path);
    expect(of(PROD)).toEqual({
      path: PROD,
      kind: 'conflict',
      owner: 'merged',
      reason: 'both-changed',
      aside: CONFLICTED,
    });
    expect(of(SCRIPT)).toEqual({ path: SCRIPT, kind: 'keep', owner: 'merged' });
    expect(of('.env.example')).toEqual({ path: '.env.example', kind: 'deleted-by-user', owner: 'merged' });
    expect(of('package.json')).toEqual({ path: 'package.json', kind: 'same', owner: 'added' });
    expect((await json('sync')) as readonly unknown[]).toContainEqual(of(PROD));
  });
});

describe('what keeps it from writing', () => {
  it.each<[what: string, code: number, meddle: () => void, err: RegExp]>([
    ['a mistake in the options', 2, () => options({ tsl: true }), /^✗ tsl: There is no such option\.\n/],
    ['no options', 2, () => remove('lge.stack.json'), /There is no lge\.stack\.json in .*\n.*Run this in the folder/],
    ['no .projenrc.ts', 2, () => remove('.projenrc.ts'), /^There is no \.projenrc\.ts in /],
    [
      'a state that nobody can read',
      5,
      () => write('.lge/state.json', 'x'),
      /^✗ \.lge\/state\.json: It cannot be read, .*\n {2}Restore it from git/,
    ],
    [
      'a project of a newer version',
      5,
      () => edit('.lge/state.json', (text) => text.replace(/"version": "[^"]*"/, '"version": "99.0.0"')),
      /^✗ \.lge\/state\.json: A newer version .*\n {2}Run `npm install`/,
    ],
    [
      'a folder in the place of a file',
      5,
      () => {
        remove(PROD);
        write(`${PROD}/x`, '');
      },
      /^✗ docker-compose\.prod\.yml: A folder, .*\n {2}Move it away/,
    ],
    ['a folder in the place of the lock', 5, () => write('.lge/lock/x', ''), /\.lge\/lock: A folder/],
  ])('%s: exit %i, in sync, check and diff alike', async (_, code, meddle, err) => {
    meddle();
    const before = project.snapshot();
    for (const command of ['sync', 'diff']) {
      const ran = await run(command);
      expect([command, ran.code, ran.out, ran.err]).toEqual([command, code, '', expect.stringMatching(err)]);
    }
    expect((await run('check')).code).toBe(code);
    expect(project.snapshot()).toEqual(before);
  });

  it('a word that --conflict does not know: exit 2', async () => {
    expect(await run('sync --conflict both')).toEqual({ code: 2, out: '', err: '--conflict wants aside or inline.\n' });
  });
});

describe('a service off and on again brings its edits back (25)', () => {
  const off = { services: { 'celery-beat': false, 'celery-worker': false, redis: false } };
  const without = async (): Promise<void> => {
    options(off);
    await run('sync');
    options({});
    await run('sync');
  };

  it('a file of its own, edited, stays and is shared again', async () => {
    const path = 'scripts/rollout.sh';
    options({ services: { backend: false, 'backend-debug': false, migrate: false, ...off.services } });
    const gone = ((await json('sync')) as readonly { path: string; kind: string }[]).filter(
      ({ kind }) => kind === 'delete',
    );
    expect(gone.map((change) => change.path)).toContain(path);
    options({});
    await run('sync');
    edit(path, mine);
    options({ services: { backend: false, 'backend-debug': false, migrate: false, ...off.services } });
    const { code, out } = await run('sync');
    expect([code, out]).toEqual([
      0,
      expect.stringContaining(`! ${path}: the stack has it no longer. You had changed it`),
    ]);
    expect(read(path)).toContain('# mine\n');
    options({});
    expect((await run('sync')).code).toBe(0);
    expect(read(path)).toContain('# mine\n');
    expect((await run('check')).out).toContain(`· ${path}: You changed it`);
  });

  it('an edit in its part of a Compose file is never lost on the way', async () => {
    const pristine = read(PROD);
    edit(PROD, (text) => text.replace(/^ {2}redis:\n/m, '  redis:\n    # mine\n'));
    const edited = read(PROD);
    expect(edited).not.toBe(pristine);
    await without();
    expect(read(PROD)).toBe(edited);
  });

  it('what was not edited is as before', async () => {
    const before = read(PROD);
    await without();
    expect(read(PROD)).toBe(before);
    expect((await run('check')).code).toBe(0);
  });
});

describe('files that are yours and in the way', () => {
  const path = 'nginx/ssl/README.md';

  it('.env, and what else git ignores, edited: no byte of .env changes, a file of the stack is merged as ever (13)', async () => {
    write('.gitignore', `${read('.gitignore')}/${PROD}\n`);
    write('.env', 'POSTGRES_PASSWORD=mine\n');
    edit('docker-compose.override.yml', mine);
    edit(PROD, mine);
    const before = project.snapshot();
    port(8088);
    expect((await run('sync')).code).toBe(0);
    const after = project.snapshot();
    for (const file of ['.env', 'docker-compose.override.yml']) expect(after.get(file)).toBe(before.get(file));
    expect([read(PROD).endsWith('# mine\n'), read(PROD).includes('"8088"')]).toEqual([true, true]);
    for (const command of ['restore --backup last', 'eject --yes']) expect((await run(command)).code).toBe(0);
    expect([project.snapshot().get('.env'), read(PROD).endsWith('# mine\n')]).toEqual([before.get('.env'), true]);
  });

  it('a file where the stack adds one, ignored by git or not, is kept (32)', async () => {
    write('.gitignore', '/nginx/\n');
    write(path, 'mine\n');
    options({ tls: true, domain: 'shop.example.com' });
    const { code, out } = await run('sync');
    expect([code, out]).toEqual([
      3,
      expect.stringContaining(
        `✗ ${path}: the stack wants to write it, but you have such a file. Yours stays as it is. The file that the stack would write is in .lge/incoming/${path}.`,
      ),
    ]);
    expect([read(path), has(`.lge/incoming/${path}`)]).toEqual(['mine\n', true]);
    expect((await run(`resolve ${path} --theirs`)).code).toBe(0);
    expect([read(path) === 'mine\n', has(`.lge/incoming/${path}`)]).toEqual([false, false]);
    expect((await run(`restore ${path} --backup last`)).code).toBe(0);
    expect(read(path)).toBe('mine\n');
  });
});

it('a checkout with the line ends of Windows, without an edit, is nothing to write', async () => {
  for (const path of [PROD, SCRIPT, '.env.example', 'lge.stack.json', '.projenrc.ts', '.lge/state.json'])
    edit(path, (text) => text.replaceAll('\n', '\r\n'));
  const before = project.snapshot();
  for (const command of ['sync', 'check', 'diff --exit-code', 'diff --mine --exit-code'])
    expect([command, (await run(command)).code]).toEqual([command, 0]);
  expect(project.snapshot()).toEqual(before);
  expect(readFileSync(join(project.dir(), PROD), 'utf8')).toContain('\r\n');
});
