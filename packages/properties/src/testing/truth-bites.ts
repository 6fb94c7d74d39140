import * as tried from '../invariants/all-tried.ts';
import * as conditions from '../invariants/conditions.ts';
import * as end from '../invariants/end-begins.ts';
import * as images from '../invariants/images.ts';
import * as init from '../invariants/initialising.ts';
import * as killEvent from '../invariants/kill-event.ts';
import * as generation from '../invariants/observed-generation.ts';
import * as postStart from '../invariants/poststart-follows.ts';
import * as overRestart from '../invariants/ready-over-restart.ts';
import * as asked from '../invariants/readiness-asked.ts';
import * as reasons from '../invariants/reasons.ts';
import * as restart from '../invariants/restart.ts';
import * as sidecar from '../invariants/sidecar-gate.ts';
import * as times from '../invariants/times.ts';
import type { Bite } from './teeth.ts';
import { all, alter, cutAfter, delayFrom, drop, repeat, rewrite } from './trace.ts';

const pull = { kind: 'cri', call: 'PullImage', phase: 'begin' };

/** Changes that break the invariants about what is told of times, reasons and generations, and about what is not done twice. */
export const truthBites: readonly Bite[] = [
  {
    invariant: times.timesTruth,
    id: 'delete-basic',
    change: 'the container is said to have begun a second later',
    mutation: rewrite(0, '"startedAtS":2', '"startedAtS":3'),
  },
  {
    invariant: reasons.oomKilledSaysSo,
    id: 'oomkilled',
    change: 'the reason is Error',
    mutation: rewrite(0, 'OOMKilled', 'Error'),
  },
  {
    invariant: reasons.failedSaysWhy,
    id: 'evict-hard',
    change: 'the reason of the pod is missing',
    mutation: rewrite(0, '"reason":"Evicted"', '"unreason":"Evicted"'),
  },
  {
    invariant: reasons.failedStartSaysWhy,
    id: 'poststart-fails-runs-prestop',
    change: 'the container waits as if nothing had gone wrong',
    mutation: all(
      rewrite(0, 'PostStartHookError', 'ContainerCreating'),
      rewrite(0, 'CrashLoopBackOff', 'ContainerCreating'),
    ),
  },
  {
    invariant: generation.generationObserved,
    id: 'delete-basic',
    change: 'the status is of a generation that is still to come',
    mutation: rewrite(0, '"observedGeneration":1', '"observedGeneration":7'),
  },
  {
    invariant: overRestart.readyOverRestart,
    id: 'g-115',
    change: 'its containers are not ready after a restart of the kubelet',
    mutation: rewrite(26_885, '"ready":true', '"ready":false'),
  },
  {
    invariant: images.presentImageNotPulled,
    id: 'one-container-crashes-other-runs',
    change: 'an image is pulled once more',
    mutation: repeat(pull, 10_000),
  },
  {
    invariant: images.pullBackOff,
    id: 'g-89',
    change: 'the image is pulled again after 2.4 s',
    mutation: repeat(pull, 3_000),
  },
  {
    invariant: killEvent.probeKillRestarts,
    id: 'liveness-http',
    change: 'the event says nothing of a restart',
    mutation: alter({ kind: 'event', reason: 'Killing' }, { message: 'Container main failed liveness probe' }),
  },
  {
    invariant: end.endBeginsSoon,
    id: 'delete-basic',
    change: 'the kill begins 3 s late',
    mutation: delayFrom({ kind: 'cri', call: 'StopContainer', phase: 'begin' }, 3_000),
  },
  {
    invariant: postStart.postStartFollowsStart,
    id: 'e2e-lifecycle-hook-poststart-exec',
    change: 'the hook is not delivered',
    mutation: drop({ kind: 'hook', hook: 'postStart' }),
  },
  {
    invariant: tried.allTriedFirst,
    id: 'one-container-crashes-other-runs',
    change: 'the first container is never tried',
    mutation: all(
      drop({ kind: 'cri', call: 'CreateContainer', container: 'a#0' }),
      drop({ kind: 'cri', call: 'PullImage', image: 'img-a:1' }),
    ),
  },
  {
    invariant: restart.neverNoSecondSandbox,
    id: 'never-succeeds',
    change: 'the pod gets another sandbox',
    mutation: repeat({ kind: 'cri', call: 'RunPodSandbox', phase: 'begin' }, 10_000),
  },
  {
    invariant: conditions.initializedStays,
    id: 'init-sequence',
    change: 'the pod is not Initialized any more once it runs',
    mutation: rewrite(7_776, '"Initialized":"True"', '"Initialized":"False:ContainersNotInitialized"'),
  },
  {
    invariant: init.initStaysDone,
    id: 'init-sequence',
    change: 'the first init container waits again when the second one is done',
    mutation: rewrite(7_304, '"state":"terminated"', '"state":"waiting"'),
  },
  {
    invariant: sidecar.sidecarGate,
    id: 'sidecar-startup-probe-gates',
    change: 'no startup probe succeeds',
    mutation: drop({ kind: 'probe', probe: 'startup', outcome: 'ok' }),
  },
  {
    invariant: sidecar.sidecarGate,
    id: 'g-290',
    change: 'no startup probe of the second instance succeeds',
    mutation: drop({ kind: 'probe', probe: 'startup', container: 's1#1', outcome: 'ok' }),
  },
  {
    invariant: asked.readinessAsked,
    id: 'readiness-flaps',
    change: 'after the first probe no other one comes',
    mutation: cutAfter({ kind: 'probe', probe: 'readiness' }),
  },
];
