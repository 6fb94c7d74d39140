import { expect, test } from 'vitest';
import type { CheckResult } from '../report/result.ts';
import { runCaptured } from '../testing/captured-io.ts';

async function hooksFit(words: readonly string[]): Promise<readonly (string | undefined)[]> {
  const input = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  terminationGracePeriodSeconds: 10
  containers:
  - {name: app, image: web:1, lifecycle: {preStop: {sleep: {seconds: 5}}}}
`;
  const flags = ['--json', '--runs', '4', '--no-faults', ...words];
  const { out } = await runCaptured(['check', '-', ...flags], { cwd: '.', input });
  const [workload] = (JSON.parse(out) as CheckResult).workloads;
  const answer = workload?.answers.find(({ question }) => question === 'hooks-fit');
  return [answer?.verdict, answer?.words];
}

test('what an answer says to pass does pass', async () => {
  expect(await hooksFit([])).toEqual(['unknown', expect.stringContaining('app takes at most 5 s to stop')]);
  expect((await hooksFit(['--stop-seconds', '5s']))[0]).toBe('pass');
});
