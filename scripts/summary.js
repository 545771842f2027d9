// node summary.js FAILED REPORT…: adds up vitest's JSON reports and prints `N passed, N failed`.
// Exits with 1 if FAILED is 1, if anything failed, if a report is missing or if one ran no test.
import { readFileSync } from 'node:fs';

const [failedBefore, ...files] = process.argv.slice(2);
const reports = files.map((file) => {
  try {
    const { numPassedTests, numFailedTests, success } = JSON.parse(readFileSync(file, 'utf8'));
    // A file that cannot be loaded fails without a test that does.
    const broken = !success || numPassedTests + numFailedTests === 0;
    return { passed: numPassedTests, failed: Math.max(numFailedTests, broken ? 1 : 0) };
  } catch {
    return { passed: 0, failed: 1 };
  }
});
const sum = (key) => reports.reduce((total, report) => total + report[key], 0);
const passed = sum('passed');
const failed = Math.max(sum('failed'), Number(failedBefore));
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
