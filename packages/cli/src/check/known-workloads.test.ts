import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import type { CheckResult, WorkloadResult } from '../report/result.ts';
import { runCaptured } from '../testing/captured-io.ts';

// Workloads as teams write them, of which it is known how they start and stop.
const file = fileURLToPath(new URL('../testing/known-workloads.yaml', import.meta.url));
let workloads: readonly WorkloadResult[] = [];

beforeAll(async () => {
  const words = ['check', '-', '--no-faults', '--runs', '0', '--sweep-limit', '20', '--json'];
  const { out, err } = await runCaptured(words, { cwd: '.', input: readFileSync(file, 'utf8') });
  expect(err).toBe('');
  ({ workloads } = JSON.parse(out) as CheckResult);
});

test.each([
  ['nginx-sleep', 'hooks-fit', 'pass', 'it sleeps for 15 s of 30 s'],
  ['nginx-quit', 'hooks-fit', 'unknown', 'it waits in a loop until nginx is gone'],
  ['spring', 'slow-start', 'unknown', 'its startup probe gives it 30 s'],
  ['node-npm', 'hooks-fit', 'unknown', 'npm is process 1'],
  ['python-sh', 'hooks-fit', 'pass', 'exec hands process 1 over to gunicorn'],
  ['distroless', 'hooks-fit', 'fail', 'its image has no sleep'],
  ['istio-classic', 'stop-order', 'fail', 'the proxy is gone while the application sleeps'],
  ['istio-native', 'stop-order', 'pass', 'a sidecar is stopped last'],
  ['kafka', 'hooks-fit', 'pass', 'exec hands process 1 over'],
  ['patroni', 'hooks-fit', 'fail', 'it has no grace period at all'],
  ['redis-ha', 'hooks-fit', 'unknown', 'its hook is a script in the image'],
  ['migrate', 'job-completes', 'pass', 'its proxy is a sidecar'],
  ['migrate-classic', 'job-completes', 'fail', 'its proxy runs on'],
  ['migrate-quits', 'job-completes', 'pass', 'it tells its proxy to quit'],
  ['backup', 'job-completes', 'pass', 'nothing in it runs on'],
  ['cluster-example-1', 'who-stops-it', 'pass', 'half an hour, and no hook'],
  ['linkerd', 'hooks-fit', 'pass', 'it sleeps for 40 s of 60 s'],
  ['canary', 'hooks-fit', 'fail', 'a Rollout whose hook sleeps for 30 s of 20 s'],
  ['hello', 'hooks-fit', 'pass', 'a Knative service'],
  ['slow-start', 'slow-start', 'unknown', 'its liveness probe gives it 9 s'],
  ['tini', 'hooks-fit', 'fail', 'one of its containers is a loop in a shell, one sleeps, one tails'],
  [
    'envoy-wait',
    'stop-order',
    'unknown',
    'a proxy beside the application, whose hook waits for it: nobody says for how long',
  ],
  ['poststart', 'can-it-hang', 'unknown', 'its PostStart waits in a loop without a bound'],
])('%s: %s is %s, for %s', (name, question, verdict) => {
  const answers = workloads.find((workload) => workload.name === name)?.answers ?? [];
  expect(answers.find((answer) => answer.question === question)?.verdict).toBe(verdict);
});
