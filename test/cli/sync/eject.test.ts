import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withoutUs } from '../../../src/cli/eject.js';
import { withoutHeader, withoutLines } from '../../../src/cli/headers.js';
import { HEADER } from '../../../src/render/header.js';
import { LEFT_BEHIND } from '../../../src/render/project.js';
import { mine, minePort, PROD, sandbox } from './project.js';

const project = sandbox();
const { run, read, edit, port, has, write } = project;

/** Content by path, without the backups. */
const contents = (): ReadonlyMap<string, string> =>
  new Map(
    [...project.snapshot().keys()]
      .filter((path) => !/^\.lge\/(?:backup|\.gitignore)/.test(path))
      .map((path) => [path, read(path)]),
  );

const OURS = /^(?:\.lge\/|\.projen\/|\.projenrc\.ts$|lge\.stack\.json$)/;
const EDITED = ['package.json', '.gitattributes', '.gitignore'];

const HEAD = HEADER.map((line) => `# ${line}\n`).join('');

/** All but the lines that say who writes it. */
function headless(path: string, text: string): string {
  const [status, change] = LEFT_BEHIND.document;
  if (path.endsWith('.md')) return text.replace(`${status}\n`, '').replace(`${change}\n\n`, '');
  return text.replace(`\n#\n${HEAD}`, '\n').replace(HEAD, '');
}

describe('eject', () => {
  it('takes out what is ours, and leaves every other file to the byte', async () => {
    edit(PROD, mine);
    const before = contents();
    const { code, out, err } = await run('eject --yes');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      /^The files are yours alone now\. .*\nLines that said .*\n! What .*\nWhat was taken out is in \.lge\/backup\/000002: .*\n$/,
    );
    const after = contents();
    expect([...after.keys()].toSorted()).toEqual([...before.keys()].filter((path) => !OURS.test(path)).toSorted());
    for (const [path, text] of after)
      if (!EDITED.includes(path)) expect([path, text]).toEqual([path, headless(path, before.get(path)!)]);
    expect([read('package.json'), read('.gitattributes'), read('.gitignore')].join('\n')).not.toMatch(/lge|projen/);
    expect(JSON.parse(read('package.json'))).toEqual({ name: 'shop', private: true });
  });

  it('takes lines out that say who writes a file, and says which files these are and which still speak of it', async () => {
    edit('docker-compose.yml', (text) => text.replace(`# ${HEADER[1]}`, '# Ours since May.'));
    edit(PROD, (text) => mine(text).replaceAll('\n', '\r\n'));
    const before = read(PROD);
    const { out } = await run('eject --yes');
    const [line = ''] = /^Lines that said .*$/m.exec(out) ?? [];
    expect(line).toContain(PROD);
    expect(line).not.toContain('docker-compose.yml');
    expect(read('docker-compose.yml')).toContain(`# ${HEADER[0]}\n# Ours since May.\n`);
    expect(read(PROD)).toBe(before.replace(`# ${HEADER[0]}\r\n# ${HEADER[1]}\r\n`, ''));
    expect(read('docs/docker-architecture.md')).not.toMatch(
      /in force; everything below|Change `lge\.stack\.json` and run/,
    );
    expect(out).toMatch(/^! What lge\.stack\.json .* is still told in .*README\.md/m);
  });

  it('is taken back like any other run', async () => {
    const before = contents();
    await run('eject --yes');
    expect((await run('restore --backup last')).code).toBe(0);
    expect([...contents()].toSorted()).toEqual([...before].toSorted());
    expect((await run('sync')).out).toBe('Nothing has changed.\n');
  });

  it('keeps what you wrote below .lge and in lge.stack.json, in its backup', async () => {
    write('lge.stack.json', '{\n  // why\n  "name": "shop"\n}\n');
    edit(PROD, minePort);
    port(8088);
    await run('sync');
    edit(`.lge/conflicts/${PROD}`, mine);
    const [options, worked] = [read('lge.stack.json'), read(`.lge/conflicts/${PROD}`)];
    await run('eject --yes');
    expect([has('lge.stack.json'), has(`.lge/conflicts/${PROD}`)]).toEqual([false, false]);
    const backup = readdirSync(join(project.dir(), '.lge/backup')).at(-1)!;
    const kept = readdirSync(join(project.dir(), '.lge/backup', backup)).map((name) =>
      read(`.lge/backup/${backup}/${name}`),
    );
    expect(kept).toEqual(expect.arrayContaining([options, worked]));
  });

  it('leaves projen where .projenrc.ts has code of yours, and says what to do about it', async () => {
    edit('.projenrc.ts', (text) => text.replace('// Your own', 'project.addTask("lint");\n// Your own'));
    const before = [read('.projenrc.ts'), read('.projen/tasks.json')];
    const { code, out } = await run('eject --yes');
    expect([code, out]).toEqual([
      0,
      expect.stringContaining('! .projenrc.ts has code of yours, so it and projen stay'),
    ]);
    expect([read('.projenrc.ts'), read('.projen/tasks.json')]).toEqual(before);
    const { devDependencies, scripts } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
    expect([Object.keys(devDependencies ?? {}), scripts]).toEqual([['constructs', 'projen'], { projen: 'projen' }]);
    expect(read('.gitattributes')).toContain('/.projen/**');
  });

  describe('the workflow that upgrades', () => {
    const WORKFLOW = '.github/workflows/upgrade-stack.yml';

    it('goes, edited or not: without our package, npx would run whatever has our name', async () => {
      project.options({ upgradeWorkflow: true });
      await run('sync');
      edit(WORKFLOW, mine);
      const edited = read(WORKFLOW);
      expect((await run('eject --yes')).code).toBe(0);
      expect(has('.github')).toBe(false);
      expect((await run('restore --backup last')).code).toBe(0);
      expect(read(WORKFLOW)).toBe(edited);
    });

    it('of that name, but yours, stays', async () => {
      write(WORKFLOW, 'name: Mine\n');
      await run('eject --yes');
      expect(read(WORKFLOW)).toBe('name: Mine\n');
    });
  });

  it.each<[what: string, typed: readonly [string, string | null][], code: number, gone: boolean]>([
    ['yes', [['Leave all files', 'y']], 0, true],
    ['no', [['Leave all files', 'n']], 130, false],
    ['^C', [['Leave all files', '\u0003']], 130, false],
    ['the end of the input', [['Leave all files', null]], 130, false],
  ])('asks first: %s', async (_, typed, code, gone) => {
    expect((await run('eject', { typed })).code).toBe(code);
    expect(existsSync(join(project.dir(), 'lge.stack.json'))).toBe(!gone);
  });

  it.each([
    ['nobody to ask', 'eject', {}, 'Nobody is here to ask. Say --yes to eject without being asked.\n'],
    ['no project', 'eject --yes', { up: true }, /^There is no lge\.stack\.json in .*\n {2}Run this in the folder/],
  ])('%s: exit 2, nothing is written', async (_, command, where, err) => {
    const before = project.snapshot();
    const ran = await run(command, 'up' in where ? { dir: join(project.dir(), '..') } : {});
    expect([ran.code, ran.out]).toEqual([2, '']);
    expect(ran.err).toMatch(err);
    expect(project.snapshot()).toEqual(before);
  });
});

describe('package.json without us', () => {
  it.each<[what: string, keepProjen: boolean, before: string, after: string]>([
    [
      'among others, in a layout of its own',
      false,
      '{\n\t"name": "shop", "files": [ "a",\n "b" ],\n\t"scripts": {\n\t\t"projen": "projen",\n\t\t"test": "vitest"\n\t},\n\t"devDependencies": {\n\t\t"constructs": "^10.5.0",\n\t\t"create-lge-stack": "1.0.0",\n\t\t"prettier": "3",\n\t\t"projen": "^0.103.25"\n\t}\n}',
      '{\n\t"name": "shop", "files": [ "a",\n "b" ],\n\t"scripts": {\n\t\t"test": "vitest"\n\t},\n\t"devDependencies": {\n\t\t"prettier": "3"\n\t}\n}',
    ],
    [
      'in dependencies, at the end, with the line ends of Windows',
      false,
      '{\r\n  "dependencies": {\r\n    "a": "1",\r\n    "create-lge-stack": "1"\r\n  }\r\n}\r\n',
      '{\r\n  "dependencies": {\r\n    "a": "1"\r\n  }\r\n}\r\n',
    ],
    [
      'with constructs of the user’s and a script of the same name',
      false,
      '{ "scripts": { "projen": "mine" }, "dependencies": { "constructs": "^9.0.0" }, "devDependencies": { "projen": "1" } }',
      '{ "scripts": { "projen": "mine" }, "dependencies": { "constructs": "^9.0.0" } }',
    ],
    [
      'that keeps projen',
      true,
      '{ "scripts": { "projen": "projen" }, "devDependencies": { "create-lge-stack": "1", "projen": "1" } }',
      '{ "scripts": { "projen": "projen" }, "devDependencies": { "projen": "1" } }',
    ],
    ['without a word of us', false, '{"name":"shop"}', '{"name":"shop"}'],
  ])('%s', (_, keepProjen, before, after) => {
    expect(withoutUs(before, keepProjen)).toBe(after);
  });
});

describe('a file without the lines at its top', () => {
  const [first = '', second = ''] = HEADER;
  it.each([
    ['of a comment', `# Shop\n# ${first}\n# ${second}\n---\na: 1\n`, '# Shop\n---\na: 1\n'],
    ['as a paragraph of it', `# a\n#\n# ${first}\n# ${second}\n\nb\n`, '# a\n\nb\n'],
    ['with a mark of byte order', `\uFEFF# Shop\n# ${first}\n# ${second}\n`, '\uFEFF# Shop\n'],
    ['one of which was edited', `# ${first}\n# other\n`, `# ${first}\n# other\n`],
    ['without a line end', `# ${first}\n# ${second}`, ''],
  ])('%s', (_, before, after) => expect(withoutHeader(before)).toBe(after));
});

describe('a list of lines without ours', () => {
  const gone = new Set(['# ours', 'ours']);
  it.each([
    ['at the end', 'a\n\n# ours\nours\n', 'a\n'],
    ['at the start', '# ours\nours\n\na\n', 'a\n'],
    ['in between', 'a\n\n# ours\nours\n\nb\n', 'a\n\nb\n'],
    ['within a paragraph', 'a\nours\nb\n', 'a\nb\n'],
    ['among blank lines of the user’s', 'a\n\n\nb\n\nours\n', 'a\n\n\nb\n'],
    ['with the line ends of Windows', 'a\r\n\r\nours\r\n', 'a\r\n'],
    ['where there is none', 'a\n\n\n', 'a\n\n\n'],
  ])('%s', (_, before, after) => expect(withoutLines(before, gone)).toBe(after));

  it('ours are the very lines that a new project has', () => {
    const text = `${read('.gitattributes')}\n${read('.gitignore')}`.split('\n');
    expect(text).toEqual(expect.arrayContaining([...LEFT_BEHIND.ours, ...LEFT_BEHIND.projen]));
    expect(read('docs/docker-architecture.md').split('\n')).toEqual(expect.arrayContaining([...LEFT_BEHIND.document]));
  });
});
