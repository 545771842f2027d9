import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'summary-'));
afterAll(() => rmSync(folder, { recursive: true }));

const assertion = { status: 'failed', fullName: 'the stack starts', failureMessages: ['expected 1 to be 2'] };
const report = (passed: number, failed: number, success = failed === 0) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  success,
  testResults: failed > 0 ? [{ name: 'main.test.ts', message: '', assertionResults: [assertion] }] : [],
});

test.each([
  ['all pass', '0', [report(3, 0), report(2, 0)], '5 passed, 0 failed', ''],
  ['a test fails', '1', [report(3, 1), report(2, 0)], '5 passed, 1 failed', 'main.test.ts: the stack starts'],
  ['a file cannot be loaded', '1', [report(3, 0), report(2, 0, false)], '5 passed, 1 failed', '1.json: vitest says so'],
  ['a run has no tests', '0', [report(3, 0), report(0, 0)], '3 passed, 1 failed', '1.json: vitest says so'],
  ['a report is missing', '0', [report(3, 0), undefined], '3 passed, 1 failed', '1.json: ENOENT'],
  ['the runner died after its report', '1', [report(3, 0), report(2, 0)], '5 passed, 1 failed', 'FAILED: a runner'],
])('%s', (_name, failedBefore, reports, line, named) => {
  const files = reports.map((content, index) => {
    const file = join(folder, `${index}.json`);
    rmSync(file, { force: true });
    if (content !== undefined) writeFileSync(file, JSON.stringify(content));
    return file;
  });
  const result = spawnSync(process.execPath, ['scripts/summary.js', failedBefore, ...files], { encoding: 'utf8' });
  const lines = result.stdout.trimEnd().split('\n');
  expect(lines.at(-1)).toBe(line);
  if (named === '') expect(lines).toHaveLength(1);
  else expect(result.stdout).toContain(named);
  expect(result.status).toBe(named === '' ? 0 : 1);
});
