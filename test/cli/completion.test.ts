// The scripts are run by the shells that they are for, where these are on the machine.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completionModel } from '../../src/cli/completion/model.js';
import { commands } from '../../src/cli/commands/index.js';
import { runMain } from './run-main.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

const folder = mkdtempSync(join(tmpdir(), 'lge-completion-'));
const script = (shell: Shell): string => join(folder, `script.${shell}`);
const there = (shell: Shell): boolean => spawnSync(shell, ['--version']).status === 0;

beforeAll(async () => {
  for (const shell of SHELLS) {
    const { code, out, err } = await runMain(['completion', shell], { dir: folder, program: 'lge-stack' });
    expect([code, err]).toEqual([0, '']);
    writeFileSync(script(shell), out);
  }
  writeFileSync(join(folder, 'answers.json'), '{}');
  mkdirSync(join(folder, 'shop'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function said(shell: string, args: readonly string[]): readonly string[] {
  const { stdout, stderr, status } = spawnSync(shell, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: folder, TERM: 'dumb' },
  });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout.split('\n').filter((line) => line !== '');
}

/** What bash offers for a line with the cursor at its end: as readline calls it. */
function bash(line: string): readonly string[] {
  const call = 'COMP_LINE=$1 COMP_POINT=${#1}; _lge_stack; printf "%s\\n" "${COMPREPLY[@]}"';
  return said('bash', ['--norc', '-c', `source ${script('bash')}; ${call}`, 'bash', line]);
}

/** What is offered is what zsh would be told to add; \`compadd\` itself works in a line that is edited alone. */
function zsh(line: string): readonly string[] {
  const stubs = `
    compdef() { }
    compadd() { while [[ $1 != -- ]]; do shift; done; shift; print -rl -- "\${(@M)@:#$current*}" }
    _describe() { local -a all; all=("\${(@P)2}"); print -rl -- "\${(@M)\${(@)all%%:*}:#$current*}" }
    _files() { print -rl -- *(N) }
    typeset -A _comps`;
  const call = 'words=("${(@s: :)1}"); CURRENT=${#words}; _lge_stack';
  return said('zsh', ['-f', '-c', `${stubs}; source ${script('zsh')}; ${call}`, 'zsh', line]);
}

function fish(line: string): readonly string[] {
  const offered = said('fish', ['--no-config', '-c', `source ${script('fish')}; complete -C $argv[1]`, line]);
  return offered.map((one) => one.split('\t')[0]!);
}

const ASK: Readonly<Record<Shell, (line: string) => readonly string[]>> = { bash, zsh, fish };

describe.each(SHELLS)('%s', (shell) => {
  describe.skipIf(!there(shell))('as the shell itself reads it', () => {
    const ask = ASK[shell];

    it.each<[line: string, some: readonly string[], none: readonly string[]]>([
      ['lge-stack ', ['sync', 'set', 'explain', 'doctor'], ['--json', 'redis']],
      ['lge-stack re', ['remove', 'resolve', 'restore'], ['sync']],
      ['npx lge-stack re', ['remove'], ['sync']],
      ['npx --yes create-lge-stack@latest shop --pre', ['--preset'], ['--yes']],
      ['lge-stack check --', ['--strict', '--json', '--help'], ['--mine']],
      ['lge-stack add re', ['redis'], ['postgres']],
      ['lge-stack remove celery-worker celery-', ['celery-beat'], ['redis']],
      ['lge-stack set services.redis.ev', [], ['services.redis.persist=true']],
      ['lge-stack set --unset services.redis.per', ['services.redis.persist'], ['services.redis.persist=true']],
      ['lge-stack sync --conflict ', ['aside', 'inline'], ['--json', 'answers.json']],
      ['lge-stack own answers.json --as s', ['seed'], ['merged']],
      ['lge-stack completion ', ['bash', 'zsh', 'fish'], ['--help']],
      ['lge-stack explain tl', ['tls'], ['title']],
      ['create-lge-stack shop --config ans', ['answers.json'], ['--yes']],
    ])('%s', (line, some, none) => {
      const offered = ask(line).map((one) => one.replace(/\/$/, ''));
      expect(offered).toEqual(expect.arrayContaining([...some]));
      for (const word of none) expect(offered).not.toContain(word);
    });
  });
});

describe.skipIf(!there('bash'))('bash, behind a =', () => {
  it('takes what follows for a word of its own', () => {
    expect(bash('lge-stack set services.redis.eviction=vol')).toEqual(
      ['volatile-lru', 'volatile-lfu', 'volatile-ttl', 'volatile-random'].filter((one) =>
        bash('lge-stack set services.redis.eviction=').includes(one),
      ),
    );
    expect(bash('lge-stack set tls=')).toEqual(['true', 'false']);
    expect(bash('lge-stack set services.frontend.po')).toEqual(['services.frontend.port=']);
  });

  it('is complete for what readline binds', () => {
    const bound = said('bash', [
      '--norc',
      '-c',
      `source ${script('bash')}; complete -p lge-stack create-lge-stack npx`,
    ]);
    expect(bound).toEqual([
      'complete -F _lge_stack lge-stack',
      'complete -F _lge_stack create-lge-stack',
      'complete -o default -F _lge_stack npx',
    ]);
  });
});

describe.each(SHELLS)('%s, as text', (shell) => {
  it('has every command and every flag, and nothing that a shell would read otherwise', async () => {
    const { out } = await runMain(['completion', shell], { dir: folder, program: 'lge-stack' });
    for (const { name, flags } of commands) {
      expect(out).toContain(name);
      for (const flag of Object.keys(flags)) expect(out).toContain(`--${flag}`);
    }
    expect(out).not.toMatch(/undefined|\[object|__\{/);
  });
});

it('offers no word that a shell would take apart', () => {
  const { lists, commands: all } = completionModel(commands);
  for (const word of [...Object.values(lists).flat(), ...all.map(({ name }) => name)])
    expect(word).toMatch(/^[\w.=:/+-]+$/);
});

it('a shell that there is not: exit 2', async () => {
  const { code, err } = await runMain(['completion', 'tcsh'], { dir: folder, program: 'lge-stack' });
  expect([code, err]).toEqual([2, 'SHELL wants one of bash, zsh, fish.\n']);
});
