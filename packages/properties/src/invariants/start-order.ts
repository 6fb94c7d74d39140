import type { Life } from '../history/history.ts';
import { knownLife, newestOf } from '../history/lookup.ts';
import { behaviourOf } from '../history/behaviour-of.ts';
import { containerName } from '../history/pod-parts.ts';
import type { Part } from '../history/pod-parts.ts';
import { wasWithoutRuntime } from '../history/standstill.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Invariant } from '../invariant.ts';
import { always } from '../rule.ts';

/** S2. */
export const startsInSpecOrder: Invariant<null> = always(
  {
    id: 'starts-in-spec-order',
    sentence: 'The regular containers of a pod are created for the first time in the order of the spec.',
    source: 'pkg/kubelet/kuberuntime/kuberuntime_manager.go (SyncPod: ContainersToStart), v1.36',
  },
  ['cri/CreateContainer/begin'],
  (fact, context) => {
    if (fact.container === undefined) return undefined;
    const life = knownLife(context.history, fact.pod);
    const part = life?.parts.get(containerName(fact.container));
    if (life === undefined || part?.role !== 'regular' || fact.attempt !== 0 || life.sandbox.serial !== 0)
      return undefined;
    const skipped = [...life.parts.values()].find(
      (other) => other.role === 'regular' && other.index < part.index && isSkipped(life, other, context),
    );
    if (skipped === undefined) return part.index > 0 ? kept : undefined;
    const { name } = skipped.container;
    return broken(life.name, fact.container, `${fact.container} was created before ${name}, which comes first.`);
  },
);

/** Nothing has been made of a container, and nothing can have kept it from being made. */
function isSkipped(life: Life, { container: { name } }: Part, { scenario, history }: Context): boolean {
  // Without a runtime its image could not be looked at.
  if (wasWithoutRuntime(history, life.createdAt)) return false;
  // A pull that the kubelet did not hear the end of failed as far as it knows.
  if (newestOf(life, name) !== undefined || scenario.faults?.lostAnswers === true) return false;
  const { pullErrors = 0, createError, attempts = [] } = behaviourOf(scenario, life.name, name);
  return pullErrors === 0 && createError !== true && !attempts.some((each) => each.createError === true);
}
