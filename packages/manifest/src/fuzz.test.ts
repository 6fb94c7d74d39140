import { validatePod } from '@simlet/objects';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readManifests } from './read-manifests.ts';
import { readShell } from './read-shell.ts';

// `npm run -s fuzz` makes 10,000 of each.
const runs = Number(process.env['FUZZ_RUNS'] ?? 400);

const manifest = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: memcached, namespace: cache}
spec:
  serviceName: memcached
  selector: {matchLabels: {app: memcached}}
  template:
    metadata:
      labels: &labels {app: memcached}
      annotations: *labels
    spec:
      terminationGracePeriodSeconds: 45
      initContainers:
        - {name: sidecar, image: "proxy:1", restartPolicy: Always, startupProbe: {grpc: {port: 7000}}}
      containers:
        - name: memcached
          image: 'bitnami/memcached:1'
          ports: [{name: memcache, containerPort: 11211}]
          lifecycle:
            postStart: {httpGet: {port: memcache, path: /}}
            preStop:
              exec:
                command:
                  - /bin/bash
                  - -ec
                  - |
                    pkill -10 memcached
                    i=0; while [ $i -lt 6 ]; do sleep 5; i=$((i+1)); done
          livenessProbe: {tcpSocket: {port: memcache}, periodSeconds: 10}
---
apiVersion: v1
kind: List
items:
  - apiVersion: batch/v1
    kind: CronJob
    metadata: {name: nightly}
    spec:
      schedule: "0 0 * * *"
      jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: job}]}}}}
  - {apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: a, image: b}]}}
`;

// Split at blanks: what a manifest is made of, and what it should not be made of.
const words =
  '--- ... &a *a <<: { } [ ] " \' | > ? : - # !!binary ~ null y -1 1e999 .nan 0o9 99999999999999999999 \\e[0m __proto__: constructor: containers:';
const blanks = ['\t', '\n', '\r', '  ', '\n---\n', '%YAML 1.1\n', 'kind: List\n', '{{ .Values.a }}'];
const controls = ['\0', '\u001b[31m', '\u202e', '\u{fffe}', '\ud800', '\u{1f600}'];
const pieces = [...words.split(' '), ...blanks, ...controls];

interface Edit {
  readonly at: number;
  readonly drop: number;
  readonly insert: string;
}

const edits = fc.array(
  fc.record({
    at: fc.nat(manifest.length),
    drop: fc.oneof(fc.constant(0), fc.nat(8), fc.nat(400)),
    insert: fc.oneof(
      fc.constantFrom(...pieces),
      fc.string({ maxLength: 12 }),
      fc.tuple(fc.nat(manifest.length), fc.nat(200)).map(([at, length]) => manifest.slice(at, at + length)),
    ),
  }),
  { minLength: 1, maxLength: 6 },
);

const edited = (changes: readonly Edit[]): string =>
  changes.reduce((text, { at, drop, insert }) => text.slice(0, at) + insert + text.slice(at + drop), manifest);

const unprintable = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;

/** What has to hold for the reading of any text at all. */
function expectSoundReading(text: string): void {
  const { workloads, diagnostics, skipped, lineText } = readManifests(text, { file: 'fuzz.yaml' });
  const lines = text.split('\n').length;
  for (const { line, column, endColumn = column + 1, message, hint = '' } of diagnostics) {
    expect(`${message}${hint}`).not.toMatch(unprintable);
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(endColumn).toBeGreaterThan(column);
    expect(lineText(line) ?? '').not.toMatch(unprintable);
  }
  for (const { kind, name, namespace = '', pod, locate, locateNearest, line } of workloads) {
    expect(`${kind}${name}${namespace}`).not.toMatch(unprintable);
    expect(line).toBeLessThanOrEqual(lines);
    expect(validatePod(pod).filter((problem) => problem.severity === 'error')).toEqual([]);
    expect(locate(['spec', 'containers', 0])).toEqual(locateNearest(['spec', 'containers', 0]));
    expect(locateNearest(['spec', 'nowhere']).line).toBeLessThanOrEqual(lines);
    // Plain data: nothing that JSON would lose.
    expect(JSON.parse(JSON.stringify(pod))).toEqual(pod);
  }
  for (const { kind, name } of skipped) expect(`${kind}${name}`).not.toMatch(unprintable);
}

test('the manifest that is mutated is sound itself', () => {
  const { workloads, diagnostics } = readManifests(manifest, { file: 'fuzz.yaml' });
  expect(diagnostics).toEqual([]);
  expect(workloads.map(({ kind }) => kind)).toEqual(['StatefulSet', 'CronJob', 'Pod']);
});

test('a mutated manifest is read soundly: no throw, no control characters, places inside of the file', () => {
  fc.assert(
    fc.property(edits, (changes) => expectSoundReading(edited(changes))),
    { numRuns: runs },
  );
});

test('any text at all is read soundly', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((all) => all.join('')),
  );
  fc.assert(fc.property(text, expectSoundReading), { numRuns: runs });
});

test('any words are read as a command without a throw, and a bound is never below the least', () => {
  const shellWords =
    'sleep 5 1m ; && || | & ( ) { } $( ` " \' \\ for i in do done while until true if then else fi case esac ;; timeout exit break ' +
    '$i ${i:-3} (( )) i=0 i=$((i+1)) i++ seq {1..9} <<EOF > # f() f sh -c exec wait curl -m';
  const token = fc.constantFrom(...shellWords.split(' '), '\n', '[ $i -lt 5 ]');
  const script = fc.array(token, { maxLength: 40 }).map((all) => all.join(' '));
  fc.assert(
    fc.property(fc.oneof(script, fc.string()), (text) => {
      const { minMs, maxMs, findings } = readShell(['/bin/sh', '-c', text]);
      if (minMs !== null && maxMs !== null) expect(minMs).toBeLessThanOrEqual(maxMs);
      for (const finding of findings) expect(`${finding.text}${finding.says}`).not.toMatch(unprintable);
    }),
    { numRuns: runs },
  );
});
