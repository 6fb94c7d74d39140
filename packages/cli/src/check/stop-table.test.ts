import { readManifests } from '@simlet/manifest';
import { expect, test } from 'vitest';
import { parseDurationFlag } from './duration-flag.ts';
import type { ModelSettings } from './settings.ts';
import { finish } from './steps.ts';
import { stopRows } from './stop-runs.ts';
import type { StopRow } from './stop-table.ts';

const NONE: ModelSettings = {
  kubernetesVersion: undefined,
  gracePeriodSeconds: undefined,
  hook: [],
  start: [],
  stop: [],
  run: [],
};

function rowsOf(text: string, settings: Partial<ModelSettings> = {}): ReadonlyMap<string, StopRow> {
  const [workload] = readManifests(text, { file: '-' }).workloads;
  if (workload === undefined) throw new Error('no workload');
  const rows = finish(stopRows(workload, { ...NONE, ...settings }));
  return new Map(rows.map((row) => [`${row.cause}/${row.container}`, row]));
}

const pod = (fields: string, grace = 30): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  terminationGracePeriodSeconds: ${grace}\n  containers: [{name: app, image: a:1, ${fields}}]\n`;
const HOOK = 'lifecycle: {preStop: {sleep: {seconds: 10}}}';

/** In whole seconds: how long the hook ran, what it could have had, when SIGTERM came, and how long until SIGKILL. */
function told(rows: ReadonlyMap<string, StopRow>, cause: string): readonly unknown[] {
  const cell = rows.get(`${cause}/app`)?.cell;
  const seconds = (time: number | undefined): number | undefined =>
    time === undefined ? undefined : Math.round(time / 1_000_000);
  const { state, ran, budget } = cell?.preStop ?? { state: undefined, ran: 0, budget: undefined };
  return [state, seconds(ran), seconds(budget), seconds(cell?.sigtermAt), seconds(cell?.termToKill), cell?.cleanUp];
}

test.each([
  ['delete', ['completed', 10, 30, 10, 20, 'completed']],
  ['drain', ['completed', 10, 30, 10, 20, 'completed']],
  ['preemption', ['completed', 10, 30, 10, 20, 'completed']],
  ['spot', ['completed', 10, 30, 10, 20, 'completed']],
  ['shutdown-on', ['completed', 10, 20, 10, 10, 'completed']],
  ['eviction', ['cut', 1, 1, 1, 2, 'cut']],
  ['oom', ['not run', 0, undefined, undefined, undefined, 'cut']],
  ['shutdown-off', ['not run', 0, undefined, undefined, undefined, 'cut']],
])('%s leaves a hook of 10 s in a grace period of 30 s what it should', (cause, expected) => {
  expect(told(rowsOf(pod(HOOK), { stop: [parseDurationFlag('1s')].flatMap((flag) => flag ?? []) }), cause)).toEqual(
    expected,
  );
});

test('a kubelet that restarts in the middle delivers the hook again', () => {
  expect(rowsOf(pod(HOOK)).get('kubelet-restart/app')?.cell?.preStop.deliveries).toBe(2);
});

test('the caps of autoscaler and spot nodes cut what a longer grace period would allow', () => {
  const rows = rowsOf(pod('lifecycle: {preStop: {sleep: {seconds: 900}}}', 1_000));
  expect(told(rows, 'delete').slice(0, 3)).toEqual(['completed', 900, 1_000]);
  expect(told(rows, 'autoscaler').slice(0, 3)).toEqual(['cut', 600, 600]);
  expect(rows.get('spot/app')?.cell).toMatchObject({ preStop: { state: 'cut' }, exit: { cause: 'node gone' } });
});

test('a quick hook could have had what the cause leaves, and no more', () => {
  const quick = rowsOf(pod('lifecycle: {preStop: {exec: {command: [touch, a]}}}', 1_000));
  expect(told(quick, 'eviction').slice(0, 3)).toEqual(['completed', 0, 1]);
  expect(told(quick, 'force-delete').slice(0, 3)).toEqual(['completed', 0, 1]);
  expect(told(quick, 'spot').slice(0, 5)).toEqual(['completed', 0, 120, 0, 120]);
});

test('a failing liveness probe stops with the grace period of the probe', () => {
  const rows = rowsOf(pod(`${HOOK}, livenessProbe: {tcpSocket: {port: 1}, terminationGracePeriodSeconds: 4}`));
  expect(told(rows, 'liveness').slice(0, 5)).toEqual(['cut', 4, 4, 4, 2]);
  expect(rows.get('startup/app')?.impossible).toBe('no startupProbe');
});

test('what completes only if a number that nobody gave is small depends on it', () => {
  const cell = rowsOf(pod(HOOK, 15)).get('delete/app')?.cell;
  expect(cell).toMatchObject({ cleanUp: 'depends', why: 'SIGKILL', dependsOn: ['stop/app'] });
});

test('what a cause does to a kind that it cannot reach is not asked', () => {
  const set = `apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: a}\nspec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: app, image: a:1}]}}}\n`;
  expect(rowsOf(set).get('drain/app')?.impossible).toContain('DaemonSet');
  expect(rowsOf(pod('')).get('rolling-update/app')?.impossible).toContain('Pod');
});
