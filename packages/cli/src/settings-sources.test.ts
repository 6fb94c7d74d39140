import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EXIT } from './exit-code.ts';
import { runCaptured } from './testing/captured-io.ts';
import type { Captured } from './testing/captured-io.ts';

const POD = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec: {containers: [{name: app, image: web:1, lifecycle: {preStop: {sleep: {seconds: 5}}}}]}
`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simlet-settings-'));
  writeFileSync(join(folder, 'pod.yaml'), POD);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function simlet(words: readonly string[], env: Record<string, string> = {}): Promise<Captured> {
  return runCaptured(words, { cwd: folder, env });
}

/** The seeds and what a check assumes of the program, which tell whose settings counted. */
async function settingsOf(words: readonly string[] = [], env: Record<string, string> = {}): Promise<unknown> {
  const { out, err } = await simlet(['check', 'pod.yaml', '--no-faults', '--json', ...words], env);
  expect(err).toBe('');
  const { seeds, workloads } = JSON.parse(out) as {
    readonly seeds: { readonly runs: number };
    readonly workloads: readonly {
      readonly assumptions: readonly { readonly name: string; readonly usual: number }[];
    }[];
  };
  const stop = workloads[0]?.assumptions.find(({ name }) => name === 'stop/app')?.usual;
  return { runs: seeds.runs, stop };
}

test('what is typed wins over the environment, that over the profile, that over the file', async () => {
  writeFileSync(
    join(folder, '.simlet.yaml'),
    'runs: 1\nstop-seconds: [app=2s]\nproperty: [prestop-completes]\nprofiles: {ci: {runs: 3}}\n',
  );
  expect(await settingsOf()).toEqual({ runs: 1, stop: 2_000_000 });
  expect(await settingsOf(['--profile', 'ci'])).toEqual({ runs: 3, stop: 2_000_000 });
  expect(await settingsOf(['--profile', 'ci'], { SIMLET_RUNS: '4' })).toEqual({ runs: 4, stop: 2_000_000 });
  expect(await settingsOf(['--runs', '5'], { SIMLET_RUNS: '4', SIMLET_STOP_SECONDS: 'app=7s' })).toEqual({
    runs: 5,
    stop: 7_000_000,
  });
});

test('a file of settings counts in the folders below it, up to the root of the repository', async () => {
  writeFileSync(join(folder, '.simlet.yaml'), 'property: prestop-completes\n');
  mkdirSync(join(folder, 'deep', 'deeper'), { recursive: true });
  const asked = async (): Promise<number> => {
    const words = ['check', '../../pod.yaml', '--cwd', 'deep/deeper', '--no-faults', '--runs', '1', '--json'];
    return (await simlet(words)).out.match(/"metRuns"/gu)?.length ?? 0;
  };
  expect(await asked()).toBe(1);
  mkdirSync(join(folder, 'deep', '.git'));
  expect(await asked()).toBeGreaterThan(1);
});

test.each([
  ['rnus: 5\n', 'did you mean runs?'],
  ['runs: [1, 2]\n', 'expected one value'],
  ['runs: many\n', 'a whole number'],
  ['color: maybe\n', 'auto, always, never'],
  ['no-faults: maybe\n', 'true or false'],
  ['runs: {a: 1}\n', 'a text or a number'],
  ['- runs\n', 'names with values'],
  ['runs: [\n', '.simlet.yaml: '],
  ['profiles: {ci: {rnus: 1}}\n', 'did you mean runs?'],
])('settings that are wrong (%j) are a usage error that says what would be right', async (text, hint) => {
  writeFileSync(join(folder, '.simlet.yaml'), text);
  const { code, err } = await simlet(['check', 'pod.yaml']);
  expect(code).toBe(EXIT.usage);
  expect(err).toContain(hint);
  expect(err.trim().split('\n')).toHaveLength(1);
});

test('a profile and a file that are not there are usage errors', async () => {
  expect((await simlet(['check', 'pod.yaml', '--profile', 'ci'])).err).toContain('there is no .simlet.yaml');
  writeFileSync(join(folder, '.simlet.yaml'), 'profiles: {ci: {}}\n');
  expect((await simlet(['check', 'pod.yaml', '--profile', 'cc'])).err).toContain('no such profile');
  expect((await simlet(['check', 'pod.yaml', '--config', 'other.yaml'])).err).toContain('no such file');
  expect((await simlet(['check', 'pod.yaml', '--cwd', 'nowhere'])).err).toContain('--cwd nowhere: no such file');
});

test('init writes settings that can be read, and nothing over what is there', async () => {
  expect((await simlet(['init'])).code).toBe(EXIT.held);
  const words = [
    'check',
    'pod.yaml',
    '--profile',
    'ci',
    '--runs',
    '1',
    '--no-faults',
    '--property',
    'prestop-completes',
  ];
  expect(await simlet(words)).toMatchObject({ code: EXIT.held, err: '' });
  const again = await simlet(['init']);
  expect(again.code).toBe(EXIT.usage);
  expect(again.err).toContain('--force');
  expect((await simlet(['init', '--force', '--ci', 'none'])).out).not.toContain('workflow');
});

test('the workflow that init writes is the one that the page about CI shows', async () => {
  await simlet(['init']);
  const page = readFileSync(new URL('../../../docs/ci.md', import.meta.url), 'utf8');
  expect(page).toContain(readFileSync(join(folder, '.github', 'workflows', 'simlet.yaml'), 'utf8'));
});

test('doctor names what it finds', async () => {
  const { out } = await simlet(['doctor', '--json']);
  const { findings } = JSON.parse(out) as {
    readonly findings: readonly { readonly what: string; readonly found: string }[];
  };
  expect(findings.map(({ what }) => what)).toEqual([
    'simlet',
    'node',
    'machine',
    'memory',
    'terminal',
    'settings',
    'kubelets',
  ]);
  expect(findings.find(({ what }) => what === 'node')?.found).toBe(process.versions.node);
});
