// Prints `N passed, N failed` from a JSON report of vitest; a report that is missing or that says that a file could not
// be run at all counts as one failure for each such file. Exits 1 unless something passed and nothing failed.
import { readFileSync } from 'node:fs';

const { passed, failed } = counts(process.argv[2] ?? '');
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = passed > 0 && failed === 0 ? 0 : 1;

function counts(path) {
  let report;
  try {
    report = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { passed: 0, failed: 1 };
  }
  const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  const failed = report.numFailedTests + broken.length;
  return { passed: report.numPassedTests, failed: failed === 0 && !report.success ? 1 : failed };
}
