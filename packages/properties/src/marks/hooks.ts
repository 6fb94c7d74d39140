import { MILLISECOND, SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { CriFact, HookBehaviour, HookFact } from '@simlet/kubelet';
import { behaviourOf } from '../history/behaviour-of.ts';
import { hookFailed } from '../history/hook-result.ts';
import type { HookRun, Instance, Kill, Life } from '../history/history.ts';
import { findInstance, isRunning, killBegunBy, openKill } from '../history/lookup.ts';
import type { Context } from '../invariant.ts';
import { mark } from '../mark.ts';
import type { Mark } from '../mark.ts';

/** A StopContainer begins, with the kill that it belongs to. */
function stops(
  name: string,
  test: (kill: Kill, instance: Instance, life: Life, fact: CriFact, context: Context) => boolean,
): Mark {
  return mark(name, 'cri/StopContainer/begin', (fact, context) => {
    const found = findInstance(context.history, fact.pod, fact.container);
    if (found === undefined) return false;
    const kill = killBegunBy(context.history, found.life, found.instance, context.at);
    return test(kill, found.instance, found.life, fact, context);
  });
}

function cause(fact: HookFact, { history }: Context): string | undefined {
  const instance = findInstance(history, fact.pod, fact.container)?.instance;
  return instance === undefined ? undefined : openKill(history, instance)?.cause;
}

/** Whether this delivery of a hook has its container end at `at`. */
function ends(run: HookRun | undefined, deliveries: readonly HookBehaviour[], at: Micros): boolean {
  if (run === undefined) return false;
  const end = deliveries[Math.min(run.delivery, deliveries.length - 1)]?.ends;
  return end !== undefined && run.startedAt + end.afterMs * MILLISECOND === at;
}

/** What may happen to hooks. */
export const hookMarks: readonly Mark[] = [
  mark('PostStart ran', 'hook/postStart/start', () => true),
  mark('PreStop ran', 'hook/preStop/start', () => true),
  mark('PostStart failed', 'hook/postStart/end', (fact, { scenario }) => hookFailed(fact, scenario)),
  mark('PreStop failed', 'hook/preStop/end', (fact, { scenario }) => hookFailed(fact, scenario)),
  mark(
    'PostStart of an HTTP handler was answered with an error, which counts as success',
    'hook/postStart',
    (fact, { scenario }) => {
      return fact.outcome === 'fail' && !hookFailed(fact, scenario);
    },
  ),
  mark('PreStop found no container to run in', 'hook/preStop', (fact) => fact.outcome === 'notRunning'),
  mark('the container exited while PostStart ran', 'hook/postStart', (fact) => fact.outcome === 'containerExited'),
  mark('the container exited while PreStop ran', 'container/exited', (fact, { history }) => {
    const kill = findInstance(history, fact.pod, fact.container)?.instance.kill;
    return kill?.preStop !== undefined && kill.preStop.endedAt === undefined && kill.stop === undefined;
  }),
  mark('a hook had its own container end', 'container/exited', (fact, { history, scenario, at }) => {
    const instance = findInstance(history, fact.pod, fact.container)?.instance;
    if (fact.cause !== 'self' || instance === undefined) return false;
    const { preStop = [], postStart = [] } = behaviourOf(scenario, fact.pod, fact.container);
    return ends(instance.lastPreStop, preStop, at) || ends(instance.postStart, postStart, at);
  }),
  mark('two PreStop deliveries to one container', 'hook/preStop/start', (fact) => (fact.delivery ?? 0) === 1),
  mark('three PreStop deliveries to one container', 'hook/preStop/start', (fact) => (fact.delivery ?? 0) === 2),
  mark(
    'PreStop ran because a liveness probe failed',
    'hook/preStop/start',
    (fact, context) => cause(fact, context) === 'liveness',
  ),
  mark(
    'PreStop ran because a startup probe failed',
    'hook/preStop/start',
    (fact, context) => cause(fact, context) === 'startup',
  ),
  mark(
    'PreStop ran because PostStart failed',
    'hook/preStop/start',
    (fact, context) => cause(fact, context) === 'postStart',
  ),
  mark(
    'PreStop ran because the image changed',
    'hook/preStop/start',
    (fact, context) => cause(fact, context) === 'definition',
  ),
  stops('PreStop was cut off by the grace', ({ preStop }) => preStop !== undefined && preStop.endedAt === undefined),
  stops(
    'PreStop left less than the minimum of 2 s',
    ({ preStop }, _instance, _life, fact) => preStop?.endedAt !== undefined && fact.timeoutSeconds === 2,
  ),
  stops('PreStop took a fraction of a second that did not count', ({ at, preStop }) => {
    return preStop?.endedAt !== undefined && (preStop.endedAt - at) % SECOND !== 0;
  }),
  stops('a container with a PreStop was stopped without it', ({ preStop, preStopFoundNothing }, instance, life) => {
    const hook = life.parts.get(instance.container)?.container.lifecycle?.preStop;
    return hook !== undefined && preStop === undefined && preStopFoundNothing !== true && isRunning(instance);
  }),
  stops('a sidecar waited for its turn', ({ at, preStop }, instance, life, _fact, context) => {
    const own = preStop?.endedAt ?? at;
    return life.parts.get(instance.container)?.role === 'sidecar' && preStop?.endedAt !== undefined && context.at > own;
  }),
  stops('a sidecar was told to stop while a regular container ran', (_kill, instance, life) => {
    const app = life.instances.some((other) => isRunning(other) && life.parts.get(other.container)?.role === 'regular');
    return life.parts.get(instance.container)?.role === 'sidecar' && app;
  }),
];
