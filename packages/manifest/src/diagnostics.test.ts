import { expect, test } from 'vitest';
import { readManifests } from './read-manifests.ts';

/** A Deployment of one container; `container` and `pod` are further lines at their levels. */
function deployment({ container = '', pod = '' }: { readonly container?: string; readonly pod?: string }): string {
  const indented = (text: string, spaces: number): string => text.replaceAll(/^(?=.)/gm, ' '.repeat(spaces));
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata:
      labels: {app: web}
    spec:
${indented(pod, 6)}
      containers:
        - name: app
          image: web:1
${indented(container, 10)}
`;
}

/** `line:column severity code: message | hint` of each diagnostic. */
function said(text: string, strict = false): readonly string[] {
  return readManifests(text, { file: 'web.yaml', strict }).diagnostics.map(
    ({ line, column, severity, code, message, hint }) =>
      `${line}:${column} ${severity} ${code}: ${message}${hint === undefined ? '' : ` | ${hint}`}`,
  );
}

test('a misspelt hook is told with the name that was meant', () => {
  const container = 'lifecycle:\n  prestop:\n    exec: {command: [sleep, "5"]}';
  expect(said(deployment({ container }))).toEqual([
    '16:13 error unknown-field: unknown field "prestop" in lifecycle: did you mean "preStop"? | The API server would drop or refuse it, and no hook would run.',
  ]);
});

test('a field in the wrong place is told where it belongs', () => {
  expect(said(deployment({ container: 'preStop: {sleep: {seconds: 5}}' }))[0]).toContain(
    'unknown field "preStop" in containers[0]: it belongs in "lifecycle", one level further in',
  );
  expect(said(deployment({ container: 'terminationGracePeriodSeconds: 60' }))[0]).toContain(
    'unknown field "terminationGracePeriodSeconds" in containers[0]: it belongs in "spec", further out',
  );
});

test('a field that no name is near to is a warning, and an error when strict', () => {
  const text = deployment({ pod: 'fluxCapacitor: 88' });
  expect(said(text)[0]).toMatch(/^11:7 warning unknown-field: unknown field "fluxCapacitor" in spec/);
  expect(readManifests(text, { file: 'web.yaml' }).workloads).toHaveLength(1);
  expect(said(text, true)[0]).toMatch(/^11:7 error unknown-field/);
  expect(readManifests(text, { file: 'web.yaml', strict: true }).workloads).toEqual([]);
});

test('values of the wrong type are told with what they mean to YAML', () => {
  const container = 'imagePullPolicy: y\nargs: [1, on]\nstdin: "true"\nworkingDir: 0644\nenv: {A: b}\ncommand: sleep 5';
  expect(said(deployment({ container }))).toEqual([
    '15:28 error wrong-type: imagePullPolicy is true, not a string | y means true in YAML 1.1. Write "y", in quotes.',
    '16:18 error wrong-type: args[0] is 1, not a string | Write "1", in quotes.',
    '16:21 error wrong-type: args[1] is true, not a string | on means true in YAML 1.1. Write "on", in quotes.',
    '17:18 error wrong-type: stdin is the string "true", not true or false',
    '18:23 error wrong-type: workingDir is 420, not a string | 0644 means 420 in YAML 1.1. Write "0644", in quotes.',
    '19:16 error wrong-type: env is a map, not a list | Put a dash before it.',
    '20:20 error wrong-type: command is the string "sleep 5", not a list',
  ]);
});

test('numbers that are written as strings are told to lose their quotes or units', () => {
  expect(said(deployment({ pod: 'terminationGracePeriodSeconds: "60"' }))).toEqual([
    '11:38 error wrong-type: terminationGracePeriodSeconds is the string "60", not a whole number | Write 60 without quotes.',
  ]);
  expect(said(deployment({ pod: 'terminationGracePeriodSeconds: 60s' }))[0]).toContain(
    'Write a whole number, without a unit.',
  );
  expect(said(deployment({ pod: 'terminationGracePeriodSeconds: 1.5' }))[0]).toContain('is 1.5, not a whole number');
});

test('what the API server would refuse is told at its place', () => {
  const container =
    'lifecycle:\n  preStop:\n    exec: {command: [a]}\n    sleep: {seconds: -5}\nlivenessProbe: {tcpSocket: {port: 80}, periodSeconds: -1}';
  expect(said(deployment({ container }))).toEqual([
    '18:15 error two-handlers: preStop has two handlers, exec and sleep; it may have one',
    '18:32 error negative-number: sleep.seconds is -5, and must not be negative',
    '19:65 error negative-number: periodSeconds is -1, and must not be negative',
  ]);
});

test('an explicit null is the same as an absent field', () => {
  const { workloads, diagnostics } = readManifests(deployment({ container: 'lifecycle:\nports: null' }), {
    file: 'web.yaml',
  });
  expect(diagnostics).toEqual([]);
  expect(workloads[0]?.pod.spec.containers).toEqual([{ name: 'app', image: 'web:1' }]);
});

test('quantities may be numbers', () => {
  expect(said(deployment({ container: 'resources: {limits: {cpu: 1, memory: 64Mi}, requests: {cpu: 0.5}}' }))).toEqual(
    [],
  );
});

for (const [what, text, expected] of [
  ['a tab', 'a:\n\tb: 1\n', ['2:1 error tab-indentation: a tab is used for indentation; YAML takes only spaces']],
  [
    'a key that is written twice',
    'apiVersion: v1\nkind: ConfigMap\nkind: Pod\nmetadata: {name: a}\n',
    [
      '3:1 error duplicate-key: the field "kind" is written twice in the same place | kubectl refuses it; other tools take the last one and drop the first without a word.',
    ],
  ],
  [
    'an alias of nothing',
    'a: *b\n',
    ['1:4 error unknown-anchor: the alias *b refers to an anchor that is not defined before it'],
  ],
  [
    'an alias of itself',
    'a: &a {b: *a}\n',
    ['1:11 error cyclic-alias: the alias *a stands inside of what it refers to'],
  ],
  ['an open quote', 'a: "b\n', ['2:1 error yaml-syntax: Missing closing "quote']],
  [
    'an open bracket',
    'a: [1,\n',
    ['2:1 error yaml-syntax: the indentation does not match the lines around it, or a [ or { before it is not closed'],
  ],
  [
    'a plain text',
    'hello world\n',
    ['1:1 error not-an-object: the document is a single value, not an object with apiVersion and kind'],
  ],
  ['a list', '- a\n', ['1:1 error not-an-object: the document is a list, not an object with apiVersion and kind']],
  [
    'values of Helm',
    'replicaCount: 1\n',
    ['1:1 warning missing-kind: the document has no apiVersion and kind, so it is no Kubernetes object'],
  ],
  [
    'a kind without apiVersion',
    'kind: Pod\n',
    ['1:1 error missing-api-version: the document has no apiVersion, so it is no Kubernetes object'],
  ],
  [
    'a kind of another version',
    'apiVersion: v1\nkind: Deployment\n',
    ['1:13 error wrong-api-version: apiVersion v1 has no Deployment | Write apiVersion: apps/v1.'],
  ],
  [
    'a kind with a small letter',
    'apiVersion: v1\nkind: pod\n',
    ['2:7 error unknown-kind: apiVersion v1 has no kind pod: did you mean Pod? | Kinds are case-sensitive.'],
  ],
  [
    'a Deployment without a template',
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n',
    ['1:1 error missing-field: the Deployment has no spec.template.spec, so there is no pod to run'],
  ],
  [
    'zero bytes',
    'a\0b',
    ['1:1 error not-text: the file is not text in UTF-8: it holds zero bytes | If it is text, save it as UTF-8.'],
  ],
  [
    'an escape character',
    'a: \u001b[31m\n',
    ['1:4 error not-text: the control character U+001B is not allowed in YAML'],
  ],
  [
    'a template',
    'a: {{ .Values.a }}\n',
    [
      '1:5 error template-text: the key of a field is a map: this looks like a template | Render templates first, for example with helm template, and check what comes out.',
    ],
  ],
] as const) {
  test(`${what} is told for what it is`, () => {
    expect(said(text)).toEqual(expected);
  });
}

test('names with terminal escapes are told without them', () => {
  const text =
    'apiVersion: v1\nkind: Pod\nmetadata: {name: "\\e[31mred\\u202e"}\nspec: {containers: [{name: a, image: b}]}\n';
  const [message = ''] = said(text);
  expect(message).toContain('the name "\u{fffd}[31mred\u{fffd}"');
});

test('a mistake in one document leaves the others readable', () => {
  const text = `a: "b\n---\n${deployment({})}---\n# nothing here\n---\n`;
  const { workloads, diagnostics } = readManifests(text, { file: 'web.yaml' });
  expect(workloads.map(({ name, line }) => `${name} ${line}`)).toEqual(['web 3']);
  expect(diagnostics.map(({ code }) => code)).toEqual(['yaml-syntax']);
});

test('more mistakes than a reader can use are counted', () => {
  const pod = Array.from({ length: 30 }, (_, index) => `field${index}: 1`).join('\n');
  const { diagnostics } = readManifests(deployment({ pod }), { file: 'web.yaml' });
  expect(diagnostics).toHaveLength(21);
  expect(diagnostics.at(-1)?.message).toBe('and 10 more problems in this document');
});

test('a field that is written twice is told together with the other mistakes of its document', () => {
  const text = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: app
    image: web:1
    image: web:2
    lifecycle: {prestop: {sleep: {seconds: 5}}}
`;
  const { diagnostics, workloads } = readManifests(text, { file: '-' });
  expect(diagnostics.map(({ line, code }) => [line, code])).toEqual([
    [8, 'duplicate-key'],
    [9, 'unknown-field'],
  ]);
  expect(workloads).toEqual([]);
});
