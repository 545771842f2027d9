import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadOptions, renderStack } from '../../src/index.js';

interface Step {
  readonly name?: string;
  readonly run?: string;
}

const PATH = '.github/workflows/upgrade-stack.yml';

function workflow(options: object): string | undefined {
  const { stack } = loadOptions({ name: 'shop', ...options });
  return renderStack(stack!).find(({ path }) => path === PATH)?.content;
}

const steps = (parse(workflow({ upgradeWorkflow: true })!) as { jobs: { upgrade: { steps: readonly Step[] } } }).jobs
  .upgrade.steps;
const script = (name: string): string => steps.find((step) => step.name === name)!.run!;

let around = '';
const at = (path: string): string => join(around, path);

function sh(command: string, env: Readonly<Record<string, string>> = {}): string {
  const full = { PATH: `${at('bin')}:${process.env.PATH}`, HOME: around, RUNNER_TEMP: around, ...env };
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', command], {
    cwd: at('repo'),
    env: full,
    encoding: 'utf8',
  });
  return `${status} ${stdout}${stderr}`.trim();
}

/** A program that says how it was called. */
function program(name: string, body: string): void {
  writeFileSync(at(`bin/${name}`), `#!/bin/sh\necho "${name} $*" >>"${at('calls')}"\n${body}\n`);
  chmodSync(at(`bin/${name}`), 0o755);
}

const calls = (): string => readFileSync(at('calls'), 'utf8');

beforeEach(() => {
  around = mkdtempSync(join(tmpdir(), 'lge-workflow-'));
  mkdirSync(at('bin'));
  mkdirSync(at('repo'));
  program('gh', 'case "$*" in *list*) echo "${OPEN:-0}" ;; esac');
  expect(sh('git init -q --bare ../origin && git init -q -b main . && git remote add origin ../origin')).toBe('0');
  expect(sh('git config user.name a; git config user.email a@b; echo 1 >file; git add .; git commit -qm 1')).toBe('0');
});
afterEach(() => {
  rmSync(around, { recursive: true, force: true });
});

it('is written only where it is wanted', () => {
  expect(workflow({})).toBeUndefined();
});

describe('its steps', () => {
  it.each([
    [0, '0'],
    [3, '0'],
    [6, '6'],
    [5, '5'],
  ])('an upgrade that ends with %i ends the step with %s', (code, ends) => {
    program('npx', `exit ${code}`);
    expect(sh(script('Upgrade'))).toBe(ends);
    expect(calls()).toBe(`npx lge-stack upgrade --yes --report ${around}/upgrade.md\n`);
  });

  const open = script('Open the pull request, or bring it up to date');

  it('push what changed, and open a pull request whose text is the table', () => {
    sh('echo 2 >file; echo new >other');
    expect(sh(open)).toMatch(/^0/);
    expect(
      sh(
        'git show --stat --format=%s origin/upgrade-stack 2>/dev/null || git -C ../origin show --stat --format=%s upgrade-stack',
      ),
    ).toMatch(/Upgrade create-lge-stack\n\n file {2}\| 2 \+-\n other \| 1 \+/);
    expect(calls()).toContain(
      `gh pr create --head upgrade-stack --title Upgrade create-lge-stack --body-file ${around}/upgrade.md\n`,
    );
  });

  it('bring the one that is open up to date', () => {
    sh('git push -q origin main:upgrade-stack; echo 2 >file');
    expect(sh(open, { OPEN: '1' })).toMatch(/^0/);
    expect(calls()).toContain(`gh pr edit upgrade-stack --body-file ${around}/upgrade.md\n`);
    expect(calls()).not.toContain('create');
  });

  it('do nothing where nothing changed', () => {
    expect(sh(open)).toMatch(/^0/);
    expect(sh('git -C ../origin branch')).toBe('0');
  });
});
