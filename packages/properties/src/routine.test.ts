import { newsFilter, runScenario } from '@simlet/cluster';
import type { Scenario } from '@simlet/cluster';
import type { WorldFact } from '@simlet/core';
import type { Fact } from '@simlet/kubelet';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { arbitraryScenario } from './arbitraries/scenario.ts';

/** The news of a run: what is left of its facts without routine, and what a fact says but for the number of its turn. */
const news = (scenario: Scenario, routine: 'done' | 'skipped') => {
  const isNews = newsFilter();
  const facts: Pick<WorldFact<Fact>, 'time' | 'process' | 'incarnation' | 'body'>[] = [];
  const run = runScenario(scenario, {
    routine,
    facts: 'none',
    onFact(fact) {
      const { time, process, incarnation, body } = fact;
      if (isNews(fact)) facts.push({ time, process, incarnation, body });
    },
  });
  return { facts: byProcess(facts), events: run.events };
};

/** Which of two pods comes first within an instant may change: each process for itself. */
const byProcess = <Told extends Pick<WorldFact<Fact>, 'time' | 'process'>>(facts: readonly Told[]): readonly Told[] =>
  facts.toSorted(
    (one, other) => one.time - other.time || Number(one.process > other.process) - Number(one.process < other.process),
  );

/** The scenario goes on for so much longer, and is left alone meanwhile in its middle. */
const stretched = (scenario: Scenario, afterMs: number, byMs: number): Scenario => ({
  ...scenario,
  actions: scenario.actions.map((action) =>
    action.atMs <= afterMs ? action : { ...action, atMs: action.atMs + byMs },
  ),
  untilMs: scenario.untilMs + byMs,
});

const QUIET = {
  probes: true,
  failures: false,
  hangs: false,
  exits: false,
  completions: false,
  crashLoops: false,
  recoveries: false,
};

const long = fc
  .record({
    scenario: fc.oneof(arbitraryScenario(), arbitraryScenario({ families: QUIET })),
    afterMs: fc.nat({ max: 60_000 }),
    byMs: fc.integer({ min: 300_000, max: 900_000 }),
  })
  .map(({ scenario, afterMs, byMs }) => stretched(scenario, afterMs, byMs));

test('skipping routine changes no other fact of any scenario', () => {
  let left = 0;
  let all = 0;
  fc.assert(
    fc.property(long, (scenario) => {
      const whole = news(scenario, 'done');
      const skipped = news(scenario, 'skipped');
      expect(skipped.facts).toEqual(whole.facts);
      all += whole.events;
      left += skipped.events;
    }),
    { numRuns: 40, seed: 3 },
  );
  // Scenarios of many kinds of trouble rest now and then: something is left out, or this test shows nothing.
  expect(all - left).toBeGreaterThan(1_000);
});

test('a startup probe on hold because of the instance before does not let a pod rest', () => {
  const container = {
    name: 'main',
    image: 'web:1',
    startupProbe: { exec: { command: ['started'] }, periodSeconds: 1, failureThreshold: 1 },
    livenessProbe: { exec: { command: ['alive'] }, periodSeconds: 1, failureThreshold: 1 },
  };
  const scenario: Scenario = {
    format: 'simlet.scenario/1',
    pods: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [container] } }],
    behaviour: {
      main: {
        liveness: {
          timeline: [
            [0, 'ok'],
            [1_004, 'fail'],
          ],
        },
      },
    },
    actions: [{ atMs: 241_665, op: 'create', pod: 'web' }],
    untilMs: 626_065,
  };
  expect(news(scenario, 'skipped').facts).toEqual(news(scenario, 'done').facts);
});

test.each([5, 900, 1_500, 2_500])(
  'probes that take %i ms of a period of a second are left out without a trace',
  (latencyMs) => {
    const probe = { exec: { command: ['ready'] }, periodSeconds: 1, timeoutSeconds: 5, failureThreshold: 2 };
    const preStop = { exec: { command: ['drain'] } };
    const container = {
      name: 'main',
      image: 'web:1',
      readinessProbe: probe,
      livenessProbe: probe,
      lifecycle: { preStop },
    };
    const slow = { latencyMs, timeline: [] };
    const scenario = (op: 'delete' | 'evict', laterMs: number): Scenario => ({
      format: 'simlet.scenario/1',
      pods: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [container] } }],
      behaviour: { main: { preStop: [{ ms: 4_000, ok: true }], liveness: slow, readiness: slow } },
      actions: [
        { atMs: 2_000 + laterMs / 7, op: 'create', pod: 'web' },
        { atMs: 300_000 + laterMs, op, pod: 'web' },
      ],
      untilMs: 400_000,
    });
    for (const each of [scenario('delete', 0), scenario('delete', 777), scenario('evict', 1_554)])
      expect(news(each, 'skipped').facts).toEqual(news(each, 'done').facts);
  },
);
