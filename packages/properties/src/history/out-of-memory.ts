import type { Scenario } from '@simlet/cluster';
import { MILLISECOND } from '@simlet/core';
import type { Instance, Life } from './history.ts';

/** Whether the scenario had an instance killed for its memory, which no fact tells. */
export function isOutOfMemory(life: Life, { container, exited }: Instance, scenario: Scenario): boolean {
  if (exited?.cause !== 'injected') return false;
  return scenario.actions.some(
    (action) =>
      action.op === 'killContainer' &&
      action.pod === life.name &&
      action.container === container &&
      action.reason === 'OOMKilled' &&
      action.atMs * MILLISECOND === exited.at,
  );
}
