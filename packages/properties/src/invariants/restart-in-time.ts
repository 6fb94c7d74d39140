import { MILLISECOND, SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { ContainerBehaviour } from '@simlet/kubelet';
import { mayHaveFailed } from '../history/calls-may-fail.ts';
import { behaviourOf } from '../history/behaviour-of.ts';
import type { Instance, Life } from '../history/history.ts';
import { killedInSync, knownLife, newestOf } from '../history/lookup.ts';
import { containerName, partsOf } from '../history/pod-parts.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Invariant } from '../invariant.ts';
import { always } from '../rule.ts';
import { seconds } from '../seconds.ts';

/** An instance that runs for longer than this has its back-off forgotten. */
const RESET: Micros = 600 * SECOND;
/** A relist and a sync, where nothing is to be waited for. */
const AT_ONCE: Micros = 3 * SECOND;
/** A relist, a sync with its jitter, and what rounding takes. */
const SYNC: Micros = 16 * SECOND;
/** Since 1.35 a sync comes back when the back-off is over, or after a minute, put off by up to half of that. */
const LONGEST_RETRY: Micros = 60 * SECOND;
const FIRST_SECONDS = 10;
const MAXIMUM_SECONDS = 300;

/** BACKOFF: upper bounds, where nothing else can keep a container waiting. */
export const restartInTime: Invariant<null> = always(
  {
    id: 'restart-in-time',
    sentence:
      'A container that nothing else keeps waiting is started again when its back-off of 10 s, 20 s, 40 s, up to 300 s is over, and at once when it ran for more than 600 s.',
    source:
      'pkg/kubelet/kuberuntime/kuberuntime_manager.go (doBackOff), staging/src/k8s.io/client-go/util/flowcontrol/backoff.go, v1.36',
  },
  ['cri/CreateContainer/begin'],
  (fact, context) => {
    if (fact.container === undefined) return undefined;
    const life = knownLife(context.history, fact.pod);
    const before = life === undefined ? undefined : newestOf(life, containerName(fact.container));
    const exitedAt = before?.exited?.at;
    if (life === undefined || before === undefined || exitedAt === undefined) return undefined;
    if (!isUndisturbed(life, before, context)) return undefined;
    const pull = pullsOf(context);
    const backOff = mostBackOff(before, exitedAt);
    const waited = context.at - exitedAt;
    const late = context.history.minor >= 35 ? Math.min(backOff, LONGEST_RETRY) / 2 : 0;
    if (waited <= backOff + late + (backOff === 0 ? AT_ONCE : SYNC) + pull) return kept;
    const message = `${fact.container} was created ${seconds(waited)} after the exit of ${before.id}; its back-off was ${seconds(backOff)} at most.`;
    return broken(life.name, fact.container, message);
  },
);

/** All pulls of a node, which come one after another: a pod waits for those of others as well. */
function pullsOf({ scenario }: Context): Micros {
  const pulls = scenario.pods.flatMap((pod) =>
    partsOf(pod).map(({ container }) => behaviourOf(scenario, pod.metadata.name ?? '', container.name).pullMs ?? 400),
  );
  return pulls.reduce((sum, pullMs) => sum + pullMs + 100, 0) * MILLISECOND;
}

/** As if each start so far had been put off; none after a long run. */
function mostBackOff({ createBeganAt, attempt = 0 }: Instance, exitedAt: Micros): Micros {
  if (exitedAt - createBeganAt > RESET + SECOND) return 0;
  let backOff = attempt === 0 ? 0 : FIRST_SECONDS;
  for (let count = 1; count < attempt && backOff < MAXIMUM_SECONDS; count += 1) backOff *= 2;
  return Math.min(backOff, MAXIMUM_SECONDS) * SECOND;
}

/** No container of the pod can keep the worker from another one: no hooks, no probes that kill, nothing to be initialised. */
function isSimple({ parts }: Life): boolean {
  if (parts.size === 1) return true;
  return [...parts.values()].every(({ role, container: { lifecycle, livenessProbe, startupProbe } }) => {
    return role === 'regular' && lifecycle === undefined && livenessProbe === undefined && startupProbe === undefined;
  });
}

/** One kubelet saw it run and exit by itself, in a sandbox that is still there, with no hook in the way. */
function isUndisturbed(life: Life, before: Instance, context: Context): boolean {
  const { history, scenario } = context;
  if (!isSimple(life) || before.runningAt === undefined || before.removed) return false;
  // What the runtime's death has made fail counts for back-off as well.
  if (mayHaveFailed(life.createdAt, context) || scenario.faults?.lag === true) return false;
  if (before.exited?.cause !== 'self' && before.exited?.cause !== 'injected') return false;
  const exitedAt = before.exited.at;
  const hookEnded = before.postStart === undefined ? 0 : (before.postStart.endedAt ?? context.at);
  const sameKubelet =
    life.createdAt >= history.kubelet.startedAt && before.sandbox === life.sandbox.serial && life.sandbox.serial === 0;
  // The worker of the pod waits for the end of every container that is to change, and of this one nobody asks meanwhile.
  const changed = Object.keys(life.imageUpdates).length > 0 || life.requests.length > 0;
  const fails = [...life.parts.keys()].some((name) => mayFail(behaviourOf(scenario, life.name, name)));
  return (
    sameKubelet &&
    hookEnded <= exitedAt &&
    before.kill === undefined &&
    !changed &&
    !fails &&
    !killedInSync(history, before)
  );
}

function mayFail({ createError, startError, attempts = [], pullErrors = 0 }: ContainerBehaviour): boolean {
  const all = [{ createError, startError }, ...attempts];
  return pullErrors > 0 || all.some((each) => (each.createError ?? false) || (each.startError ?? false));
}
