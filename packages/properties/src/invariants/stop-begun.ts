import type { CriFact } from '@simlet/kubelet';
import type { Kill } from '../history/history.ts';
import { killBegunBy, knownInstance } from '../history/lookup.ts';
import type { Found } from '../history/lookup.ts';
import type { Context } from '../invariant.ts';

/** An instance that is being told to stop, and the kill that this belongs to. */
export interface StopBegun extends Found {
  readonly kill: Kill;
}

/** What a StopContainer that begins is about; undefined for all other facts, and where it is not sure whose the instance is. */
export function stopBegun(fact: CriFact, { history, at }: Context): StopBegun | undefined {
  if (fact.call !== 'StopContainer' || fact.phase !== 'begin') return undefined;
  const found = knownInstance(history, fact.pod, fact.container);
  return found === undefined ? undefined : { ...found, kill: killBegunBy(history, found.life, found.instance, at) };
}
