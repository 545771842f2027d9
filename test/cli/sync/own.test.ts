import { describe, expect, it } from 'vitest';
import { mine, minePort, PROD, sandbox, SCRIPT } from './project.js';

const project = sandbox();
const { run, json, read, edit, port } = project;
const ownerOf = (path: string): unknown =>
  (JSON.parse(read('.lge/state.json')) as { files: Record<string, unknown> }).files[path];

describe('own', () => {
  it.each([
    ['seed', 'It is yours from now on, and never written again.', { owner: 'seed', chosen: true }],
    [
      'merged',
      'It is shared from now on: your changes are merged with those of the template.',
      { owner: 'merged', chosen: true },
    ],
    [
      'managed',
      'create-lge-stack alone writes it from now on; an edit is refused.',
      { owner: 'managed', chosen: true },
    ],
    ['default', 'It is shared from now on: your changes are merged with those of the template.', { owner: 'merged' }],
  ])('--as %s says what that means, and is remembered', async (owner, sentence, line) => {
    const before = read(PROD);
    expect(await run(`own ${PROD} --as ${owner}`)).toEqual({ code: 0, out: `✓ ${PROD}: ${sentence}\n`, err: '' });
    expect([read(PROD), ownerOf(PROD)]).toEqual([before, expect.objectContaining(line)]);
    expect((await run('check')).code).toBe(0);
    expect((await run('sync')).out).toBe('Nothing has changed.\n');
  });

  it('a file that is yours is not touched, and what you did to it meanwhile is merged when it is shared again', async () => {
    await run(`own ${PROD} --as seed`);
    edit(PROD, mine);
    port(8088);
    await run('sync');
    expect([read(PROD).includes('8088'), (await run('check')).code]).toEqual([false, 0]);
    expect((await run(`diff --mine ${PROD}`)).out).toContain('+# mine');
    const { code, out } = await run(`own ${PROD} --as default`);
    expect([code, out]).toEqual([0, expect.stringContaining(`~ ${PROD} with your changes\n✓ ${PROD}: It is shared`)]);
    expect([read(PROD).includes('"8088"'), read(PROD).includes('# mine')]).toEqual([true, true]);
  });

  it('edits that contradict the template wait when it is shared again', async () => {
    await run(`own ${PROD} --as seed`);
    edit(PROD, minePort);
    port(8088);
    await run('sync');
    expect((await run(`own ${PROD} --as merged`)).code).toBe(3);
    expect(read(PROD)).toContain('"9999"');
  });

  it('a file that is ours alone: an edit is refused, untouched, with two ways out (26)', async () => {
    await run(`own ${SCRIPT} --as managed`);
    const pristine = read(SCRIPT);
    edit(SCRIPT, mine);
    port(8088);
    const before = project.snapshot();
    const { code, out, err } = await run('sync');
    expect({ code, out, err }).toEqual({
      code: 5,
      out: '',
      err: `✗ ${SCRIPT}: It was edited, but it is written by create-lge-stack alone.\n  Undo the edit with \`npx lge-stack restore ${SCRIPT}\`, or take the file over with \`npx lge-stack own ${SCRIPT} --as merged\`.\nNothing was written.\n`,
    });
    expect(project.snapshot()).toEqual(before);
    expect((await run(`own ${SCRIPT} --as merged`)).code).toBe(0);
    expect([read(SCRIPT), read(PROD).includes('"8088"')]).toEqual([mine(pristine), true]);
  });

  it('the other way out puts the edit into a backup', async () => {
    await run(`own ${SCRIPT} --as managed`);
    edit(SCRIPT, mine);
    const edited = read(SCRIPT);
    expect((await run(`restore ${SCRIPT}`)).code).toBe(0);
    expect((await run('check')).code).toBe(0);
    await run(`restore ${SCRIPT} --backup last`);
    expect(read(SCRIPT)).toBe(edited);
  });

  it('a file that was edited becomes ours alone only once the edit is undone', async () => {
    edit(SCRIPT, mine);
    expect((await run(`own ${SCRIPT} --as managed`)).code).toBe(5);
    expect(ownerOf(SCRIPT)).toMatchObject({ owner: 'merged' });
  });

  it.each(['package.json', '.gitignore'])(
    '%s, to which lines are added, can be shared and given back',
    async (path) => {
      edit(path, (text) =>
        path === 'package.json' ? text.replace('{\n', '{\n  "description": "mine",\n') : `mine/\n${text}`,
      );
      const edited = read(path);
      for (const owner of ['merged', 'default', 'seed', 'default']) {
        expect([owner, (await run(`own ${path} --as ${owner}`)).code]).toEqual([owner, 0]);
        expect(read(path)).toBe(edited);
      }
      expect((await run('check')).code).toBe(0);
    },
  );

  it('several files at once, also as JSON', async () => {
    const changes = await json(`own ${PROD} ./${SCRIPT} --as seed`);
    for (const path of [PROD, SCRIPT])
      expect(changes).toContainEqual({ path, kind: expect.any(String) as string, owner: 'seed' });
  });

  it.each([
    [`${PROD} --as mine`, '--as wants one of managed, merged, seed, default.\n'],
    [`${PROD} --as added`, '--as wants one of managed, merged, seed, default.\n'],
    [PROD, '--as wants one of managed, merged, seed, default.\n'],
    ['--as seed', 'Say FILE as well.\n'],
    ['nope --as seed', expect.stringMatching(/^✗ nope: It is no file of this stack\.\n/) as string],
  ])('"%s": exit 2', async (words, err) => {
    const before = project.snapshot();
    expect(await run(`own ${words}`)).toEqual({ code: 2, out: '', err });
    expect(project.snapshot()).toEqual(before);
  });
});
