import { buildWorld, newsFilter } from '@simlet/cluster';
import { createFactDigest } from '@simlet/core';
import { invariants, judgeNodes } from '@simlet/properties';
import type { Mode, ScaleMeasurement } from './measurement.ts';
import type { ScaleWorkload } from './workload.ts';

/**
 * Runs a workload once in this process and says what it cost. `collect` frees what nobody holds, so that what a pod holds
 * can be told; without it that is not measured.
 */
export const measureScale = (workload: ScaleWorkload, mode: Mode, collect?: () => void): ScaleMeasurement => {
  const { name, size, scenario, restAtMs } = workload;
  const applicable = mode.routine === 'done' ? invariants : invariants.filter((each) => each.needsRoutine !== true);
  const heldBefore = held(collect);
  const cpuBefore = process.cpuUsage();
  const begin = performance.now();
  const judge = mode.judged ? judgeNodes(scenario, applicable) : undefined;
  const digest = createFactDigest();
  const isNews = newsFilter();
  let facts = 0;
  const world = buildWorld(
    scenario,
    {
      facts: 'none',
      onFact(fact) {
        facts += 1;
        judge?.observe(fact);
        if (isNews(fact)) digest.add(fact);
      },
    },
    mode.routine,
  );
  world.run(Math.min(restAtMs, scenario.untilMs) * 1_000);
  // Looking at what is held takes time of its own, which is not that of the run.
  const paused = performance.now();
  const pausedCpu = process.cpuUsage(cpuBefore);
  const heldAtRest = held(collect);
  const resumed = performance.now();
  const resumedCpu = process.cpuUsage(cpuBefore);
  world.run(scenario.untilMs * 1_000);
  const verdicts = judge?.verdicts(scenario.untilMs * 1_000) ?? [];
  const seconds = (performance.now() - begin - (resumed - paused)) / 1_000;
  const cpu = process.cpuUsage(cpuBefore);
  const pause = resumedCpu.user + resumedCpu.system - pausedCpu.user - pausedCpu.system;
  return {
    ...mode,
    workload: name,
    size,
    seconds,
    cpuSeconds: (cpu.user + cpu.system - pause) / 1e6,
    virtualSeconds: scenario.untilMs / 1_000,
    events: world.events,
    eventsPerSecond: Math.round(world.events / seconds),
    peakMemoryBytes: process.resourceUsage().maxRSS * 1_024,
    ...(collect === undefined || size.pods === 0
      ? {}
      : { bytesPodAtRest: Math.round((heldAtRest - heldBefore) / size.pods) }),
    facts,
    digest: digest.text(),
    broken: verdicts.flatMap(({ invariant, outcome }) => (outcome === 'broken' ? [invariant] : [])),
    held: verdicts.filter(({ outcome }) => outcome === 'holds').length,
  };
};

const held = (collect: (() => void) | undefined): number => {
  if (collect === undefined) return 0;
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};
