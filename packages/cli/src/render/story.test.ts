import type { Fact, HookFact } from '@simlet/kubelet';
import { expect, test } from 'vitest';
import { storyOf } from './story.ts';
import type { TimedFact } from './lanes.ts';
import { timeline } from './timeline.ts';

const SECOND = 1_000_000;
const POD = { pod: 'web' } as const;

const runs = (name: string): Fact => ({ kind: 'container', ...POD, container: `${name}#0`, event: 'running' });
const hook = (name: string, phase: HookFact['phase'], more: Partial<HookFact> = {}): HookFact => ({
  kind: 'hook',
  ...POD,
  container: `${name}#0`,
  hook: 'preStop',
  handler: 'exec',
  phase,
  delivery: 0,
  ...more,
});
const sigterm = (name: string): Fact => ({ kind: 'signal', ...POD, container: `${name}#0`, signal: 'SIGTERM' });
const crash: Fact = { kind: 'kubelet', event: 'stopped', generation: 0 };
const failed: Fact = {
  kind: 'event',
  ...POD,
  fieldPath: 'spec.containers{app}',
  type: 'Warning',
  reason: 'FailedPreStopHook',
  message: 'PreStopHook failed',
  count: 1,
};

const told = (facts: readonly TimedFact[]): readonly string[] => storyOf(facts).map(({ what }) => what);

test('within one instant the lines stand in the order of the facts', () => {
  const facts = [runs('app'), hook('app', 'end', { outcome: 'fail', durMs: 9 }), failed, sigterm('app'), crash];
  expect(told(facts.map((body) => ({ time: SECOND, body })))).toEqual([
    'app runs',
    'PreStop ended',
    'FailedPreStopHook',
    'SIGTERM to app',
    'kubelet crash',
  ]);
});

test('a hook says whose it is where several containers have run', () => {
  const facts: readonly TimedFact[] = [
    { time: 0, body: runs('app') },
    { time: 0, body: runs('proxy') },
    { time: SECOND, body: hook('app', 'start') },
    { time: SECOND, body: hook('proxy', 'start') },
    { time: 3 * SECOND, body: crash },
  ];
  expect(told(facts)).toEqual(['app runs', 'proxy runs', 'app PreStop', 'proxy PreStop', 'kubelet crash']);
  expect(storyOf(facts).at(-1)?.note).toBe('PreStop of app and proxy had run for 2 s');
});

test('the sign of the break stands at the fact that broke the property', () => {
  const breaking = hook('app', 'start');
  const facts: readonly TimedFact[] = [runs('app'), breaking, sigterm('app')].map((body) => ({ time: SECOND, body }));
  const lines = timeline(
    { facts, containers: ['app'], brokenAt: SECOND, breaking },
    { colour: false, unicode: true, width: 80 },
  );
  expect(lines.filter((line) => line.startsWith(' ✗'))).toEqual([expect.stringContaining('PreStop')]);
});

test('the line that broke the property is shown even where those around it are left out', () => {
  const breaking = failed;
  const many = Array.from({ length: 40 }, (_, index) => ({ time: SECOND + index, body: sigterm(`app${index}`) }));
  const facts: readonly TimedFact[] = [
    { time: 0, body: { ...crash, event: 'started' } },
    ...many.slice(0, 20),
    { time: SECOND + 20, body: breaking },
    ...many.slice(21),
  ];
  const lines = timeline(
    { facts, containers: [], brokenAt: SECOND + 20, breaking },
    { colour: false, unicode: true, width: 80 },
  );
  expect(lines.filter((line) => line.startsWith(' ✗'))).toEqual([expect.stringContaining('FailedPreStopHook')]);
});
