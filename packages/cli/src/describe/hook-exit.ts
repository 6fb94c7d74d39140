import type { Scenario } from '@simlet/cluster';
import type { Pod } from '@simlet/objects';
import { exitCodeOf } from '../check/command-exit.ts';
import { containersOf } from '../check/placed-container.ts';

/** A hook whose command says itself that it fails. */
export interface FailingHook {
  readonly container: string;
  readonly hook: 'postStart' | 'preStop';
  readonly exitCode: number;
}

/** The hooks of a pod that fail each time, as far as their words say so. */
export function failingHooks(pod: Pod): readonly FailingHook[] {
  return containersOf(pod).flatMap(({ container }) =>
    (['postStart', 'preStop'] as const).flatMap((hook) => {
      const exitCode = exitCodeOf(container.lifecycle?.[hook]?.exec?.command);
      return exitCode === undefined || exitCode === 0 ? [] : [{ container: container.name, hook, exitCode }];
    }),
  );
}

/** When the run of a pod that never gets ready ends, milliseconds: some rounds of its back-off. */
const NEVER_READY_UNTIL_MS = 120_000;

/**
 * The scenario without the deletion, where a PostStart fails each time: the pod is never ready, and the moment to delete it,
 * some seconds after it got ready, never comes.
 */
export function withFailingHooks(scenario: Scenario, failing: readonly FailingHook[]): Scenario {
  if (!failing.some(({ hook }) => hook === 'postStart')) return scenario;
  const actions = scenario.actions.filter(({ op }) => op !== 'delete');
  return { ...scenario, actions, untilMs: NEVER_READY_UNTIL_MS };
}
