import { MILLISECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { History, Instance, Kill, Life, TerminationRequest } from './history.ts';
import { graceSecondsOf } from './pod-parts.ts';

/** The kubelet asks the runtime for this much time at least. *Source*: minimumGracePeriodInSeconds, kuberuntime_manager.go. */
const MINIMUM_STOP_SECONDS = 2;
/** From the API to the kubelet over its watch, unless the scenario says otherwise. */
const WATCH_MS = 8;
/** How much longer a delivery may take in a world that is not calm. */
const WATCH_LAG_MS = 2_000;
/** A worker takes up what was queued for it within this time. */
const WORKER_MS = 1;
/** A sync that was begun before waits so long for a newer status of the pod, and then does what it finds to do. */
const SYNC_WAITS_MS = 1_100;

/** The grace periods that a kill may have begun with, in seconds: more than one where the facts leave it open. */
export interface Graces {
  readonly seconds: readonly number[];
  readonly shortest: number;
  readonly longest: number;
  /** How long the kubelet may wait for the PreStop hook: the grace, but before 1.28 not that of an eviction. */
  readonly longestHook: number;
  /** Whether the time of the hook counts as used; before 1.28 not where the whole pod was deleted or evicted. */
  readonly deducts: boolean;
  /** The least that a container gets after its stop signal. */
  readonly minimum: number;
}

/**
 * The grace of a kill that began at `kill.at`.
 * *Source*: pkg/kubelet/pod_workers.go (calculateEffectiveGracePeriod), pkg/kubelet/kuberuntime/kuberuntime_container.go
 * (setTerminationGracePeriod), v1.36.
 */
export function gracesOf(history: History, life: Life, instance: Instance, kill: Kill): Graces {
  const spec = graceSecondsOf(life.pod);
  const container = life.parts.get(instance.container)?.container;
  const liveness = container?.livenessProbe?.terminationGracePeriodSeconds ?? spec;
  const startup = container?.startupProbe?.terminationGracePeriodSeconds ?? spec;
  const podKill = gracesOfPodKill(history, life, kill.at);
  switch (kill.cause) {
    case 'pod':
      return ofPod(history, life, podKill.seconds);
    case 'liveness':
      return graces([liveness]);
    case 'startup':
      return graces([startup]);
    case 'postStart':
    case 'definition':
    case 'runtimeUnknown':
      return graces([spec]);
    case 'restartAll':
      return graces([0]);
    case 'unknown':
      return ofPod(history, life, [...podKill.seconds, liveness, startup, spec, 0]);
  }
}

/** The kill of a pod that was deleted or evicted; before 1.28 (PR 115835) its two waits had a grace period each. */
function ofPod(history: History, life: Life, all: readonly number[]): Graces {
  if (history.minor >= 28 || life.requests.length === 0) return graces(all);
  const deletions = life.requests.filter((request) => request.kind === 'deletion').map((request) => request.seconds);
  return { ...graces(all), longestHook: Math.max(graceSecondsOf(life.pod), ...deletions), deducts: false, minimum: 1 };
}

function graces(all: readonly number[]): Graces {
  const longest = Math.max(...all);
  return {
    seconds: [...new Set(all)],
    shortest: Math.min(...all),
    longest,
    longestHook: longest,
    deducts: true,
    minimum: MINIMUM_STOP_SECONDS,
  };
}

/**
 * The effective grace of a kill of the whole pod at `at`: the smallest of the requests that the kubelet knows, at least
 * one second; the grace of the spec without any. Requests too young to be known for sure leave it open.
 * `certain`: some request was known for sure, so the pod is being ended for good.
 */
export function gracesOfPodKill(
  history: History,
  life: Life,
  at: Micros,
): { readonly seconds: readonly number[]; readonly certain: boolean } {
  const spec = graceSecondsOf(life.pod);
  const possible = life.requests.filter(
    (request) => request.kind === 'deletion' || request.generation === history.kubelet.generation,
  );
  const sure = possible.filter((request) => isCertain(history, life, request, at));
  const open = possible.filter((request) => !sure.includes(request));
  const values = (requests: readonly TerminationRequest[]): readonly number[] => {
    return requests.flatMap((request) => effective(history, request.seconds, spec));
  };
  // A preemption asks for no grace of its own: it has that of the spec where nothing was asked for before.
  const asking = sure.filter((request) => request.kind !== 'preemption' || request === possible[0]);
  // Where it comes so soon after a deletion that the kubelet may not know of that yet, it is open which was first.
  const perhaps = sure.filter((request) => {
    const earlier = possible.slice(0, possible.indexOf(request));
    const known = earlier.some((other) => isCertain(history, life, other, request.at));
    return request.kind === 'preemption' && earlier.length > 0 && !known;
  });
  const base = asking.length === 0 ? [spec, Math.max(1, spec)] : lowest(history, asking, spec);
  // A pod whose object went so soon before that the kubelet had not heard of it is ended with what was asked of it then.
  const overtaking = possible.filter((request, index) => {
    const earlier = possible.slice(0, index);
    const known = earlier.some((other) => isCertain(history, life, other, request.at));
    return life.removed !== undefined && request.kind !== 'deletion' && earlier.length > 0 && !known;
  });
  const shortened = values([...open, ...perhaps]).map((value) =>
    asking.length === 0 ? value : Math.min(value, ...base),
  );
  // An object that is gone may be unknown to the kubelet by now: an orphan gets one second.
  const known = life.static && life.requests.every((request) => request.at >= history.kubelet.startedAt);
  const orphan = life.removed === undefined || known ? [] : [1];
  const late = mayBeOfSync(life, sure, at);
  const first = values(overtaking);
  return {
    seconds: [...base, ...shortened, ...first, ...orphan, ...(late ? [spec] : [])],
    certain: sure.length > 0 && !late,
  };
}

/**
 * Whether the kill may be that of a sync which had begun when the pod was to be ended: one that replaces the sandbox, or
 * that finds nothing left to keep, because a probe or an init container has failed, or only sidecars are left, and
 * nothing may be started again; or that of a pod whose deadline has passed.
 * *Source*: pkg/kubelet/pod_workers.go (podWorkerLoop: GetNewerThan comes after startPodSync), v1.36.
 */
function mayBeOfSync(life: Life, sure: readonly TerminationRequest[], at: Micros): boolean {
  if (sure.some((request) => at - request.at > SYNC_WAITS_MS * MILLISECOND)) return false;
  const mayEnd = [...life.parts.values()].some(
    ({ role, container }) => role !== 'regular' || (container.livenessProbe ?? container.startupProbe) !== undefined,
  );
  const keepsNothing = mayEnd && (life.pod.spec.restartPolicy ?? 'Always') !== 'Always';
  const mayBeOver = life.pod.spec.activeDeadlineSeconds !== undefined;
  return sure.length > 0 && (keepsNothing || mayBeOver || life.sandbox.lostAt !== undefined);
}

function lowest(history: History, requests: readonly TerminationRequest[], spec: number): readonly number[] {
  return [Math.min(...requests.flatMap((request) => effective(history, request.seconds, spec)))];
}

/** Before 1.30 a grace of 0 counted as none given. */
function effective(history: History, seconds: number, spec: number): readonly number[] {
  if (seconds === 0 && history.minor < 30) return [Math.max(1, spec)];
  return [Math.max(1, seconds)];
}

/** Whether a kill that begins at `at` knows of the request for sure: where it does not, the grace is open. */
function isCertain(history: History, life: Life, request: TerminationRequest, at: Micros): boolean {
  // A kubelet lists all pods when it starts.
  if (request.at < history.kubelet.startedAt) return request.kind === 'deletion';
  const age = at - request.at;
  if (request.kind !== 'deletion') return request.heeded === true && age >= WORKER_MS * MILLISECOND;
  const soonest = ((history.scenario.runtime?.watchMs ?? WATCH_MS) + WORKER_MS) * MILLISECOND;
  const lags = history.scenario.faults?.lag === true;
  // A kill at the very moment when the request arrives is its effect; of two that may lag, it is that of either.
  if (age === soonest) return !lags || life.requests.length === 1;
  return !lags && age >= soonest + WATCH_LAG_MS * MILLISECOND;
}
