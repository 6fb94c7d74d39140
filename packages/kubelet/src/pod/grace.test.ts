import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { apiPod, container, deletedPod, features } from '../testing/builders.ts';
import { containerGrace, effectiveGrace } from './grace.ts';

const graceOf = (...[stored, pod, override]: [number, Parameters<typeof effectiveGrace>[1], number?]): number =>
  effectiveGrace(stored, pod, override, features()).grace;

describe('the effective grace of a pod that is killed', () => {
  test.each([
    ['nothing else is said: that of the spec', 0, apiPod(), undefined, 30],
    ['the spec says 0: at least 1 s', 0, apiPod({ terminationGracePeriodSeconds: 0 }), undefined, 1],
    ['deleted: that of the deletion, though it is longer', 0, deletedPod({}, 60), undefined, 60],
    ['deleted with 0: 1 s, not that of the spec', 0, deletedPod({}, 0), undefined, 1],
    ['evicted: that of the eviction', 0, apiPod(), 10, 10],
    ['evicted with 0: 1 s, not that of the spec', 0, apiPod(), 0, 1],
    ['evicted longer than the spec: what is asked for', 0, apiPod(), 600, 600],
    ['the shorter of a deletion and an eviction', 0, deletedPod({}, 20), 5, 5],
    ['an eviction cannot lengthen a deletion', 0, deletedPod({}, 5), 20, 5],
    ['a second, shorter deletion shortens', 30, deletedPod({}, 5), undefined, 5],
    ['a second, longer deletion changes nothing', 5, deletedPod({}, 30), undefined, 5],
    ['what is stored stays without a reason to change it', 7, apiPod(), undefined, 7],
  ] as const)('%s', (_, stored, pod, override, expected) => {
    expect(graceOf(stored, pod, override)).toBe(expected);
  });

  test('only a change of a grace that was stored is a shortening', () => {
    expect(effectiveGrace(0, deletedPod({}, 5), undefined, features()).shortened).toBe(false);
    expect(effectiveGrace(30, deletedPod({}, 5), undefined, features()).shortened).toBe(true);
    expect(effectiveGrace(5, deletedPod({}, 30), undefined, features()).shortened).toBe(false);
  });

  test('up to 1.29 a grace of 0 was taken as not set, and the spec decided', () => {
    const old = features({ zeroGraceIsOne: false });
    expect(effectiveGrace(0, deletedPod({}, 0), undefined, old).grace).toBe(30);
    expect(effectiveGrace(0, apiPod(), 0, old).grace).toBe(30);
  });

  test('a deletion with 0 and an eviction in one request have the grace of the eviction, as in the real code', () => {
    expect(graceOf(1, deletedPod({}, 0), 5)).toBe(5);
  });

  const seconds = fc.integer({ min: 0, max: 700 });
  const optional = fc.option(seconds, { nil: undefined });
  const request = fc
    .record({ deletion: optional, override: optional })
    .filter(({ deletion, override }) => deletion !== 0 || override === undefined);

  test('it is never below 1 s, and a shortening is told', () => {
    fc.assert(
      fc.property(seconds, optional, optional, optional, (stored, spec, deletion, override) => {
        const pod = deletion === undefined ? apiPod() : deletedPod({}, deletion);
        const { terminationGracePeriodSeconds: _default, ...rest } = pod.spec;
        const own = spec === undefined ? rest : { ...rest, terminationGracePeriodSeconds: spec };
        const { grace, shortened } = effectiveGrace(stored, { ...pod, spec: own }, override, features());
        expect(grace).toBeGreaterThanOrEqual(1);
        expect(shortened).toBe(stored > 0 && grace !== stored);
      }),
    );
  });

  test('over successive requests it never increases', () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 8 }), (requests) => {
        let stored = 0;
        for (const { deletion, override } of requests) {
          const pod = deletion === undefined ? apiPod() : deletedPod({}, deletion);
          const { grace } = effectiveGrace(stored, pod, override, features());
          if (stored > 0) expect(grace).toBeLessThanOrEqual(stored);
          stored = grace;
        }
      }),
    );
  });
});

describe('the grace that the kill of one container begins with', () => {
  const probed = container('main', {
    livenessProbe: { terminationGracePeriodSeconds: 5 },
    startupProbe: { terminationGracePeriodSeconds: 7 },
  });

  test('is that of the spec', () => {
    expect(containerGrace(apiPod(), container('main'), 'none')).toBe(30);
  });

  test('is that of the probe which failed, where it has one', () => {
    expect(containerGrace(apiPod(), probed, 'liveness')).toBe(5);
    expect(containerGrace(apiPod(), probed, 'startup')).toBe(7);
    expect(containerGrace(apiPod(), container('main'), 'liveness')).toBe(30);
  });

  test('is that of the spec where no probe failed, as after a failed PostStart', () => {
    expect(containerGrace(apiPod(), probed, 'postStart')).toBe(30);
    expect(containerGrace(apiPod(), probed, 'none')).toBe(30);
  });

  test('of a deleted pod is that of the deletion, whatever a probe says', () => {
    expect(containerGrace(deletedPod({}, 12), probed, 'liveness')).toBe(12);
  });

  test('is 2 s where the pod says nothing', () => {
    const { terminationGracePeriodSeconds: _, ...spec } = apiPod().spec;
    expect(containerGrace({ ...apiPod(), spec }, container('main'), 'none')).toBe(2);
  });
});
