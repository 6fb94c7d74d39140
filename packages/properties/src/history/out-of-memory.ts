import type { Scenario } from '@simlet/cluster';
import { MILLISECOND } from '@simlet/core';
import type { Instance, Life } from './history.ts';

/** Whether the scenario had an instance killed for its memory, which no fact tells. */
export function isOutOfMemory(life: Life, { container, exited }: Instance, scenario: Scenario): boolean {
  if (exited?.cause !== 'injected') return false;
  // Of two causes at one instant it is open which came first.
  const killedThen = scenario.actions.filter(
    (action) =>
      action.op === 'killContainer' &&
      action.pod === life.name &&
      action.container === container &&
      action.atMs * MILLISECOND === exited.at,
  );
  return (
    killedThen.length > 0 &&
    killedThen.every((action) => action.op === 'killContainer' && action.reason === 'OOMKilled')
  );
}
