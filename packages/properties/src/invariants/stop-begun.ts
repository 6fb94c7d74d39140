import type { CriFact } from '@simlet/kubelet';
import type { Kill } from '../history/history.ts';
import { killBegunBy, knownInstance } from '../history/lookup.ts';
import type { Found } from '../history/lookup.ts';
import type { About, Context, Finding, Invariant } from '../invariant.ts';
import { always } from '../rule.ts';

/** An instance that is being told to stop, and the kill that this belongs to. */
interface StopBegun extends Found {
  readonly kill: Kill;
}

/** What a StopContainer that begins is about; undefined where it is not sure whose the instance is. */
function stopBegun(fact: CriFact, { history, at }: Context): StopBegun | undefined {
  const found = knownInstance(history, fact.pod, fact.container);
  return found === undefined ? undefined : { ...found, kill: killBegunBy(history, found.life, found.instance, at) };
}

/** An `always` invariant that judges each StopContainer as it begins; `timeoutSeconds` is the time that the call gives. */
export function atEachStop(
  about: About,
  check: (stop: StopBegun, context: Context, timeoutSeconds: number) => Finding | undefined,
): Invariant<null> {
  return always(about, ['cri/StopContainer/begin'], (fact, context) => {
    const stop = stopBegun(fact, context);
    return stop === undefined ? undefined : check(stop, context, fact.timeoutSeconds ?? 0);
  });
}
