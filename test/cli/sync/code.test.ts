// Code of the user's in .projenrc.ts: every command runs it, and only those that write let it write.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { mkdtempSync, rmSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildPackage, linkPackages } from '../../project/package.js';
import { mine, minePort, PROD, sandbox, SCRIPT } from './project.js';

const built = mkdtempSync(join(tmpdir(), 'lge-built-'));
const project = sandbox('repository/services/shop');
const { run, json, read, write, edit, port, has } = project;

beforeAll(() => buildPackage(join(built, 'package')));
afterAll(() => rmSync(built, { recursive: true, force: true }));
beforeEach(() => {
  linkPackages(project.dir(), join(built, 'package'));
  write('.projenrc.ts', CODE);
});

const CODE = `import { catalog, defineService } from 'create-lge-stack';
import { LgeStack } from 'create-lge-stack/projen';
import { Project } from 'projen/lib/project.js';
import { TextFile } from 'projen/lib/textfile.js';
import { line } from './rc/helper';

const search = defineService({
  id: 'search', title: 'Search', summary: 'Search', tier: 'data', questions: {}, needs: [],
  limits: { production: { cpus: 0.1, memory: '64M' }, development: { cpus: 0.1, memory: '64M' } },
  container: () => ({ image: { pull: 'search:1' }, networks: ['data'], healthcheck: 'none' }),
});

const other = new Project({ name: 'other', outdir: 'other' });
new TextFile(other, 'other.txt', { lines: [line] });
const project = new LgeStack({ catalog: [...catalog, search], options: { services: { frontend: { devPort: 8123 } } } });
new TextFile(project, 'hello.txt', { lines: [line] });
project.addTask('lint', { exec: 'ruff check' });
other.synth();
project.synth();
`;

beforeEach(() => {
  write('rc/helper.ts', "export const line = 'hello';\n");
  // The other project of the code writes where the process runs.
  process.chdir(project.dir());
});
afterAll(() => process.chdir(tmpdir()));

const LOOK = [
  'check',
  'check --strict --json',
  'diff',
  'diff --mine',
  'diff --upstream',
  `diff ${PROD}`,
  'resolve',
  'restore --list',
];

describe('a command that only looks', () => {
  it.each(LOOK)('%s runs the code and writes nothing, also not below .projen or elsewhere', async (command) => {
    const before = project.snapshot();
    const { out, err } = await run(command);
    expect(err).not.toContain('Error');
    expect(project.snapshot()).toEqual(before);
    if (command === 'diff') expect(out).toMatch(/^\+ {2}search:\n/m);
  });
});

describe('a command that writes', () => {
  it('sync brings its services, options, files and tasks, and does it once', async () => {
    const { code, out } = await run('sync');
    expect([code, out]).toEqual([0, expect.stringMatching(/^(?:[+~] \S+\n)+$/)]);
    expect(out).toContain('+ hello.txt\n');
    expect([read('hello.txt'), read('other/other.txt'), read(PROD).includes('search:1')]).toEqual([
      'hello',
      'hello',
      true,
    ]);
    expect(read('docker-compose.yml')).toContain('"8123"');
    const before = project.snapshot();
    expect((await run('sync')).out).toBe('Nothing has changed.\n');
    for (const command of LOOK.filter((one) => !one.includes('strict')))
      expect([command, (await run(command)).code]).toEqual([command, 0]);
    expect(project.snapshot()).toEqual(before);
  });

  it('--json tells the same', async () => {
    expect(await json('sync')).toContainEqual({ path: PROD, kind: 'update', owner: 'merged' });
    expect(await json('diff')).toEqual([]);
    expect(await json('check')).toEqual({ code: 0, findings: [] });
  });

  it.each(['sync', 'diff', 'check', 'resolve'])('%s --json is JSON also where the code prints something', (command) => {
    write('.projenrc.ts', CODE.replace('const project', "console.log('printed');\nconst project"));
    const program = join(built, 'package/lib/lge-stack.js');
    const ran = spawnSync(process.execPath, [program, command, '--json'], { cwd: project.dir(), encoding: 'utf8' });
    expect([JSON.parse(ran.stdout), ran.stderr]).toEqual([expect.anything(), expect.stringContaining('printed\n')]);
  });

  it('own, restore and resolve work as without code, in one process with what they look at first', async () => {
    await run('sync');
    edit(SCRIPT, mine);
    expect((await run(`own ${SCRIPT} --as seed`)).code).toBe(0);
    expect((await run(`restore ${SCRIPT}`)).out).toContain(`~ ${SCRIPT}\n`);
    edit(PROD, minePort);
    port(8088);
    expect((await run('sync')).code).toBe(3);
    const { code, out } = await run('resolve --mine');
    expect([code, out]).toEqual([0, expect.stringContaining(`✓ ${PROD}: decided.\n`)]);
    expect([(await run('check')).code, read(PROD).includes('"9999"'), read(PROD).includes('search:1')]).toEqual([
      0,
      true,
      true,
    ]);
    expect((await run('restore --backup last')).code).toBe(0);
    expect((await run('check')).code).toBe(3);
  });

  it('a change of a module that the code imports counts as well', async () => {
    await run('sync');
    write('rc/helper.ts', "export const line = 'bye';\n");
    expect((await run('sync')).out).toBe('~ hello.txt\n');
    expect(read('hello.txt')).toBe('bye');
  });

  it('eject leaves it', async () => {
    await run('sync');
    expect((await run('eject --yes')).code).toBe(0);
    expect([read('.projenrc.ts'), has('hello.txt'), has('.projen/tasks.json'), has('lge.stack.json')]).toEqual([
      CODE,
      true,
      true,
      false,
    ]);
  });
});

describe('a package in node_modules of another version, as while an upgrade runs', () => {
  const OLD =
    "export const [catalog, serviceContract, LgeStack] = [[], 'old', Object]; export const version = 'old';\n";
  const CODE_OF_ALL = `import { catalog, version } from 'create-lge-stack';
import { LgeStack } from 'create-lge-stack/projen';
import { serviceContract } from 'create-lge-stack/testing';
import { TextFile } from 'projen/lib/textfile.js';

const project = new LgeStack({ catalog });
new TextFile(project, 'hello.txt', { lines: [version, typeof serviceContract] });
project.synth();
`;

  it('is not what the code gets: it imports what renders', async () => {
    unlinkSync(join(project.dir(), 'node_modules/create-lge-stack'));
    const exports = { '.': './old.js', './projen': './old.js', './testing': './old.js' };
    write('node_modules/create-lge-stack/old.js', OLD);
    write('node_modules/create-lge-stack/package.json', JSON.stringify({ type: 'module', version: '0.0.0', exports }));
    write('.projenrc.ts', CODE_OF_ALL);
    expect(await run('sync')).toMatchObject({ code: 0, err: '' });
    expect(read('hello.txt')).toBe('0.0.0\nfunction');
  });
});

describe('code that fails (36)', () => {
  it('is told with its place: exit 1, nothing is written', async () => {
    write('.projenrc.ts', "import './rc/helper';\nthrow new Error('mine');\n");
    const before = project.snapshot();
    for (const command of ['sync', 'check', 'diff']) {
      const { code, out, err } = await run(command);
      expect([command, code, out, err]).toEqual([
        command,
        1,
        '',
        expect.stringMatching(/^✗ \.projenrc\.ts:2: mine\n {2}Mend it there, [^\n]*\n$/),
      ]);
    }
    expect(project.snapshot()).toEqual(before);
  });
});

describe('in a folder of a larger repository (37)', () => {
  it('nothing outside is looked at or written, whatever is going on there', async () => {
    const repository = join(project.dir(), '../..');
    const git = (...args: string[]): string => spawnSync('git', args, { cwd: repository, encoding: 'utf8' }).stdout;
    git('init', '--quiet');
    write('../../dirt.txt', 'dirt\n');
    write('../../.gitignore', 'services/\n');
    write('../../lge.stack.json', 'not ours');
    write('../../.lge/state.json', 'nor this');
    port(8088);
    edit(SCRIPT, mine);
    for (const command of ['check', 'diff', 'sync', `own ${SCRIPT} --as seed`, 'restore --backup last', 'eject --yes'])
      await run(command);
    expect(
      git('status', '--porcelain')
        .split('\n')
        .filter((line) => line !== '')
        .toSorted(),
    ).toEqual(['?? .gitignore', '?? .lge/', '?? dirt.txt', '?? lge.stack.json']);
    expect([read('../../lge.stack.json'), read('../../.lge/state.json')]).toEqual(['not ours', 'nor this']);
  });
});
