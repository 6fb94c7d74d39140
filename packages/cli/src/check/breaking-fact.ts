import type { Scenario } from '@simlet/cluster';
import type { Micros } from '@simlet/core';
import type { Fact } from '@simlet/kubelet';
import { judge } from '@simlet/properties';
import type { Invariant } from '@simlet/properties';
import type { TimedFact } from '../render/lanes.ts';

/**
 * The fact at which a violation arises, among those of its instant: the first with which what has happened so far breaks the
 * property with the same words. Undefined where none does (it broke because time ran out).
 */
export function breakingFact(
  facts: readonly TimedFact[],
  scenario: Scenario,
  property: Invariant,
  violation: { readonly time: Micros; readonly message: string },
): Fact | undefined {
  const { time, message } = violation;
  const before = facts.filter((fact) => fact.time < time);
  const now = facts.filter((fact) => fact.time === time);
  const found = now.findIndex((_fact, index) => {
    const judging = judge(scenario, [property]);
    for (const { body, time: at } of [...before, ...now.slice(0, index + 1)]) judging.observe(body, at);
    return judging
      .verdicts(time)
      .some(({ violations }) => violations.some((one) => one.time === time && one.message === message));
  });
  return now[found]?.body;
}
