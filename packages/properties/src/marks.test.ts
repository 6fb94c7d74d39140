import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toScenario } from '@simlet/cluster';
import { MILLISECOND } from '@simlet/core';
import type { Fact } from '@simlet/kubelet';
import { expect, test } from 'vitest';
import { judge } from './judge.ts';
import type { MarkCount } from './mark.ts';
import { marks } from './marks.ts';
import { casesOf } from './testing/trace.ts';

const folder = join(import.meta.dirname, '../../cluster/conformance');
const cases = ['named.jsonl', 'generated.jsonl'].flatMap((file) => casesOf(readFileSync(join(folder, file), 'utf8')));
const counted = new Map<string, readonly MarkCount[]>(
  cases.map((recorded) => {
    const court = judge(toScenario(recorded), [], marks);
    for (const entry of recorded.trace) court.observe(entry as unknown as Fact, entry.tMs * MILLISECOND);
    return [recorded.scenario.id, court.marks()];
  }),
);

function reachedIn(id: string): readonly string[] {
  return (counted.get(id) ?? []).filter(({ count }) => count > 0).map(({ mark }) => mark);
}

/** In a recording the calls follow each other at the same instant, and some actions do not occur together. */
const notRecorded: readonly string[] = [
  'a hook had its own container end',
  'the kubelet died between the creation and the start of a container',
  'the kubelet died between the start of a container and its PostStart',
  'a pod was removed while the kubelet was down and its containers ran',
  'a pod was created while one of the same name was still stopping',
  'a pod that was to be ended was deleted before its kill had begun',
  'a deleted pod was evicted as well',
  'a container was started for the eighth time, so that its back-off is at its longest',
  'the answer to the making of a sandbox was lost',
  'the answer to a creation was lost',
  'the answer to a start was lost',
  'the answer to a stop was lost',
  'the answer to the stop of a sandbox was lost',
  'the answer to a pull was lost',
  'the end of a hook was not heard of',
  'a name was reserved for a call that the kubelet had given up',
  'the runtime died while a container ran',
  'the runtime took its containers with it',
  'a container exited while the runtime was down',
  'a pod was deleted while the runtime was down',
  'the runtime was down for so long that the kubelet paused',
  'a pod was preempted',
  'the node was shut down while a container ran',
  'a static pod was begun',
  'the mirror of a static pod was deleted',
  'the manifest of a static pod came while the pod before was stopping',
];

test('the recorded traces reach every mark but the few that no recording holds', () => {
  const reached = new Set([...counted.keys()].flatMap((id) => reachedIn(id)));
  expect(marks.map(({ name }) => name).filter((name) => !reached.has(name))).toEqual(notRecorded);
});

test('names are unique', () => {
  expect(new Set(marks.map(({ name }) => name)).size).toBe(marks.length);
});

test('a kubelet that dies twice while PreStop runs makes three deliveries', () => {
  const reached = reachedIn('kubelet-restart-twice-mid-prestop');
  expect(reached).toContain('the kubelet died while PreStop ran');
  expect(reached).toContain('two PreStop deliveries to one container');
  expect(reached).toContain('three PreStop deliveries to one container');
  expect(reached).not.toContain('PreStop was cut off by the grace');
});

test('a marks counter is zero where the situation did not arise', () => {
  const quiet = reachedIn('delete-basic');
  expect(quiet).toContain('a pod was Ready');
  expect(quiet.filter((name) => name.includes('kubelet') || name.includes('PreStop'))).toEqual([]);
});
