import { readManifests } from '@simlet/manifest';
import { expect, test } from 'vitest';
import { assumptionsOf } from './assumptions-of.ts';
import type { Assumption } from './assumption.ts';
import { parseDurationFlag } from './duration-flag.ts';
import type { ModelSettings } from './settings.ts';

const NONE: ModelSettings = {
  kubernetesVersion: undefined,
  gracePeriodSeconds: undefined,
  hook: [],
  start: [],
  stop: [],
  run: [],
};

/** What is assumed about the container `app`, in seconds. */
function assumed(name: string, text: string, settings: ModelSettings = NONE): readonly unknown[] {
  const [workload] = readManifests(text, { file: '-', strict: false }).workloads;
  if (workload === undefined) throw new Error('no workload');
  const found = assumptionsOf(workload, settings).find((one: Assumption) => one.name === `${name}/app`);
  return found === undefined ? [] : [found.least / 1_000_000, found.most / 1_000_000, found.origin];
}

const pod = (fields: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: app, image: a:1, ${fields}}]}\n`;
const hook = (command: string): string => pod(`lifecycle: {preStop: {exec: {command: [${command}]}}}`);
const hooks = (...texts: readonly string[]): ModelSettings => ({
  ...NONE,
  hook: texts.flatMap((text) => parseDurationFlag(text) ?? []),
});

test.each([
  ['known', '[sh, -c, "sleep 5"]', [5, 5, 'manifest']],
  ['at least so long', '[sh, -c, "pg_ctl stop; sleep 1800"]', [1_800, 1_980, 'manifest']],
  ['at least so long, after a choice', '[sh, -c, "./x || true; sleep 45"]', [45, 225, 'manifest']],
  ['endless', '[sleep, infinity]', [Infinity, Infinity, 'manifest']],
  ['endless', '[tail, -f, /dev/null]', [Infinity, Infinity, 'manifest']],
  ['not known', '[/drain]', [0.1, 180, 'default']],
])('a hook whose time is %s: %s', (_what, command, expected) => {
  expect(assumed('preStop', hook(command.slice(1, -1)))).toEqual(expected);
});

test('a hook may take its time from the environment of its container', () => {
  const text = pod(
    'env: [{name: DRAIN, value: "45"}], lifecycle: {preStop: {exec: {command: [sh, -c, "sleep $DRAIN"]}}}',
  );
  expect(assumed('preStop', text)).toEqual([45, 45, 'manifest']);
});

test('a flag for all hooks speaks where the words leave something open, and one for a container always', () => {
  expect(assumed('preStop', hook('sleep, "5"'), hooks('20s'))).toEqual([5, 5, 'manifest']);
  expect(assumed('preStop', hook('/drain'), hooks('20s'))).toEqual([20, 20, 'flag']);
  expect(assumed('preStop', hook('sh, -c, "/drain; sleep 9"'), hooks('20s'))).toEqual([20, 20, 'flag']);
  expect(assumed('preStop', hook('sh, -c, "/drain; sleep 90"'), hooks('20s'))).toEqual([90, 90, 'flag']);
  expect(assumed('preStop', hook('sleep, "5"'), hooks('app=7s'))).toEqual([7, 7, 'flag']);
});

test('only a container with probes is asked how long it takes to start', () => {
  expect(assumed('start', pod(''))).toEqual([]);
  expect(assumed('start', pod('readinessProbe: {tcpSocket: {port: 80}}'))).toEqual([0, 30, 'default']);
  expect(
    assumed('start', pod('livenessProbe: {tcpSocket: {port: 80}}, command: [sh, -c, "sleep 90; exec serve"]')),
  ).toEqual([90, 120, 'manifest']);
});

test('the time of a Job is read off its command', () => {
  const job = (command: string): string =>
    `apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec: {template: {spec: {restartPolicy: Never, containers: [{name: app, image: a:1, command: [${command}]}]}}}\n`;
  expect(assumed('run', job('sh, -c, "sleep 120; exit 3"'))).toEqual([120, 120, 'manifest']);
  expect(assumed('run', job('./work'))).toEqual([1, 600, 'default']);
});
