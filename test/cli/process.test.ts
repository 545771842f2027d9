// The program as a process of its own: with readers that go away, a disk that is full and input that is closed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const PROGRAM = `'${process.execPath}' --import '${join(ROOT, 'node_modules/tsx/dist/esm/index.mjs')}' '${join(ROOT, 'src/bin.ts')}'`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lge-process-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A line of the shell, in which `lge` is the program; what it ends with is the last line of standard error. */
function shell(line: string): { readonly code: number; readonly out: string; readonly err: string } {
  const { stdout, stderr } = spawnSync('sh', ['-c', `lge() { ${PROGRAM} "$@"; }; ${line}`], {
    cwd: folder,
    encoding: 'utf8',
  });
  const [, err = '', code = ''] = /^([^]*?)code (\d+)\n$/.exec(stderr) ?? [undefined, stderr];
  return { code: Number(code), out: stdout, err };
}

const code = 'echo "code $?" >&2';

describe('a reader that goes away', () => {
  it.each(['--help', '--schema', 'store --yes --diff', 'completion zsh'])('%s | head -1', (args) => {
    const { code: ended, out, err } = shell(`{ lge ${args}; ${code}; } | head -1`);
    expect([ended, err, out.split('\n').length]).toEqual([0, '', 2]);
  });

  it('that was gone before', () => {
    expect(shell(`{ sleep 1; lge --schema; ${code}; } | true`)).toEqual({ code: 0, out: '', err: '' });
  });
});

describe('what cannot be written', () => {
  it.runIf(existsSync('/dev/full'))('is said, and is no success', () => {
    const { code: ended, err } = shell(`lge --schema >/dev/full; ${code}`);
    expect([ended, err]).toEqual([8, expect.stringMatching(/^✗ What this command says could not be written: ENOSPC/)]);
  });

  it.each([
    ['standard output', '--help >&-', 0],
    ['standard error', '--nonsense 2>&-', 2],
  ])('%s that is closed does no harm', (_, line, ends) => {
    expect(shell(`lge ${line}; ${code}`)).toMatchObject({ code: ends, out: '' });
  });
});

describe('input that is closed, or empty', () => {
  it.each([
    ['shop <&-', 'Nobody is here to ask.'],
    ['shop </dev/null', 'Nobody is here to ask.'],
    ['shop --config - <&-', '--config -: this is not JSON'],
    ['shop --config - </dev/null', '--config -: this is not JSON'],
  ])('%s: exit 2, and nothing is written', (line, says) => {
    const { code: ended, out, err } = shell(`lge ${line}; ${code}`);
    expect([ended, out, err.split('\n').length]).toEqual([2, '', 2]);
    expect(err).toContain(says);
    expect(readdirSync(folder)).toEqual([]);
  });
});
