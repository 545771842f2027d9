import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'summary-'));
afterAll(() => rmSync(folder, { recursive: true }));

const report = (passed: number, failed: number, success = failed === 0) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  success,
});

test.each([
  ['all pass', '0', [report(3, 0), report(2, 0)], '5 passed, 0 failed', 0],
  ['a test fails', '1', [report(3, 1), report(2, 0)], '5 passed, 1 failed', 1],
  ['a file cannot be loaded', '1', [report(3, 0), report(2, 0, false)], '5 passed, 1 failed', 1],
  ['a run has no tests', '0', [report(3, 0), report(0, 0)], '3 passed, 1 failed', 1],
  ['a report is missing', '0', [report(3, 0), undefined], '3 passed, 1 failed', 1],
  ['the runner died after its report', '1', [report(3, 0), report(2, 0)], '5 passed, 1 failed', 1],
])('%s', (_name, failedBefore, reports, line, status) => {
  const files = reports.map((content, index) => {
    const file = join(folder, `${index}.json`);
    rmSync(file, { force: true });
    if (content !== undefined) writeFileSync(file, JSON.stringify(content));
    return file;
  });
  const result = spawnSync(process.execPath, ['scripts/summary.js', failedBefore, ...files], { encoding: 'utf8' });
  expect(result.stdout).toBe(`${line}\n`);
  expect(result.status).toBe(status);
});
