// Whatever goes wrong: what, where and what to do, in five lines, and no stack trace that nobody asked for.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../../../src/cli/exit.js';
import { main } from '../../../src/cli/main.js';
import { runMain } from '../run-main.js';
import { sandbox } from './project.js';

const project = sandbox();
const { dir, run, write, remove } = project;

const at = (path: string): string => join(dir(), path);
const folderAt = (path: string): void => {
  rmSync(at(path), { recursive: true, force: true });
  mkdirSync(at(path));
};

const spoil = (path: string, content: string) => () => write(path, content);
const fileFor = (folder: string) => () => {
  rmSync(at(folder), { recursive: true });
  write(folder, '');
};
const inCode = (text: string) => spoil('.projenrc.ts', text);

type Row = readonly [what: string, provoke: () => void, code: number, says: RegExp];

const IN_OPTIONS: readonly Row[] = [
  ['a folder', () => folderAt('lge.stack.json'), EXIT.refused, /^✗ lge\.stack\.json cannot be read: there is a folder/],
  ['no JSON', spoil('lge.stack.json', '{ "name": '), EXIT.usage, /^✗ lge\.stack\.json: .*line 1/],
  ['binary', spoil('lge.stack.json', '\u0000\u0001'), EXIT.usage, /^✗ lge\.stack\.json: This is not JSON/],
  ['gone', () => remove('lge.stack.json'), EXIT.usage, /^✗ lge\.stack\.json: There is no/],
];

const IN_CODE: readonly Row[] = [
  ['is gone', () => remove('.projenrc.ts'), EXIT.usage, /^There is no \.projenrc\.ts in /],
  ['is a folder', () => folderAt('.projenrc.ts'), EXIT.refused, /^✗ \.projenrc\.ts cannot be read: there is a folder/],
  ['throws', inCode("\nthrow new Error('no luck');\n"), EXIT.fault, /^✗ \.projenrc\.ts:2: no luck\n {2}Mend it there/],
  ['throws no error', inCode("throw 'no luck';\n"), EXIT.fault, /^✗ \.projenrc\.ts threw no luck\n/],
  ['rejects', inCode("await Promise.reject(new Error('too late'));\n"), EXIT.fault, /^✗ \.projenrc\.ts:1: too late\n/],
  ['throws a page', inCode('throw new Error(`${"word ".repeat(99)}\\n`.repeat(99));\n'), EXIT.fault, /: word word/],
  ['does not parse', inCode('\n\nconst = 1;\n'), EXIT.fault, /^✗ \.projenrc\.ts:3: .*Unexpected token.*\n {2}Mend/],
  [
    'calls what is not there',
    inCode('const a = {} as any;\na.b.c();\n'),
    EXIT.fault,
    /^✗ \.projenrc\.ts:2: Cannot read/,
  ],
  [
    'imports what is not there',
    inCode("import 'no-such';\n"),
    EXIT.fault,
    /^✗ \.projenrc\.ts:1: Cannot find .*no-such/,
  ],
];

const IN_FILES: readonly Row[] = [
  [
    '.lge/state.json is no JSON',
    spoil('.lge/state.json', '{'),
    EXIT.refused,
    /^✗ \.lge\/state\.json: It cannot be read/,
  ],
  ['.lge/state.json is a folder', () => folderAt('.lge/state.json'), EXIT.refused, /^✗ \.lge\/state\.json: A folder/],
  ['.lge is a file', fileFor('.lge'), EXIT.refused, /^✗ \.lge\/state\.json: /],
  ['.lge/objects is a file', fileFor('.lge/objects'), EXIT.refused, /^✗ \.lge\/objects: /],
  ['the journal is damaged', spoil('.lge/journal.json', 'x'), EXIT.refused, /^\.lge\/journal\.json is damaged/],
  ['package.json is a folder', () => folderAt('package.json'), EXIT.refused, /^✗ package\.json cannot be read/],
  ['a file is a folder', () => folderAt('.env.example'), EXIT.refused, /^✗ \.env\.example: A folder, a link/],
];

/** At most five lines, none of them endless, and none of a stack trace. */
function wellSaid(text: string): void {
  expect(text.trimEnd().split('\n').length, text).toBeLessThanOrEqual(5);
  expect(text).not.toMatch(/^ +at |node:internal|node_modules/m);
  expect(text.split('\n').filter((line) => line.length > 320)).toEqual([]);
}

describe.each([
  ['lge.stack.json is', IN_OPTIONS],
  ['.projenrc.ts', IN_CODE],
  ['', IN_FILES],
])('%s', (_, rows) => {
  it.each(rows)('%s', async (_what, provoke, ends, says) => {
    provoke();
    const { code, err } = await run('sync');
    expect([code, err]).toEqual([ends, expect.stringMatching(says)]);
    wellSaid(err);
    for (const command of ['check', 'diff', 'resolve']) wellSaid((await run(command)).err);
  });
});

describe('a file of projen’s that is no JSON', () => {
  it('is named', async () => {
    write('.projen/files.json', '{');
    const { code, err } = await run('sync');
    expect([code, err]).toEqual([EXIT.refused, expect.stringMatching(/^✗ \.projen\/files\.json: It is no JSON/)]);
    wellSaid(err);
  });
});

describe('create', () => {
  // Within a project, so that no name may look like a command that was mistyped.
  const create = (...args: readonly string[]) =>
    runMain([...args, '--yes', '--no-install', '--no-lock', '--no-git'], { dir: dir() });

  it.each<readonly [string, () => void, readonly string[], number, RegExp]>([
    [
      'below a file',
      spoil('file', ''),
      ['file/new'],
      EXIT.refused,
      /^✗ file cannot be used: there is a file where a folder should be/,
    ],
    [
      'in a file',
      spoil('storefront', ''),
      ['storefront'],
      EXIT.refused,
      /^✗ storefront cannot be used: there is a file where a folder should be/,
    ],
    [
      'by options that are a folder',
      () => folderAt('storefront.json'),
      ['storefront', '--config', 'storefront.json'],
      EXIT.usage,
      /storefront\.json/,
    ],
  ])('%s', async (_, provoke, args, ends, says) => {
    provoke();
    const { code, err } = await create(...args);
    expect([code, err]).toEqual([ends, expect.stringMatching(says)]);
    wellSaid(err);
  });

  it('in a folder that is gone', async () => {
    const gone = at('gone');
    mkdirSync(gone);
    const before = process.cwd();
    process.chdir(gone);
    rmSync(gone, { recursive: true });
    let said = '';
    const errors = { write: (text: string) => ((said += text), true) };
    const code = await main(['new', '--yes'], {
      ...process,
      env: {},
      cwd: () => process.cwd(),
      stderr: errors as never,
    });
    process.chdir(before);
    expect([code, said]).toEqual([
      EXIT.refused,
      expect.stringMatching(/^✗ .*cwd.* cannot be used: no such file or directory/),
    ]);
    wellSaid(said);
  });
});

describe('--debug', () => {
  it.each([
    ['a fault in code of the user’s', inCode("throw new Error('no luck');\n"), 'no luck'],
    ['what the system said', () => folderAt('lge.stack.json'), 'EISDIR: illegal operation'],
  ])('shows %s whole, and so does DEBUG', async (_, provoke, message) => {
    provoke();
    for (const { err } of [await run('sync --debug'), await run('sync', { env: { DEBUG: '1' } })]) {
      expect(err).toContain(message);
      expect(err).toMatch(/^ +at /m);
    }
  });

  it('changes nothing where all is well', async () => {
    expect(await run('check --debug')).toEqual(await run('check'));
  });
});

it('our own fault is called so', async () => {
  const broken = {
    write: () => {
      throw new TypeError('we cannot write');
    },
  };
  let said = '';
  const errors = { write: (text: string) => ((said += text), true) };
  const code = await main(['--version'], {
    ...process,
    env: {},
    cwd: dir,
    stdout: broken as never,
    stderr: errors as never,
  });
  expect([code, said]).toEqual([
    EXIT.fault,
    'This is our fault: we cannot write\n  --debug shows all of it. Please report it with that.\n',
  ]);
});
