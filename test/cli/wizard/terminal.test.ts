// On real terminals. `UPDATE_GOLDEN=1` writes the screens: look at each as a stranger would.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Session, type TerminalOptions } from './terminal.js';
import { DOWN, ENTER, ESC, LEFT } from './support.js';

const ROOT = join(import.meta.dirname, '../../..');
const TSX = ['node', '--import', join(ROOT, 'node_modules/tsx/dist/esm/index.mjs')];
const wizard = (options: TerminalOptions): Session =>
  new Session([...TSX, join(import.meta.dirname, 'pty-main.ts')], options);

function golden(name: string, screen: string): void {
  const file = join(import.meta.dirname, 'screens', `${name}.txt`);
  if (process.env.UPDATE_GOLDEN) {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, screen);
  }
  expect(screen).toBe(readFileSync(file, 'utf8'));
}

/** The screens one after the other, each with what is shown once it is there. */
const SCREENS: readonly (readonly [name: string, shown: string, keys: string])[] = [
  ['1-where', 'Where should the stack go?', ENTER],
  ['2-defaults', 'Start with that?', `${DOWN}${ENTER}`],
  ['3-services', 'What is to run?', `${DOWN.repeat(4)}${ENTER}`],
  ['3-services-pick', 'Which services?', ENTER],
  ['3-services-replicas', 'Containers in production', ENTER],
  ['3-python', 'Python packages', ENTER],
  ['3-node', 'Node packages', ENTER],
  ['3-tls', 'HTTPS', ENTER],
  ['3-target', 'Production runs on', ENTER],
  ['4-ports', 'Which ports', `${DOWN.repeat(3)}5433${ENTER}`],
  ['4-ports-used', 'is used by', `5434${ENTER}`],
  ['5-host', 'the production host', `${'\u001B[A'.repeat(2)}${ENTER}`],
  ['5-host-development', 'What does the machine', ENTER],
  ['6-limits-over', 'too much', ENTER],
  ['6-limits-blocked', 'It would not start so', `r${LEFT}`],
  ['6-limits', '1600/1664', ENTER],
  ['6-limits-development', 'in development', ENTER],
  ['7-review', 'Create it?', ENTER],
];

describe.each([80, 40])('%i columns', (columns) => {
  it('every screen is as it was looked at', async () => {
    const session = wizard({ columns, rows: 250 });
    let before = '';
    for (const [name, shown, keys] of SCREENS) {
      const screen = await session.shows(shown);
      // What is new on it.
      const same = [...before].findIndex((letter, index) => letter !== screen[index]);
      const from = screen.lastIndexOf('\n', same < 0 ? before.length : same) + 1;
      golden(`${columns}/${name}`, screen.slice(from));
      expect(screen.split('\n').filter((line) => line.length > columns)).toEqual([]);
      before = screen;
      session.type(keys);
    }
    expect(await session.end()).toBe(0);
    expect(session.cursor).toBe(true);
  });
});

describe('terminals of all kinds', () => {
  it.each<[what: string, options: TerminalOptions, file: string]>([
    ['one that says it has no columns', { columns: 0 }, 'no-columns'],
    ['one without colours', { columns: 80, env: { NO_COLOR: '1' } }, 'no-colour'],
    ['one without Unicode', { columns: 80, env: { LANG: 'C', LC_ALL: 'C' } }, 'ascii'],
    ['one that moves no cursor', { columns: 80, env: { TERM: 'dumb' } }, 'dumb'],
    ['one that reads aloud', { columns: 80, env: { ACCESSIBLE: '1' } }, 'accessible'],
  ])('%s', async (_, options, file) => {
    const session = wizard(options);
    await session.shows(options.env?.TERM || options.env?.ACCESSIBLE ? '> ' : 'Where should the stack go?');
    session.type(ENTER);
    golden(
      `kinds/${file}`,
      await session.shows(options.env?.TERM || options.env?.ACCESSIBLE ? 'Customise' : 'Start with that?'),
    );
    // eslint-disable-next-line no-control-regex -- what colours begin with
    if (file !== 'no-columns') expect(/\u001B\[[\d;]*m/.test(session.raw)).toBe(file === 'ascii');
    session.type('\u0003');
    expect(await session.end()).toBe(130);
    expect(session.cursor).toBe(true);
  });
});

describe('the program itself', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lge-pty-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const program = (args: readonly string[], options: Partial<TerminalOptions> = {}): Session =>
    new Session([...TSX, join(ROOT, 'src/bin.ts'), ...args], { columns: 80, cwd: folder, ...options });

  it.each<[what: string, leave: (session: Session) => void, code: number]>([
    ['^C', (session) => session.type('\u0003'), 130],
    ['Ctrl-D', (session) => session.type('\u0004'), 130],
    ['SIGINT from outside', (session) => session.signal('SIGINT'), 130],
    ['SIGTERM', (session) => session.signal('SIGTERM'), 143],
    ['SIGHUP', (session) => session.signal('SIGHUP'), 129],
  ])('%s leaves, with the cursor back and nothing written', async (_, leave, code) => {
    const session = program(['shop']);
    await session.shows('Start with that?');
    leave(session);
    expect(await session.end()).toBe(code);
    expect(session.cursor).toBe(true);
    if (code === 130) expect(await session.screen()).toContain('Cancelled. Nothing was written.');
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each<[what: string, leave: (session: Session) => void, code: number]>([
    ['^C', (session) => session.type('\u0003'), 130],
    ['SIGTERM', (session) => session.signal('SIGTERM'), 143],
  ])('%s leaves where it is asked line by line, too', async (_, leave, code) => {
    const session = program(['shop', '--plain']);
    await session.shows('Start with that?');
    leave(session);
    expect(await session.end()).toBe(code);
    expect(await session.screen()).not.toMatch(/\n {4}at /);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('Esc goes back, and Enter writes in the end', async () => {
    const session = program(['shop', '--no-install', '--no-lock', '--no-git']);
    await session.shows('Start with that?');
    session.type(ENTER);
    await session.shows('Create it?');
    session.type(ESC);
    // Not `■` alone: the next question need not listen yet, and the key would be lost.
    await session.shows('◆  shop · 1/2  Start with that?');
    session.type(ENTER);
    await session.shows('● Create');
    session.type(ENTER);
    expect(await session.end()).toBe(0);
    expect(await session.screen()).toContain('The same again:\n  npx create-lge-stack@');
    expect(readdirSync(folder)).toEqual(['shop']);
  });

  it.each([80, 40])('the command that makes the same again is one line to copy, on %i columns', async (columns) => {
    const name = `narrow-${columns}`;
    const said = ['--set', "title=It's a shop", '--host', '8g/4cpu', '--no-install', '--no-lock', '--no-git'];
    const session = program([name, ...said], { columns });
    await session.shows('Start with that?');
    session.type(ENTER);
    await session.shows('Create it?');
    session.type(ENTER);
    expect(await session.end()).toBe(0);
    const lines = await session.lines();
    const command = lines[lines.indexOf('The same again:') + 1]!.trim();
    const words = execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' })
      .trimEnd()
      .split('\n');
    expect(words.slice(2)).toEqual([name, '--yes', '--host', '8g/4cpu', ...said.slice(0, 2), ...said.slice(4)]);
    rmSync(join(folder, name), { recursive: true });
  });

  it('whose output is piped asks nobody', async () => {
    const session = new Session(
      ['sh', '-c', `${[...TSX, join(ROOT, 'src/bin.ts'), 'store'].join(' ')} | cat; echo end`],
      {
        columns: 80,
        cwd: folder,
      },
    );
    expect(await session.shows('end')).toContain('Nobody is here to ask.');
    expect(readdirSync(folder)).not.toContain('store');
  });

  it('whose reader goes away ends without a word', async () => {
    const command = [...TSX, join(ROOT, 'src/bin.ts'), 'store', '--yes', '--diff'].join(' ');
    const session = new Session(['sh', '-c', `${command} | head -1; echo end`], { columns: 80, cwd: folder });
    const screen = await session.shows('end');
    expect(screen).not.toMatch(/EPIPE|fault/);
  });
});
