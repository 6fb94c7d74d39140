import type { ApiFact } from '@simlet/kubelet';
import { killCause, findInstance, isRunning, newestOf } from '../history/lookup.ts';
import type { Instance, Life } from '../history/history.ts';
import { containerName } from '../history/pod-parts.ts';
import { mark } from '../mark.ts';
import type { Mark } from '../mark.ts';

/** A deletion is asked for while some instance, or none, is in a state. */
function deleted(name: string, test: (life: Life, fact: ApiFact) => boolean): Mark {
  return mark(name, 'api/delete', (fact, { history }) => {
    const life = fact.by === 'user' ? history.lives.get(fact.pod) : undefined;
    return life !== undefined && test(life, fact);
  });
}

function runsPostStart({ postStart, exited }: Instance): boolean {
  return postStart !== undefined && postStart.endedAt === undefined && exited === undefined;
}

function runsPreStop({ kill }: Instance): boolean {
  return kill?.preStop !== undefined && kill.preStop.endedAt === undefined && kill.stop === undefined;
}

/** What may happen to pods. */
export const podMarks: readonly Mark[] = [
  deleted('a pod was deleted before any of its containers was created', ({ instances }) => instances.length === 0),
  deleted('a pod was deleted while PostStart ran', ({ instances }) => instances.some(runsPostStart)),
  deleted(
    'a pod was deleted while none of its containers ran',
    ({ instances }) => instances.length > 0 && !instances.some(isRunning),
  ),
  deleted(
    'a deletion shortened the grace while PreStop ran',
    ({ instances }, { result }) => result === 'shortened' && instances.some(runsPreStop),
  ),
  deleted('a deletion shortened the grace after SIGTERM', ({ instances }, { result }) => {
    return (
      result === 'shortened' &&
      instances.some((instance) => instance.sigtermAt !== undefined && instance.exited === undefined)
    );
  }),
  deleted(
    'a pod was removed by force while its containers ran',
    ({ instances }, { result }) => result === 'removed' && instances.some(isRunning),
  ),
  mark('a pod was created while one of the same name was still stopping', 'api/created', (fact, { history }) => {
    return history.lives.get(fact.pod)?.instances.some((instance) => instance.exited === undefined) === true;
  }),
  deleted('a pod that was to be ended was deleted before its kill had begun', ({ requests, instances }) => {
    return requests.length > 0 && instances.some(isRunning) && !instances.some(({ kill }) => kill !== undefined);
  }),
  mark('a pod was evicted', 'event/Evicted', () => true),
  mark('a deleted pod was evicted as well', 'event/Evicted', (fact, { history }) => {
    return history.lives.get(fact.pod)?.requests.some(({ kind }) => kind === 'deletion') === true;
  }),
  mark('a pod passed its active deadline', 'event/DeadlineExceeded', () => true),
  mark('a pod succeeded', 'status', (fact) => fact.status.phase === 'Succeeded'),
  mark('a pod failed', 'status', (fact) => fact.status.phase === 'Failed'),
  mark('a pod was Ready', 'status', (fact) => fact.status.conditions['Ready'] === 'True'),
  mark('SIGKILL ended a container', 'signal/SIGKILL', (fact, { history }) => {
    return findInstance(history, fact.pod, fact.container)?.instance.kill?.stop !== undefined;
  }),
  mark('a sandbox was replaced', 'cri/RunPodSandbox/begin', (fact, { history }) => {
    const serial = fact.pod === undefined ? undefined : history.lives.get(fact.pod)?.sandbox.serial;
    return serial !== undefined && serial >= 0;
  }),
  mark('a container was started again', 'cri/CreateContainer/begin', (fact) => (fact.attempt ?? 0) > 0),
  mark(
    'a container was started for the eighth time, so that its back-off is at its longest',
    'cri/CreateContainer/begin',
    (fact) => (fact.attempt ?? 0) >= 7,
  ),
  mark('a start was put off by back-off', 'event/BackOff', (fact) => fact.message.startsWith('Back-off restarting')),
  mark('a pull failed', 'cri/PullImage', (fact) => fact.result === 'error'),
  mark('a creation failed', 'cri/CreateContainer', (fact) => fact.result === 'error'),
  mark('a start failed', 'cri/StartContainer', (fact) => fact.result === 'error'),
  mark('an init container failed', 'container/exited', (fact, { history }) => {
    const role = history.lives.get(fact.pod)?.parts.get(containerName(fact.container))?.role;
    return role === 'init' && fact.exitCode !== 0;
  }),
  mark('a sidecar was started again', 'cri/CreateContainer/begin', (fact, { history }) => {
    const life = fact.pod === undefined ? undefined : history.lives.get(fact.pod);
    const name = fact.container === undefined ? undefined : containerName(fact.container);
    if (life === undefined || name === undefined) return false;
    return life.parts.get(name)?.role === 'sidecar' && newestOf(life, name) !== undefined;
  }),
  mark(
    'a container was killed because its image changed',
    'event/Killing',
    (fact) => killCause(fact.message) === 'definition',
  ),
  mark('a container was killed because a probe failed', 'event/Killing', (fact) => {
    const cause = killCause(fact.message);
    return cause === 'liveness' || cause === 'startup';
  }),
];
