import type { Scenario } from '@simlet/cluster';
import type { Pod } from '@simlet/objects';
import { describe, expect, test } from 'vitest';
import { failingHooks, withFailingHooks } from './hook-exit.ts';

const podWith = (command: readonly string[]): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p' },
  spec: { containers: [{ name: 'main', image: 'i:1', lifecycle: { postStart: { exec: { command } } } }] },
});

describe('the words of a hook say that it fails', () => {
  test.each([
    [['false'], 1],
    [['/bin/false'], 1],
    [['/bin/sh', '-c', 'exit 1'], 1],
    [['bash', '-ec', 'echo hello; exit 3'], 3],
    [['sh', '-c', 'sleep 2 && exit 7'], 7],
    [['sh', '-c', 'echo a\nfalse\n'], 1],
    [['sh', '-c', 'exit 4; echo never'], 4],
  ])('%j with %i', (command, exitCode) => {
    expect(failingHooks(podWith(command))).toEqual([{ container: 'main', hook: 'postStart', exitCode }]);
  });
});

describe('the words of a hook leave open how it ends', () => {
  test.each([
    [['true']],
    [['/usr/local/bin/register', 'exit', '1']],
    [['sh', '-c', 'exit 0']],
    [['sh', '-c', 'test -f /x || exit 1']],
    [['sh', '-c', 'if test -f /x; then exit 1; fi']],
    [['sh', '-c', 'exit $CODE']],
    [['sh', '-c', 'echo "exit 1"']],
    [['sh', '-c', 'exit 1 &']],
    [['python', '-c', 'exit(1)']],
  ])('%j', (command) => {
    expect(failingHooks(podWith(command))).toEqual([]);
  });
});

const SCENARIO: Scenario = {
  format: 'simlet.scenario/1',
  pods: [],
  behaviour: { main: { preStop: [{ ms: 500, ok: true }], postStart: [{ ms: 100, ok: true }] } },
  actions: [
    { atMs: 1_000, op: 'create', pod: 'p' },
    { atMs: 7_000, op: 'delete', pod: 'p' },
  ],
  untilMs: 60_000,
};

test('a pod whose PreStop fails is deleted as before', () => {
  expect(withFailingHooks(SCENARIO, [{ container: 'main', hook: 'preStop', exitCode: 2 }])).toEqual(SCENARIO);
});

test('a pod whose PostStart fails is not deleted, since it is never ready', () => {
  const changed = withFailingHooks(SCENARIO, [{ container: 'main', hook: 'postStart', exitCode: 1 }]);
  expect(changed.actions).toEqual([{ atMs: 1_000, op: 'create', pod: 'p' }]);
});
