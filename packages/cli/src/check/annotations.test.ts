import { readManifests } from '@simlet/manifest';
import { expect, test } from 'vitest';
import { runCaptured } from '../testing/captured-io.ts';
import type { CheckResult } from '../report/result.ts';

async function properties(annotations: string, words: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const input = `apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
${annotations}
spec:
  containers:
  - {name: app, image: web:1, lifecycle: {preStop: {exec: {command: [/drain]}}}}
`;
  expect(readManifests(input, { file: '-' }).diagnostics).toEqual([]);
  const flags = ['--json', '--runs', '2', '--sweep-limit', '30', ...words];
  const { out } = await runCaptured(['check', '-', ...flags], { cwd: '.', input });
  const [workload] = (JSON.parse(out) as CheckResult).workloads;
  return new Map(workload?.properties.map(({ id, outcome, waived }) => [id, waived ?? outcome]));
}

test('an annotation tells what a flag would, and a flag tells it better', async () => {
  const words = ['--property', 'prestop-completes', '--no-faults'];
  expect((await properties('    simlet.dev/other: "x"', words)).get('prestop-completes')).toBe('depends');
  const told = '    simlet.dev/hook-seconds: app=45s';
  expect((await properties(told, words)).get('prestop-completes')).toBe('broken');
  expect((await properties(told, [...words, '--hook-seconds', 'app=5s'])).get('prestop-completes')).toBe('holds');
});

test('an annotation says that a hook bears to run twice, or that it does not', async () => {
  const words = ['--property', 'prestop-once'];
  expect((await properties('    simlet.dev/idempotent: "no"', words)).get('prestop-once')).toBe('broken');
  expect((await properties('    simlet.dev/idempotent: "yes"', words)).get('prestop-once')).toContain(
    'bear to run twice',
  );
});

test('a property may be left out with a reason, and not without one', async () => {
  const words = ['--property', 'prestop-completes', '--no-faults', '--hook-seconds', '45s'];
  const ignored = await properties(
    '    simlet.dev/ignore: "prestop-completes: the load balancer waits, see ADR 7"',
    words,
  );
  expect(ignored.get('prestop-completes')).toBe('simlet.dev/ignore says: the load balancer waits, see ADR 7');
  expect((await properties('    simlet.dev/ignore: "prestop-completes"', words)).get('prestop-completes')).toBe(
    'broken',
  );
});

test('a hook whose program its image does not have fails, and the sleep of the kubelet mends it', async () => {
  const input = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: app
    image: gcr.io/distroless/static-debian12
    lifecycle:
      preStop:
        exec:
          command: [sleep, "15"] # drain
    livenessProbe: {tcpSocket: {port: 80}}
`;
  const words = ['check', '-', '--diff', '--runs', '2', '--no-faults', '--start-seconds', '1s'];
  const { out } = await runCaptured(words, { cwd: '.', input });
  expect(out.split('\n').filter((line) => /^[-+] /u.test(line))).toEqual([
    '-        exec:',
    '-          command: [sleep, "15"] # drain',
    '+        sleep: { seconds: 15 }',
  ]);
});

test('an ignore that leaves nothing out is told: without a reason, or with a name that no property has', async () => {
  const input = `apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    simlet.dev/ignore: |
      prestop-once
      prestop-onec: it bears that
spec:
  containers: [{name: app, image: web:1}]
`;
  const words = ['check', '-', '--runs', '1', '--no-faults', '--property', 'deleted-pod-gone'];
  const { err } = await runCaptured(words, { cwd: '.', input });
  expect(err).toContain('prestop-once needs a reason');
  expect(err).toContain('no property prestop-onec: did you mean prestop-once?');
});
