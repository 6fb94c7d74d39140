import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runCaptured } from './testing/captured-io.ts';
import { EXIT, EXIT_MEANINGS } from './exit-code.ts';
import { VERSION } from './version.ts';

const cwd = fileURLToPath(new URL('..', import.meta.url));

test('without words it says in a few lines what it is and what to try', async () => {
  const { code, out } = await runCaptured([], { cwd });
  expect(code).toBe(EXIT.held);
  expect(out.trim().split('\n').length).toBeLessThanOrEqual(8);
  expect(out).toContain('simlet check');
});

test('the version is that of the package', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  expect(VERSION).toBe(version);
  expect((await runCaptured(['--version'], { cwd })).out.trim()).toBe(version);
});

test('help lists the commands and every exit code', async () => {
  const { code, out } = await runCaptured(['help'], { cwd });
  expect(code).toBe(EXIT.held);
  for (const [number, meaning] of EXIT_MEANINGS) expect(out).toContain(`${String(number).padEnd(4)} ${meaning}`);
});

test.each([
  [['chekc'], 'check'],
  [['bogus'], 'simlet --help'],
  [['check', '--bogus'], 'simlet help COMMAND'],
  [['check', '--timeout', 'soon', 'samples'], '90s or 10m'],
  [['check', '--run', '5', 'samples'], '--runs'],
  [['check', '--runs', 'many', 'samples'], 'a whole number'],
  [['check', '--hook-seconds', 'long', 'samples'], 'a duration or a range'],
  [['check', '--property', 'nonsense', 'samples'], 'prestop-completes'],
  [['check', '-l', 'a=b=c', 'samples'], 'app=web'],
  [['check', '--reporter', 'xml', 'samples'], 'human, dots, lines, json'],
  [['check', '--reporter', 'sarfi=x', 'samples'], 'did you mean sarif?'],
  [['check', '--reporter', 'json', '--reporter', 'sarif', 'samples'], '--reporter sarif=FILE'],
  [['check', '--color', 'maybe', 'samples'], 'auto, always, never'],
  [['check', '--hook-seconds', 'vualt=5s', 'samples/vault.yaml'], 'did you mean vault?'],
  [['replay', '--stop-seconds', 'nosuch=5s', 'samples/vault.yaml'], 'there is vault'],
  [['check', '--property', 'prestop-complete', 'samples'], 'did you mean prestop-completes?'],
  [['explain', 'prestop-onec'], 'did you mean prestop-once?'],
  [['check', '--kube-version', 'new', 'samples'], '1.36'],
  [['replay', 'samples/vault.yaml', '--faults', '='], 'is not a deviation'],
  [['replay', 'samples'], '--workload'],
  [['explain', 'nonsense'], 'prestop-completes'],
  [['list', 'nonsense'], 'properties'],
])('%j is a usage error that says what would be right', async (words, hint) => {
  const { code, err } = await runCaptured(words, { cwd });
  expect(code).toBe(EXIT.usage);
  expect(err).toContain(hint);
});

test('an empty folder, and one without workloads, are no success', async () => {
  const empty = await runCaptured(['check', 'src/check'], { cwd });
  expect(empty).toMatchObject({ code: EXIT.nothingChecked, out: '' });
  expect(empty.err).toContain('no manifest found');
  const other = await runCaptured(['check', '-'], {
    cwd,
    input: 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n',
  });
  expect(other.code).toBe(EXIT.nothingChecked);
  expect(other.err).toContain('Service');
});

test('a workload that is not there is named after the nearest one', async () => {
  const { code, err } = await runCaptured(['check', 'samples/vault.yaml', '--workload', 'StatefulSet/vualt'], { cwd });
  expect(code).toBe(EXIT.nothingChecked);
  expect(err).toContain('did you mean StatefulSet/vault?');
});

test.each([
  ['truncated', 'kind: Deployment\nspec:\n  template: {'],
  ['a tab', 'kind: Pod\n\tspec: {}'],
  ['binary', '\u0000\u0001\u0002PNG'],
  ['a wrong type', 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: yes}\n'],
  [
    'two handlers',
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - {name: a, image: b, lifecycle: {preStop: {sleep: {seconds: 1}, exec: {command: [a]}}}}\n',
  ],
])('%s is a diagnostic with its place, not a crash', async (_what, input) => {
  const { code, err } = await runCaptured(['check', '-'], { cwd, input });
  expect(code).toBe(EXIT.input);
  expect(err).toMatch(/^ -:\d+:\d+ {2}error: \S|^ -:\d+:\d+\n {3}error: \S/mu);
  expect(err).not.toMatch(/\bat \S+ \(|[^\P{Cc}\n]/u);
});

test('in a folder, files that are no manifests are passed over; a file that is named is not', async () => {
  const folder = await runCaptured(['check', '.', '--runs', '0', '--no-faults', '--property', 'deleted-pod-gone'], {
    cwd,
  });
  expect(folder).toMatchObject({ code: EXIT.held, err: '' });
  const named = await runCaptured(['check', 'package.json'], { cwd });
  expect(named.code).toBe(EXIT.nothingChecked);
  expect(named.err).toContain('package.json:1:1');
});

test.each(['properties', 'questions', 'causes', 'faults', 'reporters'])(
  'list %s has rows, each with a sentence',
  async (name) => {
    const { out } = await runCaptured(['list', name, '--json'], { cwd });
    const rows = JSON.parse(out) as readonly { readonly id: string; readonly sentence: string }[];
    expect(rows.length).toBeGreaterThan(2);
    for (const { id, sentence } of rows)
      expect([id, sentence]).toEqual([expect.stringMatching(/\S/u), expect.stringMatching(/[.?]$/u)]);
  },
);

test.each([
  ['prestop-once', 'Why it matters'],
  ['hooks-fit', 'prestop-completes'],
  ['spot', 'taken back'],
])('explain %s', async (id, words) => {
  expect((await runCaptured(['explain', id], { cwd })).out).toContain(words);
});

test.each([
  [['--kind', 'statefulset'], ['StatefulSet/cache']],
  [['-l', 'app=web'], ['Deployment/web']],
  [['-l', 'app!=web'], ['StatefulSet/cache']],
  [['-l', 'tier'], ['StatefulSet/cache']],
  [['-l', '!tier,app'], ['Deployment/web']],
  [['--kind', 'Job'], []],
])('%j chooses among the workloads as kubectl would', async (words, names) => {
  const template = (app: string): string =>
    `{metadata: {labels: {app: ${app}}}, spec: {containers: [{name: a, image: b, lifecycle: {preStop: {sleep: {seconds: 1}}}}]}}`;
  const input = `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {selector: {matchLabels: {app: web}}, template: ${template('web')}}
---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: cache, labels: {tier: back}}\nspec: {serviceName: c, selector: {matchLabels: {app: cache}}, template: ${template('cache')}}\n`;
  const flags = ['--runs', '0', '--no-faults', '--property', 'prestop-completes', '--json'];
  const { out, code } = await runCaptured(['check', '-', ...words, ...flags], { cwd, input });
  const { workloads } = JSON.parse(out) as {
    readonly workloads: readonly { readonly kind: string; readonly name: string }[];
  };
  expect(workloads.map(({ kind, name }) => `${kind}/${name}`)).toEqual(names);
  expect(code).toBe(names.length === 0 ? EXIT.nothingChecked : EXIT.held);
});

test('after as many broken properties as --bail says no further workload is looked at', async () => {
  const flags = ['--runs', '0', '--no-faults', '--property', 'prestop-completes', '--bail', '1', '--json'];
  const { out } = await runCaptured(['check', 'samples/memcached.yaml', 'samples/linkerd-proxy.yaml', ...flags], {
    cwd,
  });
  const { workloads, workloadCount } = JSON.parse(out) as {
    readonly workloads: readonly object[];
    readonly workloadCount: number;
  };
  expect([workloads.length, workloadCount]).toEqual([1, 2]);
});

test('a file that is not there is an input error', async () => {
  const { code, err } = await runCaptured(['check', 'nowhere.yaml'], { cwd });
  expect(code).toBe(EXIT.input);
  expect(err).toContain('nowhere.yaml: error: no such file or folder');
});
