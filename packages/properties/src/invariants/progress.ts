import { MILLISECOND, SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import { mayHaveFailed } from '../history/calls-may-fail.ts';
import { behaviourOf } from '../history/behaviour-of.ts';
import { isHeldUp } from '../history/standstill.ts';
import type { Instance, Life } from '../history/history.ts';
import { isRunning, killedInSync, knownLife, newestOf } from '../history/lookup.ts';
import { containerName } from '../history/pod-parts.ts';
import type { Part } from '../history/pod-parts.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Finding, Invariant } from '../invariant.ts';
import { always } from '../rule.ts';
import { seconds } from '../seconds.ts';
import { isTerminal } from './phase.ts';

/** Longer than any regular resync with its jitter, and a retry after an error. */
const RESYNC: Micros = 120 * SECOND;
const BACKOFF_MAXIMUM_SECONDS = 300;

/** PROGRESS. Judged at the end of the run, and whenever somebody is about to end a pod, or the kubelet to stop. */
export const podGoesOn: Invariant<null> = {
  id: 'pod-goes-on',
  sentence:
    'A pod that nobody ends does not come to a standstill: each container that has to run is started within its back-off.',
  kind: 'eventually',
  standing: 'kubernetes',
  source: 'pkg/kubelet/kuberuntime/kuberuntime_manager.go (computePodActions), pkg/kubelet/pod_workers.go, v1.36',
  facts: ['api', 'action', 'kubelet'],
  start: () => null,
  step: (state, fact, context) => ({ state, findings: standstills(context, 'pod' in fact ? fact.pod : undefined) }),
  finish: (_state, context) => standstills(context, undefined),
};

/** What is to be said of the pod of that name, or of all. */
function standstills(context: Context, pod: string | undefined): readonly Finding[] {
  const { kubelet, lives } = context.history;
  if (!kubelet.up) return [];
  const life = pod === undefined ? undefined : lives.get(pod);
  const asked = pod === undefined ? [...lives.values()] : life === undefined ? [] : [life];
  return asked.filter((each) => goesOn(each, context)).flatMap((each) => judgeStandstill(each, context));
}

function goesOn(life: Life, context: Context): boolean {
  if (life.overlapped || life.removed !== undefined || life.requests.length > 0) return false;
  // Nothing says of a static pod that it is over, and it may wait for the one before it.
  if (life.static && (life.pod.spec.restartPolicy ?? 'Always') !== 'Always') return false;
  if (life.static && context.history.former.some(({ name }) => name === life.name)) return false;
  if (isTerminal(life.status?.phase) || life.pod.spec.activeDeadlineSeconds !== undefined) return false;
  // An init container that runs holds the pod up for as long as it likes, and so does what its worker waits for.
  const initialises = life.instances.some(
    (instance) => isRunning(instance) && life.parts.get(instance.container)?.role === 'init',
  );
  return (
    !initialises &&
    !isHeldUp(life, context) &&
    !life.instances.some((instance) => isTakenForStarted(life, instance, context))
  );
}

/**
 * A kubelet of 1.35 or later that finds a sidecar which the API does not show as started takes it for started and probes it
 * no more (issue 142305); whether a kubelet before it saw the startup probe succeed is no matter.
 */
function isTakenForStarted(life: Life, instance: Instance, { history }: Context): boolean {
  const part = life.parts.get(instance.container);
  if (history.minor < 35 || part?.role !== 'sidecar' || part.container.startupProbe === undefined) return false;
  if (!isRunning(instance) || life.createdAt >= history.kubelet.startedAt) return false;
  return instance.startupOkAt === undefined || instance.foundUnstartedBy === history.kubelet.generation;
}

function judgeStandstill(life: Life, context: Context): readonly Finding[] {
  const still = context.at - Math.max(life.lastProgressAt, life.createdAt, context.history.kubelet.startedAt);
  const attempts = life.instances.map(({ attempt }) => attempt ?? 0);
  const counted = 10 * doubled(Math.max(0, ...attempts));
  const backOff = mayFailToBeMade(life, context) ? BACKOFF_MAXIMUM_SECONDS : Math.min(BACKOFF_MAXIMUM_SECONDS, counted);
  const waits = [...life.parts.values()].find((part) => part.role !== 'init' && hasToRun(life, part));
  if (waits === undefined) return [kept];
  if (still < backOff * SECOND + RESYNC) return [];
  const { name } = waits.container;
  const message = `${name} has to run and does not, and nothing has happened to its pod for ${seconds(still)}.`;
  return [broken(life.name, name, message)];
}

/** A creation or a pull that fails lengthens the back-off, and no attempt is counted; without a record the attempts count from anew. */
function mayFailToBeMade(life: Life, context: Context): boolean {
  const { scenario } = context;
  if (life.recordLost || mayHaveFailed(life.createdAt, context)) return true;
  return [...life.parts.keys()].some((name) => {
    const { createError = false, pullErrors = 0, attempts = [] } = behaviourOf(scenario, life.name, name);
    return createError || pullErrors > 0 || attempts.some((each) => each.createError === true);
  });
}

/** Two to the power of `attempts`, at most 32. */
function doubled(attempts: number): number {
  let factor = 1;
  for (let attempt = 0; attempt < attempts && factor < 32; attempt += 1) factor *= 2;
  return factor;
}

function hasToRun(life: Life, part: Part): boolean {
  const newest = newestOf(life, part.container.name);
  if (newest === undefined || part.role === 'sidecar') return newest === undefined || !isRunning(newest);
  if (isRunning(newest)) return false;
  const policy = part.container.restartPolicy ?? life.pod.spec.restartPolicy ?? 'Always';
  if (newest.runningAt === undefined) return policy !== 'Never';
  return policy === 'Always' || (policy === 'OnFailure' && newest.exited?.code !== 0);
}

/** A relist, a sync, and what jitter may add. */
const AT_ONCE: Micros = 3 * SECOND;

/** BACKOFF: the first delay is none. */
export const firstRestartAtOnce: Invariant<null> = always(
  {
    id: 'first-restart-at-once',
    sentence: 'The only container of a pod that exits for the first time is started again at once.',
    source: 'pkg/kubelet/kuberuntime/kuberuntime_manager.go (doBackOff), v1.36; kubernetes/kubernetes issue 133472',
  },
  ['cri/CreateContainer/begin'],
  (fact, context) => {
    if (fact.container === undefined) return undefined;
    const life = knownLife(context.history, fact.pod);
    const before = life === undefined ? undefined : newestOf(life, containerName(fact.container));
    const exitedAt = before?.exited?.at;
    if (life === undefined || before === undefined || exitedAt === undefined) return undefined;
    if (before.attempt !== 0 || fact.attempt !== 1 || numberOf(fact.container) !== numberOf(before.id) + 1)
      return undefined;
    if (!isUndisturbed(life, before, context)) return undefined;
    const pull = behaviourOf(context.scenario, life.name, before.id).pullMs ?? 400;
    const waited = context.at - exitedAt;
    if (waited <= AT_ONCE + pull * MILLISECOND) return kept;
    return broken(life.name, fact.container, `${fact.container} was created ${seconds(waited)} after the first exit.`);
  },
);

/** Instances are numbered; a creation that failed has a number as well. */
function numberOf(id: string): number {
  return Number(id.slice(id.lastIndexOf('#') + 1));
}

/** One kubelet saw it run and exit by itself, in a sandbox that is still there, with no hook in the way. */
function isUndisturbed(life: Life, before: Instance, context: Context): boolean {
  const { history, scenario } = context;
  if (life.parts.size !== 1 || history.minor < 27 || before.runningAt === undefined) return false;
  // What the runtime's death has made fail counts for back-off as well.
  if (mayHaveFailed(life.createdAt, context) || scenario.faults?.lag === true) return false;
  const exitedAt = before.exited?.at ?? 0;
  const hookEnded = before.postStart === undefined ? 0 : (before.postStart.endedAt ?? context.at);
  const since = Math.max(before.runningAt, history.kubelet.startedAt, life.sandbox.startedAt ?? 0);
  const sameKubelet = before.generation === history.kubelet.generation && since <= exitedAt;
  const changed = life.imageUpdates[before.container] !== undefined || life.requests.length > 0;
  return (
    sameKubelet && hookEnded <= exitedAt && before.kill === undefined && !changed && !killedInSync(history, before)
  );
}
