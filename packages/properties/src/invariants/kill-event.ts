import { killCause, knownLife } from '../history/lookup.ts';
import { containerOfFieldPath } from '../history/pod-parts.ts';
import { broken, kept } from '../invariant.ts';
import type { Invariant } from '../invariant.ts';
import { always } from '../rule.ts';

/** EVENT-TRUTH of kills for probes. */
export const probeKillRestarts: Invariant<null> = always(
  {
    id: 'probe-kill-restarts',
    sentence:
      'A regular container that is killed for a probe is to be restarted, and its event says so, unless its restart policy is Never.',
    source: 'pkg/kubelet/kuberuntime/kuberuntime_manager.go (computePodActions: shouldRestartOnFailure), v1.36',
  },
  ['event'],
  (fact, context) => {
    const cause = fact.reason === 'Killing' ? killCause(fact.message) : undefined;
    if (cause !== 'liveness' && cause !== 'startup') return undefined;
    const life = knownLife(context.history, fact.pod);
    const part = life?.parts.get(containerOfFieldPath(fact.fieldPath) ?? '');
    if (life === undefined || part?.role !== 'regular' || part.container.restartPolicyRules !== undefined)
      return undefined;
    const policy = part.container.restartPolicy ?? life.pod.spec.restartPolicy ?? 'Always';
    const says = fact.message.includes('will be restarted');
    if (says === (policy !== 'Never')) return kept;
    const how = says ? 'is to be restarted' : 'is not to be restarted';
    const { name } = part.container;
    return broken(
      fact.pod,
      name,
      `${name} ${how} after its ${cause} probe has failed; its restart policy is ${policy}.`,
    );
  },
);
