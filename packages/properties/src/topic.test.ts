import type { Fact } from '@simlet/kubelet';
import { expect, test } from 'vitest';

import { kept } from './invariant.ts';
import type { Invariant } from './invariant.ts';
import { judge } from './judge.ts';
import { byTopic } from './topic.ts';
import type { Topic } from './topic.ts';

const stop: Fact = { kind: 'cri', call: 'StopContainer', phase: 'begin', pod: 'web', container: 'main#0' };
const killing: Fact = { kind: 'event', pod: 'web', type: 'Normal', reason: 'Killing', message: '', count: 1 };
const exited: Fact = { kind: 'container', pod: 'web', container: 'main#0', event: 'exited' };

const heardOf = (topics: readonly Topic[], fact: Fact): boolean => byTopic((isAbout) => isAbout(topics))(fact);

test('a topic takes in what is said more closely, and nothing beside it', () => {
  expect(heardOf(['cri'], stop)).toBe(true);
  expect(heardOf(['cri/StopContainer'], stop)).toBe(true);
  expect(heardOf(['cri/StopContainer/begin'], stop)).toBe(true);
  expect(heardOf(['cri/StopContainer/end', 'cri/StartContainer'], stop)).toBe(false);
  expect(heardOf(['event/Killing'], killing)).toBe(true);
  expect(heardOf(['event/Kill'], killing)).toBe(false);
});

test('an invariant that knows nothing of a pod is shown only what begins something', () => {
  const seen: string[] = [];
  const exits: Invariant<ReadonlySet<string>> = {
    id: 'exits',
    sentence: '',
    source: '',
    kind: 'always',
    standing: 'kubernetes',
    facts: ['cri', 'container', 'event'],
    begins: ['container'],
    start: () => new Set(),
    step(state, fact) {
      seen.push(fact.kind);
      return { state: fact.kind === 'event' ? new Set() : new Set(state).add(fact.kind), findings: [kept] };
    },
    finish: () => [],
  };
  const judging = judge(
    { format: 'simlet.scenario/1', nodes: ['node-1'], pods: [], behaviour: {}, actions: [], untilMs: 1_000 },
    [exits],
  );
  for (const [index, fact] of [stop, exited, stop, killing, stop].entries()) judging.observe(fact, index);
  expect(judging.verdicts(10)[0]?.situations).toBe(3);
  expect(seen).toEqual(['container', 'cri', 'event']);
});
