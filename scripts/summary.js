// node summary.js FAILED REPORT…: adds up vitest's JSON reports, names what failed, and prints `N passed, N failed`.
// Exits with 1 if FAILED is 1, if anything failed, if a report is missing or if one ran no test.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const SHOWN = 20; // lines of one failure

/** What a report says failed: a line for the test, and the first lines of its message. A log's end is often all that is kept. */
const failures = ({ testResults }) =>
  testResults.flatMap(({ name, message, assertionResults = [] }) => {
    const broken = assertionResults.filter(({ status }) => status === 'failed');
    const said = broken.map(({ fullName, failureMessages }) => [fullName, failureMessages.join('\n')]);
    if (said.length === 0 && message) said.push(['cannot be loaded', message]);
    return said.map(([test, text]) =>
      [`FAILED ${relative('.', name)}: ${test}`, ...text.split('\n').slice(0, SHOWN)].join('\n  '),
    );
  });

const [failedBefore, ...files] = process.argv.slice(2);
const reports = files.map((file) => {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    const { numPassedTests, numFailedTests, success } = report;
    // A file that cannot be loaded fails without a test that does.
    const broken = !success || numPassedTests + numFailedTests === 0;
    const said = failures(report);
    if (broken && said.length === 0) said.push(`FAILED ${file}: vitest says so, and names no test`);
    return { passed: numPassedTests, failed: Math.max(numFailedTests, broken ? 1 : 0), said };
  } catch (error) {
    return { passed: 0, failed: 1, said: [`FAILED ${file}: ${error.message}`] };
  }
});
const sum = (key) => reports.reduce((total, report) => total + report[key], 0);
const passed = sum('passed');
const failed = Math.max(sum('failed'), Number(failedBefore));
const said = reports.flatMap((report) => report.said);
if (failed > 0 && said.length === 0) said.push('FAILED: a runner, though its report names nothing');
for (const text of said) console.log(`${text}\n`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
