import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mine, minePort, PROD, sandbox, SCRIPT } from './project.js';

const project = sandbox();
const { run, json, read, write, edit, port, options, remove } = project;

interface Patch {
  readonly path: string;
  readonly patch: string;
}
const patches = async (command: string): Promise<readonly Patch[]> => (await json(command)) as readonly Patch[];
const paths = async (command: string): Promise<readonly string[]> => (await patches(command)).map(({ path }) => path);

describe('the three views', () => {
  it('--mine is what you changed, --upstream what the template did, --result what a sync makes of both', async () => {
    edit(PROD, mine);
    port(8088);
    const [own] = await patches('diff --mine');
    expect(own).toEqual({ path: PROD, patch: expect.stringMatching(/^\+# mine$/m) as string });
    expect(own?.patch).not.toContain('8088');
    const upstream = (await patches('diff --upstream')).find(({ path }) => path === PROD);
    expect(upstream?.patch).toMatch(/^-\s+published: "80"\n\+\s+published: "8088"$/m);
    expect(upstream?.patch).not.toContain('# mine');
    const result = (await patches('diff')).find(({ path }) => path === PROD);
    expect(result?.patch).toMatch(/^-\s+published: "80"\n\+\s+published: "8088"$/m);
    expect(result?.patch).not.toMatch(/^[+-]# mine/m);
    expect(await patches('diff --result')).toEqual(await patches('diff'));
  });

  it('is a patch as other tools write and read it: applied to the project, it is what a sync makes', async () => {
    edit(PROD, mine);
    options({ services: { frontend: { port: 8088 }, 'celery-beat': false } });
    const { out } = await run('diff');
    expect(out).toMatch(/^--- \.?\S+\tas it is\n\+\+\+ \S+\tafter a sync\n@@ /);
    const other = join(project.dir(), '../patched');
    cpSync(project.dir(), other, { recursive: true });
    const git = spawnSync('git', ['apply', '-p0', '-'], { cwd: other, input: out, encoding: 'utf8' });
    expect([git.status, git.stderr]).toEqual([0, '']);
    await run('sync');
    const differing = spawnSync('diff', ['-r', '-x', '.lge', other, project.dir()], { encoding: 'utf8' });
    expect([differing.status, differing.stdout]).toEqual([0, '']);
  });

  it.each<[view: string, what: string, meddle: () => void, path: string, patch: RegExp]>([
    [
      '--mine',
      'a file that you deleted',
      () => remove(SCRIPT),
      SCRIPT,
      /^--- scripts\/backup\.sh\t.*\n\+\+\+ \/dev\/null\t/,
    ],
    [
      '--mine',
      'a file that is no text now',
      () => write(SCRIPT, new Uint8Array([0, 255, 0])),
      SCRIPT,
      /^Binary file .* differs/,
    ],
    [
      '--result',
      'a file that the stack adds',
      () => options({ tls: true, domain: 'shop.example.com' }),
      'nginx/ssl/README.md',
      /^--- \/dev\/null\t.*\n\+\+\+ nginx\/ssl\/README\.md\tafter a sync/,
    ],
    [
      '--result',
      'a file that leaves the stack',
      () =>
        options({
          services: {
            backend: false,
            'backend-debug': false,
            migrate: false,
            'celery-beat': false,
            'celery-worker': false,
            redis: false,
          },
        }),
      'scripts/rollout.sh',
      /^--- scripts\/rollout\.sh\tas it is\n\+\+\+ \/dev\/null\t/,
    ],
  ])('%s: %s', async (view, _, meddle, path, patch) => {
    meddle();
    expect((await patches(`diff ${view}`)).find((one) => one.path === path)?.patch).toMatch(patch);
  });

  it('a file that is yours is shown when it is named, against what the template would write', async () => {
    edit('README.md', () => 'Ours.\n');
    expect(await paths('diff --upstream')).toEqual([]);
    expect(await paths('diff --mine')).toEqual([]);
    const [seed] = await patches('diff README.md --upstream');
    expect(seed?.patch).toMatch(
      /^--- README\.md\tas it is\n\+\+\+ README\.md\tas it is rendered now\n@@ .*\n-Ours\.\n\+# /,
    );
  });

  it('of a file to which lines are added, your lines are never shown as lost', async () => {
    edit('.gitignore', (text) => `secret/\n${text.replace('.venv/\n', '')}`);
    for (const view of ['--upstream', '--mine', '--result'])
      expect([view, await paths(`diff .gitignore ${view}`)]).toEqual([view, []]);
  });

  it('line ends alone are no difference, and hide none', async () => {
    edit(PROD, (text) => text.replaceAll('\n', '\r\n'));
    expect(await paths('diff --mine')).toEqual([]);
    edit(PROD, (text) => `${text}# mine\r\n`);
    expect((await patches('diff --mine'))[0]?.patch.split('\n').filter((line) => /^[+-][^+-]/.test(line))).toEqual([
      '+# mine',
    ]);
  });
});

describe('what it says beside', () => {
  it.each([
    ['nothing differs', '', 0],
    ['something does', 'edit', 4],
  ])('--exit-code, where %s', async (_, meddle, code) => {
    if (meddle) port(8088);
    expect([(await run('diff --exit-code')).code, (await run('diff')).code]).toEqual([code, 0]);
  });

  it.each([
    ['', 'a sync would change nothing'],
    [' --upstream', 'the template is as at the last sync'],
    [` --mine ${PROD}`, 'every file is as the last sync left it'],
  ])('diff%s where nothing differs: a line that is no patch', async (flags, why) => {
    expect(await run(`diff${flags}`)).toEqual({ code: 0, out: '', err: `Nothing differs: ${why}.\n` });
    expect((await run(`diff${flags} --json`)).err).toBe('');
  });

  it('a file that waits is no difference, so it is said', async () => {
    edit(PROD, minePort);
    port(8088);
    const { out, err } = await run(`diff ${PROD}`);
    expect([out, err]).toEqual([
      '',
      expect.stringContaining(`! ${PROD}: you and the template changed the same lines.`),
    ]);
    expect((await run(`diff ${SCRIPT}`)).err).toBe('Nothing differs: a sync would change nothing.\n');
    expect(err).not.toContain('Nothing differs');
  });

  it.each([
    ['nope.txt', '✗ nope.txt: It is no file of this stack.\n'],
    ['lge.stack.json', '✗ lge.stack.json: It is no file of this stack.\n'],
    ['../shop.txt', '✗ ../shop.txt: It is no file of this stack.\n'],
    ['--mine --upstream', 'Only one of --result, --upstream and --mine can be meant.\n'],
  ])('%s: exit 2', async (words, err) => {
    expect(await run(`diff ${words}`)).toEqual({ code: 2, out: '', err });
  });

  it.each([`./${PROD}`, `scripts/../${PROD}`, 'ABSOLUTE'])('%s is that file, however it is written', async (typed) => {
    edit(PROD, mine);
    expect(await paths(`diff --mine ${typed === 'ABSOLUTE' ? join(project.dir(), PROD) : typed}`)).toEqual([PROD]);
  });

  it('an edit of a file that is ours alone can be looked at, while a sync refuses it', async () => {
    await run(`own ${PROD} --as managed`);
    edit(PROD, mine);
    expect((await run('diff')).code).toBe(5);
    expect((await run(`diff --mine ${PROD}`)).out).toContain('+# mine');
    expect(read(PROD)).toContain('# mine');
  });
});
