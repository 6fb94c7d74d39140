import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runCaptured } from '../testing/captured-io.ts';
import type { Captured } from '../testing/captured-io.ts';
import { EXIT } from '../exit-code.ts';

// Whole command lines on the samples, in this process. Few seeds: the sweep of single deviations is what finds things.
const cwd = fileURLToPath(new URL('../..', import.meta.url));
const FEW = ['--runs', '6'] as const;

function simlet(words: readonly string[], input = ''): Promise<Captured> {
  return runCaptured(words, { cwd, input });
}

interface CheckJson {
  readonly workloads: readonly {
    readonly assumptions: readonly { readonly name: string; readonly usual: number; readonly line?: number }[];
    readonly properties: readonly PropertyJson[];
  }[];
}

interface PropertyJson {
  readonly id: string;
  readonly outcome: string;
  readonly waived?: string;
  readonly counterExample?: {
    readonly message: string;
    readonly faults: string;
    readonly digest: string;
    readonly replay: string;
    readonly dependsOn: readonly { readonly name: string; readonly value: number }[];
  };
}

interface ReplayJson {
  readonly identical?: boolean;
  readonly facts: readonly { readonly time: number; readonly kind: string; readonly [field: string]: unknown }[];
}

async function checked(
  words: readonly string[],
  input = '',
): Promise<{ readonly code: number; readonly properties: readonly PropertyJson[] }> {
  const { code, out } = await simlet(['check', ...words, ...FEW, '--json'], input);
  const result = JSON.parse(out) as CheckJson;
  return { code, properties: result.workloads.flatMap(({ properties }) => properties) };
}

function property(properties: readonly PropertyJson[], id: string): PropertyJson {
  const found = properties.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no property ${id}`);
  return found;
}

/** The words of a printed command line, as a shell reads them, without the program. */
function wordsOf(line: string): readonly string[] {
  const words = [...line.matchAll(/'([^']*)'|(\S+)/gu)].map(([, quoted, bare]) => quoted ?? bare ?? '');
  expect(words.slice(0, 2)).toEqual(['npx', 'simlet']);
  return words.slice(2);
}

async function replayed(line: string): Promise<ReplayJson & { readonly code: number }> {
  const { code, out } = await simlet([...wordsOf(line), '--json']);
  return { code, ...(JSON.parse(out) as ReplayJson) };
}

test('a hook of 60 s in a grace period of 30 s is cut off at 30 s, in every run', async () => {
  const { code, properties } = await checked(['samples/memcached.yaml']);
  expect(code).toBe(EXIT.broken);
  const { outcome, counterExample } = property(properties, 'prestop-completes');
  expect(outcome).toBe('broken');
  expect(counterExample?.faults).toBe('');
  expect(counterExample?.message).toContain('needs 60 s, but is cut off after 30 s');
});

test('a program that is still busy when its hook was cut off gets SIGKILL 32 s after the delete', async () => {
  const { properties } = await checked(['samples/memcached.yaml']);
  const { outcome, counterExample } = property(properties, 'exits-before-sigkill');
  expect(outcome).toBe('depends');
  expect(counterExample?.dependsOn).toEqual([{ name: 'stop/memcached', value: 3_000_000 }]);
  const { facts } = await replayed(counterExample?.replay ?? '');
  const at = (wanted: Readonly<Record<string, unknown>>): number =>
    facts.find((fact) => Object.entries(wanted).every(([field, value]) => fact[field] === value))?.time ?? Number.NaN;
  const deleted = at({ kind: 'api', op: 'delete', by: 'user' });
  // The first 9 ms are those of the watch and the pod worker.
  expect(at({ kind: 'hook', hook: 'preStop', phase: 'start' }) - deleted).toBe(9_000);
  expect(at({ kind: 'signal', signal: 'SIGTERM' }) - deleted).toBe(30_009_000);
  expect(at({ kind: 'signal', signal: 'SIGKILL' }) - deleted).toBe(32_009_000);
});

test('a kubelet that restarts while PreStop runs delivers it twice, and the printed line makes that run again', async () => {
  const { properties } = await checked(['samples/vault.yaml', '--idempotent', 'no']);
  const { outcome, counterExample } = property(properties, 'prestop-once');
  expect(outcome).toBe('broken');
  expect(counterExample?.faults).toMatch(/^crash\/node-1\.kubelet\/[^;]+$/u);
  const again = await replayed(counterExample?.replay ?? '');
  expect(again.code).toBe(EXIT.broken);
  expect(again.identical).toBe(true);
  const deliveries = again.facts.filter(
    ({ kind, hook, phase }) => kind === 'hook' && hook === 'preStop' && phase === 'start',
  );
  expect(deliveries.map(({ delivery }) => delivery)).toEqual([0, 1]);
});

test('a replay that is not the recorded run says so and ends with 5', async () => {
  const other = await simlet(['replay', 'samples/vault.yaml', '--digest', '0123456789abcdef']);
  expect(other.code).toBe(EXIT.notReproduced);
  expect(other.out.replaceAll(/\s+/gu, ' ')).toContain('NOT the recorded run, which was 0123456789abcdef');
  const unknown = await simlet(['replay', 'samples/vault.yaml', '--faults', 'crash/nowhere#7']);
  expect(unknown.code).toBe(EXIT.notReproduced);
  expect(unknown.err).toContain('crash/nowhere#7');
  expect(unknown.out).not.toContain('no promise is broken');
});

test('a number that is given decides what depended on it', async () => {
  const words = ['samples/vault.yaml', '--property', 'exits-before-sigkill', '--no-faults'];
  expect((await checked(words)).properties[0]?.counterExample?.dependsOn).toEqual([
    { name: 'stop/vault', value: 6_000_000 },
  ]);
  expect(await checked([...words, '--stop-seconds', '4s'])).toMatchObject({
    code: EXIT.held,
    properties: [{ outcome: 'holds' }],
  });
  expect(await checked([...words, '--stop-seconds', 'vault=6s'])).toMatchObject({
    code: EXIT.broken,
    properties: [{ outcome: 'broken' }],
  });
});

test('what depends on a number that is not given fails only where that was asked for', async () => {
  const words = ['samples/vault.yaml', '--property', 'exits-before-sigkill', '--no-faults'];
  expect((await checked(words)).code).toBe(EXIT.held);
  expect((await checked([...words, '--fail-on', 'warning'])).code).toBe(EXIT.broken);
});

test('a property whose situation never arose is not met, and alone it is no success', async () => {
  const result = await checked(['samples/memcached.yaml', '--property', 'poststart-delivered']);
  expect(result).toMatchObject({ code: EXIT.nothingChecked, properties: [{ outcome: 'not met' }] });
  expect(
    (await checked(['samples/memcached.yaml', '--property', 'poststart-delivered', '--fail-on', 'vacuous'])).code,
  ).toBe(EXIT.broken);
});

test('a hook that sleeps for just the grace period is cut off, and one second more is the smallest fix', async () => {
  const manifest = (seconds: number): string => `
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - {name: app, image: web:1, lifecycle: {preStop: {exec: {command: [sleep, "${seconds}"]}}}}
`;
  const words = ['-', '--no-faults', '--property', 'prestop-completes'];
  expect((await checked(words, manifest(29))).properties[0]?.outcome).toBe('holds');
  expect((await checked(words, manifest(30))).properties[0]?.counterExample?.message).toContain('needs 30.01 s');
  const { out } = await simlet(['check', ...words, '--json', ...FEW], manifest(30));
  expect(JSON.parse(out)).toMatchObject({
    workloads: [{ fix: { changes: ['terminationGracePeriodSeconds: 31, not 30'] } }],
  });
});

test('a start that is slower than the probes allow is found, as a number to know or as what the command says', async () => {
  const manifest = (command: string): string => `
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - {name: app, image: web:1, ${command}livenessProbe: {tcpSocket: {port: 80}, periodSeconds: 5}}
`;
  const words = ['-', '--no-faults', '--property', 'not-killed-by-probe'];
  const unknown = property((await checked(words, manifest(''))).properties, 'not-killed-by-probe');
  expect(unknown.outcome).toBe('depends');
  expect(unknown.counterExample?.dependsOn.map(({ name }) => name)).toEqual(['start/app']);
  const told = await checked([...words, '--start-seconds', '2s'], manifest(''));
  expect(told.properties[0]?.outcome).toBe('holds');
  const slow = await checked(words, manifest('command: [sh, -c, "sleep 90; exec serve"], '));
  expect(slow).toMatchObject({ code: EXIT.broken, properties: [{ outcome: 'broken' }] });
});

test('a hook whose command fails is run as one that fails, also in a replay', async () => {
  const manifest = POD.replace('{sleep: {seconds: 10}}', '{exec: {command: [sh, -c, "exit 3"]}}');
  const { properties } = await checked(['-', '--no-faults', '--property', 'hooks-succeed'], manifest);
  expect(properties).toMatchObject([{ outcome: 'broken' }]);
  const { out } = await simlet(['replay', '-', '--no-faults', '--json'], manifest);
  const { facts } = JSON.parse(out) as ReplayJson;
  expect(facts.filter(({ reason }) => reason === 'FailedPreStopHook')).toHaveLength(1);
});

const POD = `
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  terminationGracePeriodSeconds: 45
  containers:
  - name: app
    image: web:1
    lifecycle: {preStop: {sleep: {seconds: 10}}}
`;

test('a pod whose hook and stop fit into its grace period passes', async () => {
  const { code, properties } = await checked(['-'], POD);
  expect(code).toBe(EXIT.held);
  expect(property(properties, 'prestop-completes').outcome).toBe('holds');
  expect(property(properties, 'exits-before-sigkill').outcome).toBe('holds');
});

test('the smallest grace period that mends what breaks is found by search', async () => {
  const fixes = async (words: readonly string[]): Promise<unknown> => {
    const { out } = await simlet(['check', ...words, ...FEW, '--json', '--no-faults']);
    return (JSON.parse(out) as { workloads: readonly { fix?: { changes?: unknown } }[] }).workloads[0]?.fix?.changes;
  };
  // 60 s of hook and, in whole seconds, the 10 s that memcached may need.
  expect(await fixes(['samples/memcached.yaml'])).toEqual(['terminationGracePeriodSeconds: 70, not 30']);
  expect(await fixes(['samples/memcached.yaml', '--stop-seconds', '3s'])).toEqual([
    'terminationGracePeriodSeconds: 63, not 30',
  ]);
  expect(await fixes(['samples/vault.yaml'])).toEqual(['terminationGracePeriodSeconds: 15, not 10']);
  expect(await fixes(['samples/rabbitmq.yaml'])).toBeUndefined();
});

test('the operator can delete with a grace period of their own', async () => {
  const { properties } = await checked(['-', '--grace-period', '3'], POD);
  expect(property(properties, 'prestop-completes').counterExample?.message).toContain('cut off after 3 s');
});

test('a counter-example is written as a file that replays without the manifest', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'simlet-report-'));
  try {
    const words = [
      'check',
      'samples/vault.yaml',
      '--property',
      'prestop-once',
      '--idempotent',
      'no',
      '--report-dir',
      folder,
      ...FEW,
    ];
    expect((await simlet(words)).code).toBe(EXIT.broken);
    const { code, out } = await simlet(['replay', join(folder, 'StatefulSet-vault-prestop-once.json')]);
    expect(code).toBe(EXIT.broken);
    expect(out.replaceAll(/\s+/gu, ' ')).toContain('identical to the recorded run');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the replay of a file says in words what was out of the ordinary, the durations that are in its scenario included', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'simlet-report-'));
  try {
    const words = ['samples/vault.yaml', '--property', 'exits-before-sigkill', '--report-dir', folder, ...FEW];
    expect((await simlet(['check', ...words])).out).toContain('takes 6 s or more to stop');
    const { out } = await simlet(['replay', join(folder, 'StatefulSet-vault-exits-before-sigkill.json')]);
    expect(out).toContain('Replaying 1 deviation on');
    expect(out).toContain('vault takes 6 s to stop');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a scenario in a file is run, and one that cannot be run is refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'simlet-scenario-'));
  try {
    const scenario = {
      format: 'simlet.scenario/1',
      pods: [
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'web' },
          spec: { containers: [{ name: 'app', image: 'web:1' }] },
        },
      ],
      behaviour: {},
      actions: [
        { atMs: 1_000, op: 'create', pod: 'web' },
        { atMs: 9_000, op: 'delete', pod: 'web' },
      ],
      untilMs: 60_000,
    };
    writeFileSync(join(folder, 'run.json'), JSON.stringify(scenario));
    expect(await simlet(['replay', join(folder, 'run.json')])).toMatchObject({ code: EXIT.held, err: '' });
    writeFileSync(join(folder, 'bad.json'), JSON.stringify({ ...scenario, pods: [{}] }));
    expect((await simlet(['replay', join(folder, 'bad.json')])).code).toBe(EXIT.input);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('quiet says nothing about workloads that pass', async () => {
  const { out } = await simlet(['check', '-', '--quiet', '--no-faults', ...FEW], POD);
  expect(out).not.toContain('Pod/web');
  expect(out).toContain('Summary');
});
