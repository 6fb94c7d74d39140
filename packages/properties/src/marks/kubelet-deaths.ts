import type { Instance, Life } from '../history/history.ts';
import { allLives, findInstance, isRunning, openKill } from '../history/lookup.ts';
import type { Context } from '../invariant.ts';
import { mark } from '../mark.ts';
import type { Mark } from '../mark.ts';

/** The kubelet dies while some instance is in a state. */
function dies(name: string, test: (instance: Instance, life: Life, context: Context) => boolean): Mark {
  return mark(name, 'kubelet/stopped', (_fact, context) => {
    return allLives(context.history).some((life) => life.instances.some((instance) => test(instance, life, context)));
  });
}

function missesPostStart(instance: Instance, life: Life): boolean {
  const hook = life.parts.get(instance.container)?.container.lifecycle?.postStart;
  return hook !== undefined && hook.tcpSocket === undefined && isRunning(instance) && instance.postStart === undefined;
}

/** Where the kubelet may die. */
export const kubeletDeaths: readonly Mark[] = [
  dies('the kubelet died while a container was created', ({ createdAt }) => createdAt === undefined),
  dies('the kubelet died between the creation and the start of a container', ({ createdAt, startBeganAt, exited }) => {
    return createdAt !== undefined && startBeganAt === undefined && exited === undefined;
  }),
  dies('the kubelet died while a container was started', ({ startBeganAt, runningAt, startFailed }) => {
    return startBeganAt !== undefined && runningAt === undefined && startFailed !== true;
  }),
  dies('the kubelet died between the start of a container and its PostStart', missesPostStart),
  dies('the kubelet died while PostStart ran', ({ postStart, exited }) => {
    return postStart !== undefined && postStart.endedAt === undefined && exited === undefined;
  }),
  dies('the kubelet died while PreStop ran', (instance, _life, { history }) => {
    const kill = openKill(history, instance);
    return kill?.preStop !== undefined && kill.preStop.endedAt === undefined && kill.stop === undefined;
  }),
  dies(
    'the kubelet died between SIGTERM and exit',
    ({ sigtermAt, exited }) => sigtermAt !== undefined && exited === undefined,
  ),
  dies('the kubelet died between the last exit and the removal of a deleted pod', (_instance, life) => {
    return life.requests.length > 0 && life.removed === undefined && !life.instances.some(isRunning);
  }),
  mark('a container exited while the kubelet was down', 'container/exited', (_fact, { history }) => {
    return !history.kubelet.up;
  }),
  mark('the kubelet was down between SIGTERM and exit', 'container/exited', (fact, { history }) => {
    const instance = findInstance(history, fact.pod, fact.container)?.instance;
    return !history.kubelet.up && instance?.sigtermAt !== undefined;
  }),
  mark('a pod was deleted while the kubelet was down', 'api/delete', (fact, { history }) => {
    return fact.result === 'graceful' && !history.kubelet.up;
  }),
  mark('a pod was removed while the kubelet was down and its containers ran', 'api/delete', (fact, { history }) => {
    const runs = history.lives.get(fact.pod)?.instances.some(isRunning) === true;
    return fact.result === 'removed' && !history.kubelet.up && runs;
  }),
  mark('a pod was created while the kubelet was down', 'api/created', (_fact, { history }) => !history.kubelet.up),
];
