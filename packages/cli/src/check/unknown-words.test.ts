import { expect, test } from 'vitest';
import type { CheckResult } from '../report/result.ts';
import { runCaptured } from '../testing/captured-io.ts';

const POD = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  terminationGracePeriodSeconds: 25
  containers:
  - {name: app, image: web:1, lifecycle: {preStop: {exec: {command: [/drain]}}}}
`;

async function hooksFit(words: readonly string[]): Promise<readonly [verdict: string, words: string]> {
  const flags = ['check', '-', '--json', '--runs', '6', '--no-faults', ...words];
  const { out } = await runCaptured(flags, { cwd: '.', input: POD });
  const [workload] = (JSON.parse(out) as CheckResult).workloads;
  const answer = workload?.answers.find(({ question }) => question === 'hooks-fit');
  return [answer?.verdict ?? '', answer?.words ?? ''];
}

test('where two numbers decide together, the answer names a pair that holds, and a little more than it does not', async () => {
  const [verdict, words] = await hooksFit([]);
  const [, hook = '', stop = ''] =
    /^passes if PreStop of app takes at most (\d+) s and app takes at most (\d+) s to stop;/u.exec(words) ?? [];
  expect([verdict, words]).toEqual(['unknown', expect.stringContaining('passes if PreStop of app takes at most')]);
  const told = (more: number): readonly string[] => ['--hook-seconds', `app=${Number(hook) + more}s`];
  const stopping = ['--stop-seconds', `app=${stop}s`];
  expect((await hooksFit([...told(0), ...stopping]))[0]).toBe('pass');
  expect((await hooksFit([...told(1), ...stopping]))[0]).toBe('fail');
});
