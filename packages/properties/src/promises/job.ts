import type { Life } from '../history/history.ts';
import { isRunning, newestOf } from '../history/lookup.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Finding, Invariant, Step } from '../invariant.ts';

/** Of one name: the pods that have succeeded or failed. */
interface Ended {
  readonly pod: string;
  readonly serials: readonly number[];
}

const NOBODY: Ended = { pod: '', serials: [] };

/** A pod that is meant to end does. */
export const jobCompletes: Invariant<Ended> = {
  id: 'job-completes',
  sentence: 'A pod that is not started again runs to its end with success, once one of its containers has.',
  kind: 'eventually',
  standing: 'expectation',
  source: 'pkg/kubelet/kubelet_pods.go (getPhase), v1.36; istio/istio issue 11045, linkerd/linkerd2 issue 7425',
  explain: `What it means: a pod whose restartPolicy is Never or OnFailure, as that of a Job, is Succeeded when all its regular containers have exited with 0. One that never exits, a proxy or a log agent beside the work, keeps the pod Running for ever.

Why it matters: the Job never completes, its CronJob skips the next runs or piles them up, and helm or a pipeline that waits for it hangs.

How to fix it: make the container that never exits an init container with restartPolicy Always (a sidecar, Kubernetes 1.29 and later): it is stopped when the regular containers have ended. Or let the work end it with its last command.`,
  facts: ['status'],
  start: () => NOBODY,
  step(state, fact, context): Step<Ended> {
    const life = fact.kind === 'status' ? context.history.lives.get(fact.pod) : undefined;
    if (fact.kind !== 'status' || life === undefined || !isMeantToEnd(life)) return { state, findings: [] };
    const { phase } = fact.status;
    const { serials } = state;
    const known = state.pod === life.name ? state : { pod: life.name, serials };
    if ((phase !== 'Succeeded' && phase !== 'Failed') || serials.includes(life.serial))
      return { state: known, findings: [] };
    const failed = broken(
      life.name,
      undefined,
      'The pod ends as Failed: a container of it exits with something else than 0.',
    );
    return {
      state: { ...known, serials: [...serials, life.serial] },
      findings: [phase === 'Succeeded' ? kept : failed],
    };
  },
  finish(state, context) {
    const life = context.history.lives.get(state.pod);
    if (life === undefined || state.serials.includes(life.serial) || !isMeantToEnd(life)) return [];
    return stuck(life, context);
  },
};

/** Whether it is left to end by itself; what somebody has deleted or evicted is not. */
function isMeantToEnd({ pod, requests }: Life): boolean {
  return (pod.spec.restartPolicy ?? 'Always') !== 'Always' && requests.length === 0;
}

function stuck(life: Life, { history }: Context): readonly Finding[] {
  const regular = life.pod.spec.containers.map(({ name }) => newestOf(life, name));
  const running = regular.find((instance) => instance !== undefined && isRunning(instance));
  const done = regular.find((instance) => instance?.exited?.code === 0);
  if (!history.kubelet.up || done === undefined || running === undefined) return [];
  const message = `The pod cannot end: ${done.container} has exited with 0, and ${running.container} never exits by itself.`;
  return [broken(life.name, running.id, message)];
}
