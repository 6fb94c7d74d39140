import type { CompactContainerStatus, StatusFact } from '@simlet/kubelet';
import { SECOND } from '@simlet/core';
import { mayHaveFailed } from '../history/calls-may-fail.ts';
import type { Instance, Life } from '../history/history.ts';
import {
  isRunning,
  isTakenOver,
  killedInSync,
  knownInstance,
  knownLife,
  newestOf,
  openKill,
} from '../history/lookup.ts';
import { awaitsAnswer, isWithoutRuntime, statusesLag } from '../history/standstill.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Finding, Invariant } from '../invariant.ts';
import { always, eventually } from '../rule.ts';
import { seconds } from '../seconds.ts';
import { allContainers, isTerminal } from './phase.ts';

const generate = 'pkg/kubelet/status/generate.go, pkg/kubelet/prober/prober_manager.go (UpdatePodStatus), v1.36';

/** S25, READY-TRUTH. */
export const readyNeedsRunning: Invariant<null> = always(
  {
    id: 'ready-needs-running',
    sentence:
      'A container is reported as ready only if it is started, and as started only if it runs; a pod is Ready only if all its regular containers and sidecars are.',
    source: generate,
  },
  ['status'],
  (fact, context) => {
    const life = knownLife(context.history, fact.pod);
    if (life === undefined) return undefined;
    const lasting = allContainers(fact.status).filter(({ name }) => life.parts.get(name)?.role !== 'init');
    // A container that the last status of a pod has lost keeps the flags that it had.
    const dead = lasting.find(({ ready, started, state, reason }) => {
      return (ready || started) && state !== 'running' && reason !== 'ContainerStatusUnknown';
    });
    if (dead !== undefined)
      return broken(
        fact.pod,
        dead.id ?? dead.name,
        `${dead.name} was reported as ready or started while its state was ${dead.state}.`,
      );
    const early = lasting.find((status) => status.ready && !status.started && !mayLag(status, fact.pod, context));
    if (early !== undefined)
      return broken(fact.pod, early.id ?? early.name, `${early.name} was reported as ready before it was started.`);
    const ready = fact.status.conditions['Ready'] === 'True';
    const late = lasting.find((status) => !status.ready);
    if (ready && late !== undefined)
      return broken(fact.pod, late.id ?? late.name, `The pod was reported as Ready while ${late.name} was not.`);
    if (ready && fact.status.conditions['ContainersReady'] !== 'True')
      return broken(fact.pod, undefined, 'The pod was reported as Ready while ContainersReady was not True.');
    return ready ? kept : undefined;
  },
);

/** `ready` and `started` are written one after the other where the kubelet judges by what it took over. */
function mayLag(status: CompactContainerStatus, pod: string, { history }: Context): boolean {
  const found = knownInstance(history, pod, status.id);
  if (found === undefined || killedInSync(history, found.instance)) return true;
  return isTakenOver(history, found.life, found.instance);
}

/** RESTARTCOUNT. */
export const restartCount: Invariant<null> = always(
  {
    id: 'restart-count',
    sentence:
      'The restart count of a container never falls, and is the attempt number of the instance that is reported.',
    source:
      'pkg/kubelet/kuberuntime/kuberuntime_container.go (startContainer), pkg/kubelet/kubelet_pods.go (convertToAPIContainerStatuses), v1.36',
  },
  ['status'],
  (fact, context) => {
    const life = knownLife(context.history, fact.pod);
    if (life === undefined) return undefined;
    for (const status of allContainers(fact.status)) {
      const before =
        life.status === undefined ? undefined : allContainers(life.status).find(({ name }) => name === status.name);
      if (before !== undefined && status.restartCount < before.restartCount) {
        return broken(
          fact.pod,
          status.id ?? status.name,
          `The restart count of ${status.name} fell from ${before.restartCount} to ${status.restartCount}.`,
        );
      }
      const attempt = knownInstance(context.history, fact.pod, status.id)?.instance.attempt;
      // Where the records of earlier instances are lost, attempts begin anew, and the count goes on from the status.
      const lost = life.recordLost || (attempt === 0 && status.restartCount > 0);
      if (status.state === 'running' && attempt !== undefined && attempt !== status.restartCount && !lost) {
        return broken(
          fact.pod,
          status.id,
          `${status.id ?? status.name} is attempt ${attempt} and was reported with a restart count of ${status.restartCount}.`,
        );
      }
    }
    return kept;
  },
);

/** EXIT-TRUTH. */
export const exitCodeTruth: Invariant<null> = always(
  {
    id: 'exit-code-truth',
    sentence: 'An exit code that is reported for an instance is the one that it exited with.',
    source: 'pkg/kubelet/kuberuntime/kuberuntime_container.go (toKubeContainerStatus), v1.36',
  },
  ['status'],
  (fact, context) => {
    let seen = false;
    for (const status of allContainers(fact.status)) {
      for (const shown of [status, ...(status.last === undefined ? [] : [status.last])]) {
        if (shown.state !== 'terminated' || (shown !== status && shown.id === undefined)) continue;
        const code = observedExit(fact, status, shown.id, context);
        if (code === undefined || shown.exitCode === undefined || isOfAnother(status, code)) continue;
        if (mayBeForgotten(fact, status, context)) continue;
        seen = true;
        if (code === shown.exitCode) continue;
        const id = shown.id ?? status.name;
        return broken(fact.pod, id, `${id} exited with ${code} and was reported with ${shown.exitCode}.`);
      }
    }
    return seen ? kept : undefined;
  },
);

/**
 * Whether the state is about an instance that could not be made, and the exit of the one that is named stands beside it.
 * *Source*: pkg/kubelet/status/status_manager.go (TerminatePod: a state that is not terminated is made one), v1.36.
 */
function isOfAnother({ id, reason, last }: CompactContainerStatus, code: number): boolean {
  return reason === 'ContainerStatusUnknown' && last?.id === id && last?.exitCode === code;
}

/** The exit code of an instance; of a container that is shown without one, the code that was shown before. */
function observedExit(
  fact: StatusFact,
  status: CompactContainerStatus,
  id: string | undefined,
  { history }: Context,
): number | undefined {
  if (id !== undefined) return knownInstance(history, fact.pod, id)?.instance.exited?.code;
  const before = shownBefore(fact, status, history);
  return before?.state === 'terminated' && before.restartCount === status.restartCount ? before.exitCode : undefined;
}

/**
 * Whether the last status of a pod may say that a container is not known any more, because its record was removed. Where
 * the container may not be restarted, the status manager does not let go of an exit code that it has written.
 */
function mayBeForgotten(fact: StatusFact, status: CompactContainerStatus, { history }: Context): boolean {
  if (status.reason !== 'ContainerStatusUnknown') return false;
  const life = knownLife(history, fact.pod);
  // A pod that ends at its deadline, seen by one kubelet alone, is not removed by anybody: the record is there.
  const overdue = life?.pod.spec.activeDeadlineSeconds !== undefined && life.requests.length === 0;
  const whole = overdue && life.parts.size === 1 && life.createdAt >= history.kubelet.startedAt;
  if (
    whole &&
    !mayHaveFailed(life.createdAt, { history }) &&
    knownInstance(history, fact.pod, status.id)?.instance.removed === false
  )
    return false;
  const never = life?.pod.spec.restartPolicy === 'Never' && life.parts.get(status.name)?.role !== 'sidecar';
  const before = shownBefore(fact, status, history);
  return !never || before?.state !== 'terminated' || before.reason === 'ContainerStatusUnknown';
}

function shownBefore(
  { pod }: StatusFact,
  { name }: CompactContainerStatus,
  history: Context['history'],
): CompactContainerStatus | undefined {
  const before = knownLife(history, pod)?.status;
  return before === undefined ? undefined : allContainers(before).find((status) => status.name === name);
}

/** PHASE-TRUTH. */
export const succeededMeansZero: Invariant<null> = always(
  {
    id: 'succeeded-means-zero',
    sentence: 'A pod is reported as Succeeded only if every regular container ended with 0.',
    source:
      'pkg/kubelet/kubelet_pods.go (getPhase), v1.36; kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle (Pod phase)',
  },
  ['status'],
  (fact, context) => {
    // The phase is settled by the first such status; a later one may have forgotten a container.
    const settled = knownLife(context.history, fact.pod)?.status?.phase === 'Succeeded';
    if (fact.status.phase !== 'Succeeded' || settled) return undefined;
    const wrong = (fact.status.containers ?? []).find(
      ({ state, exitCode }) => state !== 'terminated' || exitCode !== 0,
    );
    if (wrong === undefined) return kept;
    const how = wrong.state === 'terminated' ? `ended with ${wrong.exitCode ?? 'no exit code'}` : `was ${wrong.state}`;
    return broken(fact.pod, wrong.id ?? wrong.name, `The pod was reported as Succeeded while ${wrong.name} ${how}.`);
  },
);

/** After so long without anything happening, the status says what is. */
const QUIET = 30 * SECOND;

/** STATUS-FRESH, L8, L9. */
export const statusCatchesUp: Invariant<null> = eventually(
  {
    id: 'status-catches-up',
    sentence: 'When nothing happens to a pod any more, its status says in the end which of its containers run.',
    source: 'pkg/kubelet/status/status_manager.go, pkg/kubelet/pleg/generic.go, v1.36',
  },
  (context) => {
    const { kubelet, lives } = context.history;
    if (!kubelet.up || context.at - kubelet.startedAt < QUIET || statusesLag(context.scenario)) return [];
    return [...lives.values()].filter((life) => isQuiet(life, context)).flatMap((life) => judgeStatus(life, context));
  },
);

function isQuiet(life: Life, context: Context): boolean {
  const since = Math.max(life.lastProgressAt, life.createdAt, ...life.requests.map(({ at }) => at));
  const busy =
    awaitsAnswer(life, context) ||
    isWithoutRuntime(context.history, context.at, QUIET) ||
    life.instances.some((instance) => hookRuns(instance, context) || openKill(context.history, instance) !== undefined);
  return !life.overlapped && life.removed === undefined && context.at - since >= QUIET && !busy;
}

function hookRuns({ postStart }: Instance, { history }: Context): boolean {
  return (
    postStart !== undefined && postStart.endedAt === undefined && postStart.generation === history.kubelet.generation
  );
}

function judgeStatus(life: Life, context: Context): readonly Finding[] {
  const { status } = life;
  if (status === undefined || isTerminal(status.phase)) return [];
  // A container that may not restart and runs again, because its record was lost, has every further status refused.
  if (life.recordLost) return [];
  return [...life.parts.keys()].flatMap((name): readonly Finding[] => {
    const instance = newestOf(life, name);
    const shown = allContainers(status).find((candidate) => candidate.name === name);
    if (instance?.runningAt === undefined || instance.removed || shown === undefined) return [];
    if (isRunning(instance) === showsRunning(shown, instance)) return [kept];
    const is = isRunning(instance) ? 'runs' : 'has exited';
    return [
      broken(
        life.name,
        instance.id,
        `${instance.id} ${is}, and ${seconds(context.at - life.lastProgressAt)} later its pod still has the status ${shown.state} for ${shown.id ?? name}.`,
      ),
    ];
  });
}

function showsRunning(status: CompactContainerStatus, instance: Instance): boolean {
  return status.state === 'running' && status.id === instance.id;
}
