import type { KubeletLimits } from '@simlet/kubelet';
import { expect, test } from 'vitest';

import { runScenario } from './run.ts';

const names = Array.from({ length: 12 }, (_, index) => `web-${index}`);

/** Twelve pods with an image each, whose pulls take a second. */
const pullsOf = (kubelet: KubeletLimits) => {
  const { facts } = runScenario({
    format: 'simlet.scenario/1',
    kubelet,
    pods: names.map((name) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec: { containers: [{ name: 'main', image: `${name}:1` }] },
    })),
    behaviour: { main: { pullMs: 1_000 } },
    actions: names.map((pod) => ({ atMs: 1_000, op: 'create' as const, pod })),
    untilMs: 60_000,
  });
  let running = 0;
  let most = 0;
  for (const { body } of facts) {
    if (body.kind !== 'cri' || body.call !== 'PullImage') continue;
    running += body.phase === 'begin' ? 1 : -1;
    most = Math.max(most, running);
  }
  const refused = facts.filter(({ body }) => body.kind === 'event' && body.message.includes('pull QPS exceeded'));
  const ran = facts.filter(({ body }) => body.kind === 'container' && body.event === 'running');
  return { most, refused: refused.length, ran: ran.length };
};

test('images are pulled one after another unless the kubelet is told otherwise', () => {
  expect(pullsOf({})).toEqual({ most: 1, refused: 0, ran: 12 });
  expect(pullsOf({ serializeImagePulls: false })).toEqual({ most: 12, refused: 0, ran: 12 });
  expect(pullsOf({ serializeImagePulls: false, maxParallelImagePulls: 3 })).toEqual({ most: 3, refused: 0, ran: 12 });
});

test('pulls above the limit of the registry fail and are tried again', () => {
  const { most, refused, ran } = pullsOf({ serializeImagePulls: false, registryPullQPS: 1, registryBurst: 5 });
  expect(most).toBe(5);
  expect(refused).toBeGreaterThan(0);
  expect(ran).toBe(12);
});
