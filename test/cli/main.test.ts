import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commands, type Program } from '../../src/cli/commands/index.js';
import { loadText } from '../../src/index.js';
import { runMain, type Ran } from './run-main.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lge-cli-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const run = (args: readonly string[], input = '', program?: Program): Promise<Ran> =>
  runMain(args, { dir: folder, input, program });

const NAMES = commands.map(({ name }) => name).join(', ');
const quiet = ['--no-install', '--no-lock', '--no-git'];
const options = (): Record<string, unknown> =>
  JSON.parse(readFileSync(join(folder, 'shop/lge.stack.json'), 'utf8')) as Record<string, unknown>;

describe('what is wrong is said, all of it, and nothing is written', () => {
  it.each([
    ['a flag that there is not', ['shop', '--yess'], 'There is no flag --yess. Did you mean --yes?'],
    ['two mistakes at once', ['shop', '--nope', '--preset'], '--preset wants a value: --preset NAME.'],
    ['a switch with a value', ['shop', '--yes=no'], '--yes takes no value.'],
    ['a word too many', ['shop', 'port', '--yes'], '"port" is one word too many.'],
    ['an assignment without a value', ['shop', '--set', 'tls'], '--set tls: write KEY=VALUE'],
    ['nobody to ask', ['shop'], 'Nobody is here to ask. Say --yes'],
    ['no folder', ['--yes'], 'In which folder?'],
    ['a file that is not there', ['shop', '--config', 'none.json'], '--config none.json: there is no such file.'],
    [
      'an option that there is not',
      ['shop', '--set', 'tsl=true'],
      'tsl: There is no such option.\n  Did you mean "tls"?',
    ],
    [
      'a service that there is not',
      ['shop', '--services', 'backend,redsi'],
      'services.redsi: There is no such option.\n  Did you mean "redis"?',
    ],
    ['a service without what it needs', ['shop', '--services', 'backend,celery-worker'], 'celery-worker needs redis'],
    ['a name that cannot be one', ['9shop', '--yes'], 'name: "9shop" is not valid here.'],
    ['a package that is not there', ['shop', '--yes', '--self', './none.tgz'], '--self ./none.tgz: there is no /'],
    ['a version that is none', ['shop', '--yes', '--self', '1.2.3.4'], '--self 1.2.3.4: write a version or a range'],
  ])('%s', async (_, args, message) => {
    const { code, err } = await run([...args, ...quiet]);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('mistakes on the command line hide none in the options', () => {
  it('all of them are told at once', async () => {
    writeFileSync(join(folder, 'options.json'), '{ "locale": "klingon!", /* why */ "tsl": true, }');
    const values = ['--set', 'tls', '--set', 'services.frontend.port=99999', '--services', 'backend,celery-worker'];
    const args = ['shop', 'port', '--nope', '--config', 'options.json', '--self', './none.tgz', ...values];
    const { code, err } = await run(args);
    expect(code).toBe(2);
    for (const message of [
      'There is no flag --nope.',
      '"port" is one word too many.',
      '--set tls: write KEY=VALUE',
      '--self ./none.tgz: there is no ',
      'locale: "klingon!" is not valid here.',
      'tsl: There is no such option.',
      'services.frontend.port: 99999 is not a port.',
      'celery-worker needs redis',
    ])
      expect(err).toContain(message);
    expect(err.match(/^\S.*[:.] /gm)).toHaveLength(8);
    expect(readdirSync(folder)).toEqual(['options.json']);
  });

  it.each([
    ['a value', ['shop', '--set', 'services.frontend.port=99999'], '99999 is not a port.'],
    ['a flag, without a folder', ['--nope'], 'There is no flag --nope. See --help.\n'],
    ['a package', ['--self', './none.tgz'], '--self ./none.tgz: there is no '],
  ])('where somebody can be asked, %s is told before any question', async (_, args, message) => {
    const { code, out, err } = await runMain(args, { dir: folder, terminal: true });
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(message)]);
    expect(err).not.toContain('In which folder?');
  });

  it('without the file of --config, what is left is not judged by what is missing', async () => {
    const args = ['--config', 'none.json', '--services', 'backend,celery-worker', '--set', 'services.frontend.port=0'];
    const { code, err } = await run(args);
    expect(code).toBe(2);
    expect(err).toContain('--config none.json: there is no such file.');
    expect(err).toContain('services.frontend.port: 0 is not a port.');
    expect(err).not.toContain('In which folder?');
    expect(err).not.toContain('needs redis');
  });

  it.each([
    ['[1]', 'it does not hold an object.'],
    ['{\n  "tls": true,,\n}', 'this is not JSON: line 2, column 15: a key in quotes is missing.'],
  ])('%j is no file for --config', async (text, message) => {
    const { code, err } = await run(['shop', '--config', '-'], text);
    expect({ code, err }).toEqual({ code: 2, err: `--config -: ${message}\n` });
  });
});

describe('what is meant', () => {
  const inProject = (): void => writeFileSync(join(folder, 'lge.stack.json'), '{ "name": "shop" }');

  it.each<[what: string, program: Program, args: readonly string[], code: number, out: RegExp]>([
    ['lge-stack alone', 'lge-stack', [], 0, /^Looks after .*\n\nUsage: npx lge-stack COMMAND .*Commands:\n {2}sync /s],
    ['its help', 'lge-stack', ['--help'], 0, /^Looks after /],
    ['its help, as a command', 'lge-stack', ['help'], 0, /^Looks after /],
    ['help for a command', 'lge-stack', ['sync', '--help'], 0, /^Brings the project .*Usage: npx lge-stack sync /s],
    ['the same by name', 'lge-stack', ['help', 'pin'], 0, /^Writes the digest .*Usage: npx lge-stack pin\n/s],
    ['from the other program', 'create-lge-stack', ['pin', '-h'], 0, /^Writes the digest /],
    ['with a flag that there is not', 'lge-stack', ['sync', '--halp', '--help'], 0, /^Brings the project /],
    ['help for the creator', 'create-lge-stack', ['--help'], 0, /^Writes a new project.*--set KEY=VALUE.* {2}pin {2}/s],
    ['the creator, from the other program', 'lge-stack', ['create', '--help'], 0, /^Writes a new project/],
    ['the version', 'lge-stack', ['--version'], 0, /^\d+\.\d+\.\d+\n$/],
    ['the version of a command', 'create-lge-stack', ['sync', '-v'], 0, /^\d+\.\d+\.\d+\n$/],
    ['create, by name', 'lge-stack', ['create', 'shop', '--yes', '--dry-run'], 0, /files in shop\n/],
    ['a folder called like a command', 'create-lge-stack', ['./sync', '--yes', '--dry-run'], 0, /files in sync\n/],
    ['a folder called nearly so', 'create-lge-stack', ['snyc', '--yes', '--dry-run'], 0, /files in snyc\n/],
  ])('%s', async (_, program, args, code, out) => {
    expect(await run(args, '', program)).toEqual({ code, out: expect.stringMatching(out) as string, err: '' });
  });

  it.each<[what: string, program: Program, args: readonly string[], err: string]>([
    ['a command that there is not', 'lge-stack', ['snyc'], 'There is no command snyc. Did you mean sync?\n'],
    ['one that is like no other', 'lge-stack', ['shopping'], `There is no command shopping. There are: ${NAMES}.\n`],
    ['its help', 'lge-stack', ['help', 'snyc'], 'There is no command snyc. Did you mean sync?\n'],
    [
      'a flag first',
      'lge-stack',
      ['--yes', 'sync'],
      `The command comes first: npx lge-stack COMMAND [FLAG...]. There are: ${NAMES}.\n`,
    ],
    ['a flag of another command', 'lge-stack', ['sync', '--yes'], 'There is no flag --yes. See --help.\n'],
    ['a word too many', 'create-lge-stack', ['sync', 'all'], '"all" is one word too many.\n'],
    ['a letter that is no flag', 'lge-stack', ['sync', '-x'], 'There is no flag -x. See --help.\n'],
    [
      'a name that every object has',
      'lge-stack',
      ['sync', '--constructor'],
      'There is no flag --constructor. See --help.\n',
    ],
  ])('not %s', async (_, program, args, err) => {
    expect(await run(args, '', program)).toEqual({ code: 2, out: '', err });
  });

  it('in a project, a command that is misspelled is no folder', async () => {
    inProject();
    const { code, err } = await run(['snyc', '--yes']);
    expect([code, err]).toEqual([
      2,
      'There is no command snyc. Did you mean sync? For a new project in a folder of that name: npx create-lge-stack create snyc.\n',
    ]);
    expect((await run(['create', 'snyc', '--yes', '--dry-run'])).out).toContain('files in snyc\n');
    expect((await run(['shop', '--yes', '--dry-run'])).out).toContain('files in shop\n');
  });

  it('in a project, the creator alone tells what can be done there', async () => {
    inProject();
    expect(await run([])).toMatchObject({ code: 0, out: expect.stringMatching(/^Looks after /) as string });
  });

  it.each<[command: string]>([['sync'], ['pin']])('%s outside of a project: what to do, exit 2', async (command) => {
    const { code, err } = await run([command], '', 'lge-stack');
    expect([code, err]).toEqual([2, expect.stringContaining('Run this in the folder of the project.')]);
  });
});

describe('a new project', () => {
  it('is written with its options, which load again', async () => {
    const { code, out } = await run(['shop', '--yes', ...quiet]);
    expect(code).toBe(0);
    expect(out).toContain('files in shop');
    expect(out).toContain('(cd shop-backend && uv lock)');
    expect(options()).toMatchObject({
      name: 'shop',
      preset: 'hardened',
      services: { frontend: { port: 80, devPort: 80 }, backend: { replicas: 2 } },
    });
    const { stack, diagnostics } = loadText(readFileSync(join(folder, 'shop/lge.stack.json'), 'utf8'));
    expect({ stack: stack?.name, diagnostics }).toEqual({ stack: 'shop', diagnostics: [] });
  });

  it.each([
    [
      'a service that is not named',
      ['--services', 'backend'],
      { services: { frontend: false, postgres: false, 'backend-debug': { debugPort: 5678 } } },
    ],
    [
      'any option',
      ['--set', 'tls=true', '--set', 'services.frontend.port=8080'],
      { tls: true, services: { frontend: { port: 8080 } } },
    ],
    ['text that is no JSON', ['--set', 'title=The Shop'], { title: 'The Shop' }],
    ['a preset', ['--preset', 'plan'], { preset: 'plan' }],
  ])('is told by flags: %s', async (_, args, expected) => {
    expect((await run(['shop', '--yes', ...args, ...quiet])).code).toBe(0);
    expect(options()).toMatchObject(expected);
  });

  it('takes its options from standard input, and flags win over them', async () => {
    const config = '{ "name": "shop", // as Compose takes it\n "tls": true, "locale": "el", }';
    expect((await run(['--config', '-', '--set', 'locale=de', ...quiet], config)).code).toBe(0);
    expect(options()).toMatchObject({ tls: true, locale: 'de' });
  });

  it('is only told of with --dry-run', async () => {
    const { code, out } = await run(['shop', '--yes', '--dry-run']);
    expect(code).toBe(0);
    expect(out).toContain('+ docker-compose.prod.yml');
    expect(existsSync(join(folder, 'shop'))).toBe(false);
  });

  it('depends on the tarball that --self names', async () => {
    writeFileSync(join(folder, 'build.tgz'), '');
    await run(['shop', '--yes', '--self', 'build.tgz', ...quiet]);
    expect(readFileSync(join(folder, 'shop/package.json'), 'utf8')).toContain(
      `"create-lge-stack": "file:${join(folder, 'build.tgz')}"`,
    );
  });

  it('leaves a folder that has such a file as it is, and names the file', async () => {
    writeFileSync(join(folder, 'docker-compose.yml'), 'mine\n');
    const { code, err } = await run(['.', '--yes', '--set', 'name=shop', ...quiet]);
    expect(code).toBe(5);
    expect(err).toContain('docker-compose.yml: It was there before');
    expect(readdirSync(folder)).toEqual(['docker-compose.yml']);
  });
});
