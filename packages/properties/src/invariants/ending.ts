import { MILLISECOND } from '@simlet/core';
import { mayHaveFailed } from '../history/calls-may-fail.ts';
import { mayDropEvent } from '../history/event-budget.ts';
import { graceSecondsOf } from '../history/pod-parts.ts';
import { killBegunBy, knownInstance, knownLife } from '../history/lookup.ts';
import { broken, kept } from '../invariant.ts';
import type { Finding, Invariant, Step } from '../invariant.ts';
import { always } from '../rule.ts';
import { isTerminal } from './phase.ts';

/** The opposite of a force deletion. */
export const deletionWaitsForTheKubelet: Invariant<null> = always(
  {
    id: 'deletion-waits-for-the-kubelet',
    sentence: 'A pod that is deleted with a grace above zero stays in the API until its kubelet removes it.',
    source: 'pkg/registry/core/pod/strategy.go (CheckGracefulDelete), v1.36',
  },
  ['api/delete'],
  (fact, context) => {
    if (fact.by !== 'user' || fact.result === 'notFound') return undefined;
    const life = knownLife(context.history, fact.pod);
    if (life === undefined || life.removed !== undefined || isTerminal(life.status?.phase)) return undefined;
    if ((fact.requestedGraceSeconds ?? graceSecondsOf(life.pod)) === 0) return undefined;
    if (life.requests.some(({ kind, seconds }) => kind === 'deletion' && seconds === 0)) return undefined;
    if (fact.result !== 'removed') return kept;
    return broken(fact.pod, undefined, 'The pod was removed at once though it was deleted with a grace.');
  },
);

/** PHASE-TRUTH of evictions. A pod whose containers all exit with 0 is Succeeded all the same, since 1.27. */
export const evictedSaysSo: Invariant<null> = always(
  {
    id: 'evicted-says-so',
    sentence:
      'A pod with restart policy Always that is ended by an eviction and is reported as Failed has the reason Evicted.',
    source: 'pkg/kubelet/eviction/eviction_manager.go (evictPod), pkg/kubelet/kubelet.go (SyncTerminatingPod), v1.36',
  },
  ['status'],
  (fact, context) => {
    const life = knownLife(context.history, fact.pod);
    const terminating = life?.terminating;
    if (life === undefined || fact.status.phase !== 'Failed' || context.history.minor < 27) return undefined;
    const [first] = life.requests;
    const generation = context.history.kubelet.generation;
    // A kill that fails is tried again: then it is open what the pod is ended for.
    if (mayHaveFailed(life.createdAt, context) || life.pod.spec.activeDeadlineSeconds !== undefined) return undefined;
    // A status that takes a final exit back is dropped whole, be it the one that tells of the eviction.
    if ((life.pod.spec.restartPolicy ?? 'Always') !== 'Always') return undefined;
    if (first?.kind !== 'eviction' || first.heeded !== true || first.generation !== generation) return undefined;
    // The last of the node's requests gives the reason.
    if (life.requests.some(({ kind }) => kind === 'preemption' || kind === 'shutdown')) return undefined;
    if (terminating?.generation !== generation || terminating.at < first.at) return undefined;
    if (fact.status.reason === 'Evicted') return kept;
    return broken(fact.pod, undefined, 'The pod was evicted and was reported as Failed without the reason Evicted.');
  },
);

/** NO-ORPHAN-KILL. */
export const killHasACause: Invariant<null> = always(
  {
    id: 'kill-has-a-cause',
    sentence: 'The regular containers of a pod are stopped together only if somebody or something has ended the pod.',
    source: 'pkg/kubelet/kubelet_pods.go (HandlePodCleanups: sourcesReady), v1.36; kubernetes/kubernetes issue 15195',
  },
  ['cri/StopContainer/begin'],
  (fact, context) => {
    const found = knownInstance(context.history, fact.pod, fact.container);
    if (found === undefined) return undefined;
    const { life, instance } = found;
    const { cause } = killBegunBy(context.history, life, instance, context.at);
    if (life.parts.get(instance.container)?.role !== 'regular') return undefined;
    if (cause !== 'pod' && (cause !== 'unknown' || mayDropEvent(context.history, life, 'Normal'))) return undefined;
    const ended = life.requests.length > 0 || life.removed !== undefined || isTerminal(life.status?.phase);
    if (ended) return kept;
    const { sandbox } = life;
    if (sandbox.lostAt !== undefined || sandbox.serial > 0 || instance.sandbox !== sandbox.serial) return undefined;
    if (life.pod.spec.activeDeadlineSeconds !== undefined || life.parts.size > life.pod.spec.containers.length)
      return undefined;
    // Where a container is not started again, a probe that fails ends the pod.
    const restarts = life.pod.spec.restartPolicy !== 'Never';
    const probed = life.pod.spec.containers.some((each) => each.livenessProbe ?? each.startupProbe);
    if (!restarts && probed) return undefined;
    return broken(life.name, instance.id, `${instance.id} was stopped though nobody had ended its pod.`);
  },
);

/** Pods of which a call that stops something has failed since their last kill. */
type Failing = ReadonlySet<string>;

/** EVENT-TRUTH of kills. */
export const failedKillEvent: Invariant<Failing> = {
  id: 'failed-kill-event',
  sentence: 'The kubelet says that it could not kill a pod only if the runtime could not stop something of it.',
  kind: 'always',
  standing: 'kubernetes',
  source: 'pkg/kubelet/kubelet.go (SyncTerminatingPod: FailedKillPod), v1.36',
  facts: ['cri/StopContainer', 'cri/StopPodSandbox', 'event/FailedKillPod', 'api/created'],
  begins: ['cri', 'event'],
  start: () => new Set(),
  step(state, fact, context): Step<Failing> {
    if (fact.kind === 'api') return { state: new Set([...state].filter((pod) => pod !== fact.pod)), findings: [] };
    if (fact.kind === 'cri') {
      if (fact.pod === undefined || fact.result === undefined) return { state, findings: [] };
      if (fact.result === 'ok') return { state, findings: [kept] };
      return { state: new Set(state).add(fact.pod), findings: [] };
    }
    if (fact.kind !== 'event') return { state, findings: [] };
    if (knownLife(context.history, fact.pod) === undefined || state.has(fact.pod)) return { state, findings: [] };
    const message = 'The kubelet said that it could not kill the pod, and no stop had failed.';
    const findings: readonly Finding[] = [broken(fact.pod, undefined, message)];
    return { state, findings };
  },
  finish: () => [],
};

/** HOOK-BOUND, as the real kubelet has it. */
export const sleepHookRunsItsTime: Invariant<null> = always(
  {
    id: 'sleep-hook-runs-its-time',
    sentence: 'A sleep hook takes as long as it says, whatever becomes of its container.',
    source: 'pkg/kubelet/lifecycle/handlers.go (runSleepHandler), v1.36; kubernetes/kubernetes issue 134338',
  },
  ['hook/postStart/end', 'hook/preStop/end'],
  (fact, context) => {
    if (fact.handler !== 'sleep' || fact.durMs === undefined) return undefined;
    if (fact.outcome === 'kubeletStop' || fact.outcome === 'notRunning' || fact.outcome === 'canceled')
      return undefined;
    const found = knownInstance(context.history, fact.pod, fact.container);
    const sleep = found?.life.parts.get(found.instance.container)?.container.lifecycle?.[fact.hook]?.sleep;
    if (sleep === undefined) return undefined;
    if (fact.durMs * MILLISECOND === sleep.seconds * 1_000 * MILLISECOND) return kept;
    const message = `The sleep of ${sleep.seconds} s for ${fact.container} ended after ${fact.durMs / 1_000} s.`;
    return broken(fact.pod, fact.container, message);
  },
);
