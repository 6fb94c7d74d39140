import type { Invariant } from './invariant.ts';
import { initializedStays, initializedTruth } from './invariants/conditions.ts';
import { deadlineEndsPod } from './invariants/deadline.ts';
import { failedProbeAnnounced, startAnnounced } from './invariants/event-truth.ts';
import { lastStateKept } from './invariants/last-state.ts';
import { probeInitialDelay, probePeriod } from './invariants/probe-schedule.ts';
import { failedProbeEndsContainer } from './invariants/probe-verdict.ts';
import { readinessAsked } from './invariants/readiness-asked.ts';
import { readyByProbe } from './invariants/readiness.ts';
import { restartInTime } from './invariants/restart-in-time.ts';
import { finishedPodSaysSo, runningPodSaysSo } from './invariants/settled-status.ts';
import { handlerAsDeclared, imageUpdateRestarts } from './invariants/spec-followed.ts';
import { startsInSpecOrder } from './invariants/start-order.ts';
import { deletedPodGone, deletionOnlyShortens, removedAfterStop, removedOnlyOnRequest } from './invariants/deletion.ts';
import {
  deletionWaitsForTheKubelet,
  evictedSaysSo,
  failedKillEvent,
  killHasACause,
  sleepHookRunsItsTime,
} from './invariants/ending.ts';
import { failedHookEvent } from './invariants/hook-events.ts';
import { createThenStart, initOnce, initOrder, initSucceedsOnce } from './invariants/init-order.ts';
import { initStaysDone, oomKilledInitFails, pendingWhileInitialising } from './invariants/initialising.ts';
import { failedHasACause, noStartAfterTerminal, phaseForward, terminalAfterStop } from './invariants/phase.ts';
import {
  failedPostStartKills,
  failedPostStartNeverReady,
  postStartBeforeNext,
  postStartBlocksStop,
  postStartOnce,
  runningAfterPostStart,
} from './invariants/poststart.ts';
import {
  execHookEndsWithContainer,
  killAnnounced,
  preStopBoundedByGrace,
  preStopDelivered,
  preStopNeedsGrace,
  preStopOncePerKill,
  preStopOnlyOnRunning,
  stopAfterPreStop,
} from './invariants/prestop.ts';
import { allTriedFirst } from './invariants/all-tried.ts';
import { countGoesOn } from './invariants/count-goes-on.ts';
import { endBeginsSoon } from './invariants/end-begins.ts';
import { presentImageNotPulled, pullBackOff } from './invariants/images.ts';
import { probeKillRestarts } from './invariants/kill-event.ts';
import { staticPodShown } from './invariants/mirror.ts';
import { generationObserved } from './invariants/observed-generation.ts';
import { readyOverRestart } from './invariants/ready-over-restart.ts';
import { failedSaysWhy, failedStartSaysWhy, oomKilledSaysSo } from './invariants/reasons.ts';
import { timesTruth } from './invariants/times.ts';
import { failingProbeKills, livenessEndsWithTermination, readinessStaysProbed } from './invariants/probe-continuity.ts';
import {
  noProbeKillWhileTerminating,
  probeOnlyRunning,
  probeThreshold,
  probeTimeout,
  startupGate,
  startupProbeOver,
} from './invariants/probes.ts';
import { firstRestartAtOnce, podGoesOn } from './invariants/progress.ts';
import { backOff, neverNoSecondSandbox, restartPolicyKept } from './invariants/restart.ts';
import { postStartFollowsStart } from './invariants/poststart-follows.ts';
import { sidecarGate } from './invariants/sidecar-gate.ts';
import { sidecarOrder } from './invariants/sidecar-order.ts';
import { staticPodsTakeTurns } from './invariants/static-pods.ts';
import {
  exitCodeTruth,
  readyNeedsRunning,
  restartCount,
  statusCatchesUp,
  succeededMeansZero,
} from './invariants/status-truth.ts';
import {
  killNotEarly,
  killNotLate,
  sigtermOnce,
  stopTimeout,
  stopWithoutDelay,
  twoSecondsAfterSignal,
} from './invariants/stop.ts';
import {
  attemptsCount,
  noStartAfterKill,
  noStartAfterRestart,
  oneInstance,
  preStopsTogether,
  sandboxLast,
  stoppedBeforeSandbox,
} from './invariants/worker.ts';

/** What Kubernetes promises and the real kubelet keeps: a run of the model that breaks one of these shows a fault of the model. */
export const invariants: readonly Invariant[] = [
  stopAfterPreStop,
  preStopBoundedByGrace,
  preStopOnlyOnRunning,
  preStopNeedsGrace,
  preStopDelivered,
  preStopOncePerKill,
  execHookEndsWithContainer,
  killAnnounced,
  stopTimeout,
  stopWithoutDelay,
  killNotEarly,
  killNotLate,
  twoSecondsAfterSignal,
  sigtermOnce,
  preStopsTogether,
  sidecarOrder,
  sandboxLast,
  postStartOnce,
  postStartBeforeNext,
  postStartBlocksStop,
  runningAfterPostStart,
  failedPostStartKills,
  failedPostStartNeverReady,
  failedHookEvent,
  createThenStart,
  initOrder,
  initOnce,
  oneInstance,
  attemptsCount,
  noStartAfterKill,
  noStartAfterRestart,
  noStartAfterTerminal,
  phaseForward,
  terminalAfterStop,
  removedAfterStop,
  removedOnlyOnRequest,
  deletionOnlyShortens,
  deletedPodGone,
  restartPolicyKept,
  backOff,
  startupGate,
  startupProbeOver,
  probeOnlyRunning,
  probeTimeout,
  probeThreshold,
  noProbeKillWhileTerminating,
  readyNeedsRunning,
  restartCount,
  exitCodeTruth,
  succeededMeansZero,
  statusCatchesUp,
  readinessStaysProbed,
  livenessEndsWithTermination,
  failingProbeKills,
  podGoesOn,
  firstRestartAtOnce,
  pendingWhileInitialising,
  oomKilledInitFails,
  deletionWaitsForTheKubelet,
  evictedSaysSo,
  killHasACause,
  failedKillEvent,
  sleepHookRunsItsTime,
  handlerAsDeclared,
  startsInSpecOrder,
  initSucceedsOnce,
  stoppedBeforeSandbox,
  restartInTime,
  imageUpdateRestarts,
  deadlineEndsPod,
  probeInitialDelay,
  probePeriod,
  failedProbeEndsContainer,
  readyByProbe,
  lastStateKept,
  initializedTruth,
  failedHasACause,
  runningPodSaysSo,
  finishedPodSaysSo,
  startAnnounced,
  failedProbeAnnounced,
  staticPodsTakeTurns,
  staticPodShown,
  timesTruth,
  oomKilledSaysSo,
  failedSaysWhy,
  failedStartSaysWhy,
  generationObserved,
  readyOverRestart,
  presentImageNotPulled,
  probeKillRestarts,
  pullBackOff,
  countGoesOn,
  endBeginsSoon,
  postStartFollowsStart,
  allTriedFirst,
  neverNoSecondSandbox,
  initializedStays,
  initStaysDone,
  sidecarGate,
  readinessAsked,
];
