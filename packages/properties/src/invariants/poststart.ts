import type { Micros } from '@simlet/core';
import type { Fact, HookFact } from '@simlet/kubelet';
import type { Context, Finding, Invariant } from '../invariant.ts';
import type { Instance, Life } from '../history/history.ts';
import { knownInstance, knownLife } from '../history/lookup.ts';
import { containerName } from '../history/pod-parts.ts';
import { broken, kept } from '../invariant.ts';
import { always } from '../rule.ts';
import { seconds } from '../seconds.ts';
import { hookFailed } from '../history/hook-result.ts';

const startContainer = 'pkg/kubelet/kuberuntime/kuberuntime_container.go (startContainer), v1.36';

/** S1, POSTSTART-ONCE. */
export const postStartOnce: Invariant<null> = always(
  {
    id: 'poststart-once',
    sentence:
      'PostStart is delivered at most once to an instance of a container, and only after that instance was started.',
    source: startContainer,
  },
  ['hook/postStart/start'],
  (fact, context) => {
    const found = knownInstance(context.history, fact.pod, fact.container);
    if (found === undefined && knownLife(context.history, fact.pod) === undefined) return undefined;
    if (found === undefined)
      return broken(fact.pod, fact.container, `PostStart was delivered to ${fact.container}, which was never created.`);
    const { life, instance } = found;
    if (instance.postStart !== undefined)
      return broken(life.name, instance.id, `PostStart was delivered twice to ${instance.id}.`);
    if (instance.runningAt === undefined)
      return broken(life.name, instance.id, `PostStart was delivered to ${instance.id} before it ran.`);
    return kept;
  },
);

function runningPostStart(context: Context, life: Life, except: string | undefined): Instance | undefined {
  const generation = context.history.kubelet.generation;
  return life.instances.find((instance) => {
    const run = instance.postStart;
    return instance.id !== except && run !== undefined && run.endedAt === undefined && run.generation === generation;
  });
}

/** S2, POSTSTART-ORDER. */
export const postStartBeforeNext: Invariant<null> = always(
  {
    id: 'poststart-before-next-container',
    sentence:
      'No later container of the pod is pulled, created or started before the PostStart hook of an earlier one ended.',
    source: `${startContainer}; pkg/kubelet/kuberuntime/kuberuntime_manager.go (SyncPod)`,
  },
  ['cri/PullImage/begin', 'cri/CreateContainer/begin', 'cri/StartContainer/begin', 'hook/postStart/end'],
  (fact, context) => {
    if (fact.kind === 'hook') {
      const found = knownInstance(context.history, fact.pod, fact.container);
      return found !== undefined && found.life.parts.size > 1 ? kept : undefined;
    }
    if (fact.pod === undefined) return undefined;
    const life = knownLife(context.history, fact.pod);
    if (life === undefined) return undefined;
    const busy = runningPostStart(context, life, fact.container);
    if (busy === undefined) return undefined;
    const what = fact.container ?? fact.image ?? 'another container';
    return broken(
      life.name,
      busy.id,
      `${fact.call} of ${what} began while the PostStart hook of ${busy.id} still ran.`,
    );
  },
);

/** S4: one worker does everything for a pod, one thing after another. */
export const postStartBlocksStop: Invariant<null> = always(
  {
    id: 'poststart-blocks-the-pod',
    sentence:
      'While a PostStart hook runs, the kubelet neither stops a container of the pod nor delivers PreStop to one.',
    source: 'pkg/kubelet/pod_workers.go (one worker for each pod); kubernetes/kubernetes issues 113606 and 122222',
  },
  ['cri/StopContainer/begin', 'hook/preStop/start', 'hook/postStart/end'],
  (fact, context) => {
    if (fact.kind === 'hook' && fact.hook === 'postStart') return kept;
    if (fact.pod === undefined) return undefined;
    const life = knownLife(context.history, fact.pod);
    if (life === undefined) return undefined;
    const busy = runningPostStart(context, life, undefined);
    if (busy === undefined) return undefined;
    return broken(
      life.name,
      busy.id,
      `A container of the pod was stopped while the PostStart hook of ${busy.id} still ran.`,
    );
  },
);

/** P-4, POSTSTART-ORDER. */
export const runningAfterPostStart: Invariant<null> = always(
  {
    id: 'running-after-poststart',
    sentence: 'A container is reported as running only after its PostStart hook ended.',
    source: 'pkg/kubelet/kubelet.go (SyncPod: the status is written before the containers are started)',
  },
  ['status'],
  (fact, context) => {
    const life = knownLife(context.history, fact.pod);
    if (life === undefined) return undefined;
    let seen = false;
    for (const status of [...(fact.status.initContainers ?? []), ...(fact.status.containers ?? [])]) {
      if (status.state !== 'running' || status.id === undefined) continue;
      const run = knownInstance(context.history, fact.pod, status.id)?.instance.postStart;
      if (run === undefined) continue;
      seen = true;
      if (run.endedAt === undefined && run.generation === context.history.kubelet.generation) {
        return broken(
          life.name,
          status.id,
          `${status.id} was reported as running ${seconds(context.at - run.startedAt)} after its PostStart hook began, and the hook still ran.`,
        );
      }
    }
    return seen ? kept : undefined;
  },
);

/** PostStart hooks that failed at some instant and whose kill is still to be seen. */
interface Failed {
  readonly at: Micros;
  readonly pod: string;
  readonly container: string;
}

/** S15, POSTSTART-FAIL. */
export const failedPostStartKills: Invariant<ReadonlySet<Failed>> = {
  id: 'failed-poststart-kills',
  sentence: 'A container whose PostStart hook failed is killed at once.',
  kind: 'always',
  standing: 'kubernetes',
  source: startContainer,
  facts: ['hook', 'cri', 'kubelet', 'container', 'status', 'signal', 'api'],
  begins: ['hook/postStart/end'],
  start: () => new Set(),
  step(state, fact, context) {
    const overdue = [...state].filter((failed) => failed.at < context.at);
    const findings = overdue.map(notKilled);
    let open = [...state].filter((failed) => failed.at === context.at);
    if (fact.kind === 'kubelet') open = [];
    if (fact.kind === 'hook' && failedPostStart(fact, context))
      open = [...open, { at: context.at, pod: fact.pod, container: fact.container }];
    const answered = open.filter((failed) => beginsKill(fact, failed));
    return {
      state: new Set(open.filter((failed) => !answered.includes(failed))),
      findings: [...findings, ...answered.map(() => kept)],
    };
  },
  finish: (state, context) => [...state].filter((failed) => failed.at < context.at).map(notKilled),
};

/** A kubelet that died at the same moment saw nothing of it. */
function failedPostStart(fact: HookFact, { history, scenario }: Context): boolean {
  return fact.hook === 'postStart' && fact.phase === 'end' && history.kubelet.up && hookFailed(fact, scenario);
}

function beginsKill(fact: Fact, failed: Failed): boolean {
  const preStop = fact.kind === 'hook' && fact.hook === 'preStop';
  const stop = fact.kind === 'cri' && fact.call === 'StopContainer' && fact.phase === 'begin';
  if ((!preStop && !stop) || fact.pod !== failed.pod || fact.container === undefined) return false;
  return containerName(fact.container) === containerName(failed.container);
}

function notKilled(failed: Failed): Finding {
  return broken(
    failed.pod,
    failed.container,
    `The PostStart hook of ${failed.container} failed, and the container was not killed.`,
  );
}

/** N9, the part of it that holds: never Ready after a failed PostStart. */
export const failedPostStartNeverReady: Invariant<null> = always(
  {
    id: 'failed-poststart-never-ready',
    sentence: 'A kubelet never reports an instance as ready whose PostStart hook it saw fail.',
    source: startContainer,
  },
  ['status', 'hook/postStart/end'],
  (fact, context) => {
    if (fact.kind === 'hook') return failedPostStart(fact, context) ? kept : undefined;
    for (const status of [...(fact.status.initContainers ?? []), ...(fact.status.containers ?? [])]) {
      if (status.id === undefined || status.state !== 'running' || !status.ready) continue;
      const instance = knownInstance(context.history, fact.pod, status.id)?.instance;
      const run = instance?.postStart;
      // A runtime that failed to stop it leaves it running, and the kubelet does not try again (kuberuntime_container.go).
      if (instance?.stopFailedAt !== undefined) continue;
      // A kubelet that died before it had killed the container leaves it to one that knows nothing of the failure.
      if (run?.failed !== true || run.generation !== context.history.kubelet.generation) continue;
      return broken(fact.pod, status.id, `${status.id} was reported as ready though its PostStart hook failed.`);
    }
    return undefined;
  },
);
