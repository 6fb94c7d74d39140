import { isRunning } from '../history/lookup.ts';
import { broken, kept } from '../invariant.ts';
import type { Invariant } from '../invariant.ts';
import { always } from '../rule.ts';

/** NAME-SERIAL. */
export const staticPodsTakeTurns: Invariant<null> = always(
  {
    id: 'static-pods-take-turns',
    sentence: 'A static pod is begun only when all containers of the one of the same name before it have exited.',
    source: 'pkg/kubelet/pod_workers.go (allowStaticPodStart), v1.36; kubernetes/kubernetes issue 97722',
  },
  ['cri/RunPodSandbox/begin'],
  (fact, { history }) => {
    if (fact.pod === undefined) return undefined;
    if (history.lives.get(fact.pod)?.static !== true) return undefined;
    // A kubelet that starts does not know of the one before until it cleans up.
    const former = history.former.filter(({ name, static: isStatic, removed }) => {
      return isStatic && name === fact.pod && (removed?.at ?? 0) >= history.kubelet.startedAt;
    });
    // A sandbox that takes the place of a lost one is one of the pod before.
    const alive = former.flatMap(({ instances, sandbox }) => {
      return sandbox.lostAt === undefined ? instances.filter(isRunning) : [];
    })[0];
    if (alive === undefined) return kept;
    return broken(
      fact.pod,
      alive.id,
      `A new static pod ${fact.pod} was begun while ${alive.id} of the one before ran.`,
    );
  },
);
