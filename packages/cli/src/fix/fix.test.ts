import { readManifests } from '@simlet/manifest';
import type { Workload } from '@simlet/manifest';
import { promises } from '@simlet/properties';
import { expect, test } from 'vitest';
import { conclude } from '../check/conclude.ts';
import { examine } from '../check/examine.ts';
import { parseDurationFlag } from '../check/duration-flag.ts';
import type { ModelSettings, Settings } from '../check/settings.ts';
import { finish } from '../check/steps.ts';
import { edited } from './edit.ts';
import type { Fix, NoFix } from './fix.ts';
import { unifiedDiff } from './unified-diff.ts';

function workloadOf(text: string): Workload {
  const [workload] = readManifests(text, { file: 'web.yaml' }).workloads;
  if (workload === undefined) throw new Error('no workload');
  return workload;
}

function fixOf(text: string, model: Partial<ModelSettings> = {}): Fix | NoFix | undefined {
  const none = { kubernetesVersion: undefined, gracePeriodSeconds: undefined, hook: [], start: [], stop: [], run: [] };
  const settings: Settings = {
    runs: 4,
    seedFrom: 0,
    sweepLimit: 20,
    faults: false,
    only: [],
    skip: [],
    model: { ...none, ...model },
  };
  return finish(conclude(examine(workloadOf(text), promises, settings), settings)).fix;
}

/** The lines that a fix removes and adds. */
function changed(text: string, model: Partial<ModelSettings> = {}): readonly string[] {
  const fix = fixOf(text, model);
  if (fix === undefined || 'none' in fix) return [fix?.none ?? 'nothing is broken'];
  const diff = unifiedDiff('web.yaml', text, fix.edits).split('\n').slice(2);
  return diff.filter((line) => /^[-+]/u.test(line));
}

const durations = (text: string): ModelSettings['start'] => [parseDurationFlag(text)].flatMap((flag) => flag ?? []);

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web} # the shop
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
`;

test('a longer grace period takes the place of the one that stands there, and its comment stays', () => {
  const text = `${DEPLOYMENT}      terminationGracePeriodSeconds: 20   # agreed with ops
      containers:
        - name: app
          image: web:1
          lifecycle: {preStop: {exec: {command: [sleep, "40"]}}}
`;
  expect(changed(text, { stop: durations('2s') })).toEqual([
    '-      terminationGracePeriodSeconds: 20   # agreed with ops',
    '+      terminationGracePeriodSeconds: 41   # agreed with ops',
  ]);
});

test('where the grace period is not written, it gets a line of its own', () => {
  const text = `${DEPLOYMENT}      # what runs
      containers:
        - name: app
          image: web:1
          lifecycle: {preStop: {exec: {command: [sleep, "40"]}}}
`;
  expect(changed(text, { stop: durations('2s') })).toEqual(['+      terminationGracePeriodSeconds: 41']);
});

test('in JSON, and within braces, the field is written as its neighbours are', () => {
  const json = `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"},"spec":{"containers":[{"name":"app","image":"web:1","lifecycle":{"preStop":{"exec":{"command":["sleep","40"]}}}}]}}\n`;
  const fix = fixOf(json, { stop: durations('2s') });
  expect(fix).toMatchObject({ changes: ['terminationGracePeriodSeconds: 41, not 30'] });
  const text = fix === undefined || 'none' in fix ? '' : edited(json, fix.edits);
  expect(JSON.parse(text ?? '')).toMatchObject({ spec: { terminationGracePeriodSeconds: 41 } });
});

test('a program behind a shell gets exec, and then its own time is what counts', () => {
  const text = `${DEPLOYMENT}      containers:
        - name: app
          image: node:22-slim
          command: [sh, -c, "cd /app && node server.js"]
`;
  expect(changed(text)).toEqual([
    '-          command: [sh, -c, "cd /app && node server.js"]',
    '+          command: [sh, -c, "cd /app && exec node server.js"]',
  ]);
});

test('a script in a block of lines keeps them', () => {
  const text = `${DEPLOYMENT}      containers:
        - name: app
          image: node:22-slim
          command: [sh, -c]
          args:
            - |
              # prepare
              cp /a /b
              node server.js
`;
  expect(changed(text)).toEqual(['-              node server.js', '+              exec node server.js']);
});

test('a slow start gets a later liveness probe, or more failures of its startup probe', () => {
  const liveness = `${DEPLOYMENT}      containers:
        - name: app
          image: web:1
          livenessProbe:
            tcpSocket: {port: 80}
            periodSeconds: 5
`;
  const [line] = changed(liveness, { start: durations('60s') });
  expect(line).toMatch(/^\+ {12}initialDelaySeconds: (?:4[5-9]|5\d)$/u);
  const startup = liveness.replace('liveness', 'startup').replace('periodSeconds: 5', 'failureThreshold: 3 # 30 s');
  expect(changed(startup, { start: durations('60s') })).toEqual([
    '-            failureThreshold: 3 # 30 s',
    expect.stringMatching(/^\+ {12}failureThreshold: [67] # 30 s$/u),
  ]);
});

test('a proxy beside the work of a Job becomes a sidecar, with its comments', () => {
  const text = `apiVersion: batch/v1
kind: Job
metadata: {name: migrate}
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        # the mesh
        - name: linkerd-proxy # injected
          image: cr.l5d.io/linkerd/proxy:edge
        - name: migrate
          image: migrate:1
`;
  const fix = fixOf(text);
  expect(fix === undefined || 'none' in fix ? undefined : edited(text, fix.edits)).toBe(`apiVersion: batch/v1
kind: Job
metadata: {name: migrate}
spec:
  template:
    spec:
      restartPolicy: Never
      initContainers:
        # the mesh
        - name: linkerd-proxy # injected
          restartPolicy: Always
          image: cr.l5d.io/linkerd/proxy:edge
      containers:
        - name: migrate
          image: migrate:1
`);
});

test('what no change mends does not stand in the way of a sidecar, and is named; in brackets as well', () => {
  const text = `apiVersion: batch/v1
kind: CronJob
metadata: {name: backup}
spec:
  schedule: "0 3 * * *"
  jobTemplate: {spec: {template: {spec: {restartPolicy: OnFailure, containers: [{name: dump, image: "postgres:16", command: [sh, -c, "dump | gzip > a"]}, {name: cloud-sql-proxy, image: "a/cloud-sql-proxy:2"}]}}}}
`;
  const fix = fixOf(text);
  expect(fix).toMatchObject({
    properties: ['proxy-outlives-app', 'job-completes'],
    stays: { none: expect.stringContaining('process 1'), properties: ['exits-before-sigkill', 'sidecar-outlives-app'] },
  });
  expect(changed(text)[1]).toContain(
    '{initContainers: [{restartPolicy: Always, name: cloud-sql-proxy, image: "a/cloud-sql-proxy:2"}], restartPolicy: OnFailure, containers: [{name: dump, image: "postgres:16", command: [sh, -c, "dump | gzip > a"]}]}',
  );
});

test('a diff can be applied: its hunks count the lines of both texts', () => {
  const text = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', ''].join('\n');
  const edits = [
    { start: 2, end: 2, text: 'B\n' },
    { start: 18, end: 19, text: 'J' },
  ];
  expect(unifiedDiff('x', text, edits)).toBe(
    [
      '--- a/x',
      '+++ b/x',
      '@@ -1,4 +1,5 @@',
      ' a',
      '+B',
      ' b',
      ' c',
      ' d',
      '@@ -7,4 +8,4 @@',
      ' g',
      ' h',
      ' i',
      '-j',
      '+J',
      '',
    ].join('\n'),
  );
});

test('where nothing can mend it, it says why', () => {
  const endless = `${DEPLOYMENT}      containers:
        - name: app
          image: web:1
          lifecycle: {preStop: {exec: {command: [sleep, infinity]}}}
`;
  expect(fixOf(endless)).toMatchObject({ none: expect.stringContaining('however large') });
  expect(fixOf(endless, { gracePeriodSeconds: 5 })).toMatchObject({
    none: expect.stringContaining('grace period of 5 s'),
  });
});

test.each([
  ['{sleep: {seconds: 28}}', '{sleep: {seconds: 22}}'],
  ['{exec: {command: [sh, -c, "sleep 40s"]}}', '{exec: {command: [sh, -c, "sleep 21s"]}}'],
  ['{exec: {command: ["sleep", "40"]}}', '{exec: {command: ["sleep", "21"]}}'],
])('where the grace period is given, a hook that sleeps for less is the fix: %s', (hook, shorter) => {
  const text = `${DEPLOYMENT}      containers:
        - {name: app, image: 'web:1', lifecycle: {preStop: ${hook}}}
`;
  const lines = changed(text, { stop: durations('2s'), gracePeriodSeconds: 22 });
  expect(lines).toEqual([
    `-        - {name: app, image: 'web:1', lifecycle: {preStop: ${hook}}}`,
    `+        - {name: app, image: 'web:1', lifecycle: {preStop: ${shorter}}}`,
  ]);
});

test('a fix behind a YAML anchor says whom it changes besides', () => {
  const text = `${DEPLOYMENT}      containers:
        - {name: app, image: 'web:1', lifecycle: &hook {preStop: {sleep: {seconds: 28}}}}
        - {name: other, image: 'web:1', lifecycle: *hook }
`;
  const fix = fixOf(text, { stop: durations('1s'), gracePeriodSeconds: 22 });
  const words = fix === undefined || 'none' in fix ? [] : fix.changes;
  expect(words.join(' ')).toContain('container app of Deployment/web and container other of Deployment/web');
});
