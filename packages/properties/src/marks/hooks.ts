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
  return mark(name, 'cri', (fact, context) => {
    if (fact.call !== 'StopContainer' || fact.phase !== 'begin') return false;
    const found = findInstance(context.history, fact.pod, fact.container);
    if (found === undefined) return false;
    const kill = killBegunBy(context.history, found.life, found.instance, context.at);
    return test(kill, found.instance, found.life, fact, context);
  });
}

function begins(fact: HookFact, hook: HookFact['hook']): boolean {
  return fact.hook === hook && fact.phase === 'start';
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
  mark('PostStart ran', 'hook', (fact) => begins(fact, 'postStart')),
  mark('PreStop ran', 'hook', (fact) => begins(fact, 'preStop')),
  mark(
    'PostStart failed',
    'hook',
    (fact, { scenario }) => fact.hook === 'postStart' && fact.phase === 'end' && hookFailed(fact, scenario),
  ),
  mark(
    'PreStop failed',
    'hook',
    (fact, { scenario }) => fact.hook === 'preStop' && fact.phase === 'end' && hookFailed(fact, scenario),
  ),
  mark(
    'PostStart of an HTTP handler was answered with an error, which counts as success',
    'hook',
    (fact, { scenario }) => {
      return fact.hook === 'postStart' && fact.outcome === 'fail' && !hookFailed(fact, scenario);
    },
  ),
  mark(
    'PreStop found no container to run in',
    'hook',
    (fact) => fact.hook === 'preStop' && fact.outcome === 'notRunning',
  ),
  mark(
    'the container exited while PostStart ran',
    'hook',
    (fact) => fact.hook === 'postStart' && fact.outcome === 'containerExited',
  ),
  mark('the container exited while PreStop ran', 'container', (fact, { history }) => {
    const kill = findInstance(history, fact.pod, fact.container)?.instance.kill;
    return (
      fact.event === 'exited' &&
      kill?.preStop !== undefined &&
      kill.preStop.endedAt === undefined &&
      kill.stop === undefined
    );
  }),
  mark('a hook had its own container end', 'container', (fact, { history, scenario, at }) => {
    const instance = findInstance(history, fact.pod, fact.container)?.instance;
    if (fact.event !== 'exited' || fact.cause !== 'self' || instance === undefined) return false;
    const { preStop = [], postStart = [] } = behaviourOf(scenario, fact.pod, fact.container);
    return ends(instance.lastPreStop, preStop, at) || ends(instance.postStart, postStart, at);
  }),
  mark(
    'two PreStop deliveries to one container',
    'hook',
    (fact) => begins(fact, 'preStop') && (fact.delivery ?? 0) === 1,
  ),
  mark(
    'three PreStop deliveries to one container',
    'hook',
    (fact) => begins(fact, 'preStop') && (fact.delivery ?? 0) === 2,
  ),
  mark(
    'PreStop ran because a liveness probe failed',
    'hook',
    (fact, context) => begins(fact, 'preStop') && cause(fact, context) === 'liveness',
  ),
  mark(
    'PreStop ran because a startup probe failed',
    'hook',
    (fact, context) => begins(fact, 'preStop') && cause(fact, context) === 'startup',
  ),
  mark(
    'PreStop ran because PostStart failed',
    'hook',
    (fact, context) => begins(fact, 'preStop') && cause(fact, context) === 'postStart',
  ),
  mark(
    'PreStop ran because the image changed',
    'hook',
    (fact, context) => begins(fact, 'preStop') && cause(fact, context) === 'definition',
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
