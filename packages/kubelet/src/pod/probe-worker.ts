import { SECOND } from '@simlet/core';

import { PROBE_TRIES } from '../constants.ts';
import type { ApiPod } from '../api-pod.ts';
import { leapTo } from '../foresight.ts';
import type { RuntimeAnswer } from '../messages.ts';
import { ask, nextCall } from './calls.ts';
import { containerEvent } from './events.ts';
import { nextGridPoint } from './grid.ts';
import { judgeProbe, probeHandler } from './probe-outcome.ts';
import { publish } from './probe-publish.ts';
import { changeWorker, forgetResult, removeWorker, workerOf } from './probe-results.ts';
import { outlivedKubelet } from './probe-restart.ts';
import { restsUntil } from './rest.ts';
import { shownStatus } from './shown-status.ts';
import { findContainer, isInitContainer, mayRestartAfterExit, restartPolicyOf } from './spec.ts';
import { isPodTerminal } from './terminal.ts';
import type { PodState, PodTurn, ProbeResult, ProbeWorker } from './state.ts';
import { probeOf } from './probe-spec.ts';
import { takeTrigger } from './probe-trigger.ts';

/** Ends a worker and forgets its verdict; a probe under way is let finish. */
export const endWorker = (pod: PodState, turn: PodTurn, key: string): void => {
  const worker = workerOf(pod, key);
  if (worker === undefined) return;
  if (worker.timer !== undefined) turn.cancel(worker.timer);
  if (worker.inFlight !== undefined) {
    changeWorker(pod, worker, (next) => {
      next.stopped = true;
    });
    return;
  }
  removeWorker(pod, key);
  if (worker.instance !== undefined) forgetResult(pod, worker.type, worker.instance);
};

/** A status computation asked for a readiness probe out of turn. */
export const probeTriggered = (pod: PodState, turn: PodTurn, key: string): void => {
  const worker = workerOf(pod, key);
  if (worker === undefined) return;
  const tickerFrom = pod.features.triggerResetsTicker ? turn.now : worker.tickerFrom;
  changeWorker(pod, worker, (next) => {
    next.timer = undefined;
    next.taken = false;
    next.tickerFrom = tickerFrom;
  });
  round(pod, turn, key);
};

/** The period of a worker is over. */
export const probeDue = (pod: PodState, turn: PodTurn, key: string): void => {
  const worker = workerOf(pod, key);
  if (worker === undefined || worker.inFlight !== undefined) return;
  changeWorker(pod, worker, (next) => {
    next.timer = undefined;
    next.begun = true;
  });
  round(pod, turn, key);
};

/** One round of a worker. *Source:* pkg/kubelet/prober/worker.go, doProbe; docs/fidelity.md 1.8.3. */
const round = (pod: PodState, turn: PodTurn, key: string): void => {
  const verdict = lookAround(pod, turn, key);
  if (verdict === 'end') endWorker(pod, turn, key);
  else if (verdict === 'wait') awaitTick(pod, turn, key, turn.now);
  else send(pod, turn, key, 1);
};

const awaitTick = (pod: PodState, turn: PodTurn, key: string, since: number): void => {
  const worker = workerOf(pod, key);
  if (worker === undefined) return;
  if (worker.triggered) return takeTrigger(pod, turn, key);
  const tick = nextGridPoint(worker.tickerFrom, worker.period, since);
  const at = tick <= turn.now ? turn.now : leapTo(tick, worker.period, restsUntil(pod, turn.now));
  const timer = turn.after(at - turn.now, { kind: 'probe-due', key });
  changeWorker(pod, worker, (next) => {
    next.timer = timer;
  });
};

const lookAround = (pod: PodState, turn: PodTurn, key: string): 'probe' | 'wait' | 'end' => {
  const before = workerOf(pod, key);
  const status = pod.status.status;
  const api = pod.pod ?? pod.lastPod;
  if (before === undefined || api === undefined) return 'end';
  if (status === undefined) return 'wait';
  if (isPodTerminal(status.phase)) return 'end';
  const shown = shownStatus(status, before.container);
  if (shown?.id === undefined) return 'wait';
  if (before.instance !== shown.id) newInstance(pod, turn, before, shown.id);
  const worker = workerOf(pod, key);
  if (worker === undefined || worker.onHold) return 'wait';
  if (shown.state !== 'running') {
    publish(pod, turn, worker.type, shown.id, 'failure');
    return shown.state === 'waiting' || mayRunAgain(pod, api, worker.container, shown.exitCode ?? 0) ? 'wait' : 'end';
  }
  const container = findContainer(api.spec, worker.container);
  const probe = container === undefined ? undefined : probeOf(container, worker.type);
  const age = Math.floor((turn.now - (shown.startedAtS ?? 0) * SECOND) / SECOND);
  if (age < (probe?.initialDelaySeconds ?? 0)) return 'wait';
  return shown.started === (worker.type === 'startup') ? 'wait' : 'probe';
};

/** Up to 1.34 only the policy of the pod was asked; now whether this container starts again after this exit. */
const mayRunAgain = (pod: PodState, api: ApiPod, name: string, exitCode: number): boolean => {
  const container = findContainer(api.spec, name);
  const ofPod = pod.features.mutants['sidecar-startup-worker-gone'] === true;
  if (ofPod && isInitContainer(api.spec, name)) return restartPolicyOf(api.spec) !== 'Never';
  if (container === undefined || isInitContainer(api.spec, name)) return container !== undefined;
  if (pod.features.restartRules) return mayRestartAfterExit(api.spec, container, exitCode);
  return restartPolicyOf(api.spec) !== 'Never';
};

const INITIAL: Readonly<Record<ProbeWorker['type'], ProbeResult>> = {
  startup: 'unknown',
  readiness: 'failure',
  liveness: 'success',
};

const newInstance = (pod: PodState, turn: PodTurn, worker: ProbeWorker, instance: string): void => {
  if (worker.instance !== undefined) forgetResult(pod, worker.type, worker.instance);
  changeWorker(pod, worker, (next) => {
    next.instance = instance;
    next.onHold = false;
  });
  if (outlivedKubelet(pod, instance)) return;
  const passed = pod.features.mutants['startup-probe-lost-on-restart'] === true && worker.type === 'startup';
  const first = passed && worker.instance !== undefined ? 'success' : INITIAL[worker.type];
  publish(pod, turn, worker.type, instance, first);
};

const send = (pod: PodState, turn: PodTurn, key: string, tries: number): void => {
  const worker = workerOf(pod, key);
  const api = pod.pod ?? pod.lastPod;
  const container = worker === undefined || api === undefined ? undefined : findContainer(api.spec, worker.container);
  const probe = worker === undefined || container === undefined ? undefined : probeOf(container, worker.type);
  if (worker === undefined || probe === undefined || worker.instance === undefined) return;
  const since = worker.inFlight?.since ?? turn.now;
  changeWorker(pod, worker, (next) => {
    next.inFlight = { since, tries };
  });
  ask(pod, turn, {
    kind: 'probe',
    call: nextCall(pod, { kind: 'probe', key }),
    probe: worker.type,
    handler: probeHandler(probe),
    container: worker.container,
    id: worker.instance,
    timeoutSeconds: probe.timeoutSeconds ?? 1,
    cancelled: worker.cancelled || endsWithPod(pod),
  });
};

const endsWithPod = (pod: PodState): boolean =>
  pod.worker.terminatingAt !== undefined && pod.features.mutants['exec-readiness-dies-at-termination'] === true;

/** The runtime says how a probe ended. */
export const probeAnswered = (pod: PodState, turn: PodTurn, key: string, answer: RuntimeAnswer): void => {
  const worker = workerOf(pod, key);
  const api = pod.pod ?? pod.lastPod;
  if (worker?.inFlight === undefined || api === undefined) return;
  const container = findContainer(api.spec, worker.container);
  const probe = container === undefined ? undefined : probeOf(container, worker.type);
  if (container === undefined || probe === undefined) return;
  const verdict = judgeProbe(pod, worker.type, container, probe, answer);
  if (verdict.errored && worker.inFlight.tries < PROBE_TRIES) return send(pod, turn, key, worker.inFlight.tries + 1);
  if (verdict.event !== undefined) containerEvent(pod, turn, worker.container, 'Warning', 'Unhealthy', verdict.event);
  if (verdict.errored) {
    changeWorker(pod, worker, (next) => {
      next.inFlight = undefined;
    });
  } else count(pod, turn, worker, probe, verdict.ok ? 'success' : 'failure');
  if (worker.stopped) endWorker(pod, turn, key);
  else awaitTick(pod, turn, key, worker.inFlight.since);
};

const count = (
  pod: PodState,
  turn: PodTurn,
  worker: ProbeWorker,
  probe: { readonly failureThreshold?: number; readonly successThreshold?: number },
  result: 'success' | 'failure',
): void => {
  const run = worker.lastResult === result ? worker.run + 1 : 1;
  const threshold = result === 'failure' ? (probe.failureThreshold ?? 3) : (probe.successThreshold ?? 1);
  const decided = run >= threshold && worker.instance !== undefined;
  const final = decided && (worker.type === 'startup' || (worker.type === 'liveness' && result === 'failure'));
  const forgets = final && pod.features.mutants['probe-failures-survive-restart'] !== true;
  changeWorker(pod, worker, (next) => {
    next.inFlight = undefined;
    next.lastResult = result;
    next.run = forgets ? 0 : run;
    next.onHold ||= final;
  });
  if (decided) publish(pod, turn, worker.type, worker.instance, result);
};
