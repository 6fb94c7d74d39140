import type { Micros } from '@simlet/core';
import type { CriFact, HookFact } from '@simlet/kubelet';
import type { TimedFact } from '../render/lanes.ts';
import type { Limits } from './stop-cause.ts';
import type { PreStopCell, StopCell } from './stop-table.ts';

const SECOND: Micros = 1_000_000;
/** *Source*: minimumGracePeriodInSeconds in pkg/kubelet/kuberuntime/kuberuntime_manager.go. */
const LEAST_SECONDS = 2;

export type ReadCell = Pick<StopCell, 'preStop' | 'sigtermAt' | 'termToKill' | 'exit'> & {
  readonly completed: boolean;
  readonly why: string;
};

interface Seen {
  readonly time: Micros;
  readonly fact: TimedFact['body'];
}

/** The instance of a container that runs at a time; undefined where none does. */
function runningAt(facts: readonly TimedFact[], container: string, at: Micros): string | undefined {
  let running: string | undefined;
  for (const { time, body } of facts) {
    if (time >= at) break;
    if (body.kind !== 'container' || body.container.replace(/#\d+$/u, '') !== container) continue;
    running = body.event === 'running' ? body.container : undefined;
  }
  return running;
}

/** Reads off the facts of a run what the stop that begins at `from` does to a container; undefined where it does not run then. */
export function cellOf(
  facts: readonly TimedFact[],
  container: string,
  from: Micros,
  hasPreStop: boolean,
  oom: boolean,
  { graceSeconds, goneAfterSeconds }: Limits = {},
): ReadCell | undefined {
  const id = from === 0 ? `${container}#0` : runningAt(facts, container, from);
  if (id === undefined) return undefined;
  const own: readonly Seen[] = facts.flatMap(({ time, body }) =>
    time >= from && 'container' in body && body.container === id ? [{ time, fact: body }] : [],
  );
  const began = own.find(({ fact }) => isStop(fact))?.time ?? from;
  const stop = own.findLast(({ fact }) => isStop(fact) && fact.kind === 'cri');
  const sigterm = own.find(({ fact }) => fact.kind === 'signal' && fact.signal === 'SIGTERM');
  const seconds = stop?.fact.kind === 'cri' ? stop.fact.timeoutSeconds : undefined;
  const exit = exitOf(own, oom);
  const start = sigterm === undefined && seconds === undefined ? from : Math.min(began, exit?.at ?? began);
  const gone = from - start + (goneAfterSeconds ?? Number.POSITIVE_INFINITY) * SECOND;
  const preStop = hasPreStop ? within(preStopOf(own, stop, seconds, graceSeconds), gone) : NO_HOOK;
  const termAt = sigterm === undefined ? undefined : sigterm.time - start;
  return {
    preStop,
    ...(termAt === undefined ? {} : { sigtermAt: termAt }),
    ...(termAt === undefined || seconds === undefined
      ? {}
      : { termToKill: Math.min(seconds * SECOND, Math.max(0, gone - termAt)) }),
    ...(exit === undefined ? {} : { exit: { ...exit, at: exit.at - start } }),
    ...judged(preStop, sigterm !== undefined, exit?.cause),
  };
}

/** A hook that the kubelet would wait for gets no more than until the node is gone. */
function within(cell: PreStopCell, gone: Micros): PreStopCell {
  return cell.budget === undefined || cell.budget <= gone ? cell : { ...cell, budget: gone };
}

const NO_HOOK: PreStopCell = { state: 'none', deliveries: 0, ran: 0 };

/** The first thing that the kubelet does to stop a container. */
function isStop(fact: Seen['fact']): boolean {
  if (fact.kind === 'hook') return fact.hook === 'preStop' && fact.phase === 'start';
  return fact.kind === 'cri' && fact.call === 'StopContainer' && fact.phase === 'begin';
}

function exitOf(own: readonly Seen[], oom: boolean): StopCell['exit'] {
  const found = own.find(({ fact }) => fact.kind === 'container' && fact.event === 'exited');
  if (found?.fact.kind !== 'container') return undefined;
  const { time, fact } = found;
  switch (fact.cause) {
    case 'SIGKILL':
      return { at: time, cause: 'SIGKILL' };
    case 'sandboxDeath':
      return { at: time, cause: 'node gone' };
    case 'injected':
      return { at: time, cause: oom ? 'OOM' : 'SIGKILL' };
    default:
      return { at: time, cause: 'itself' };
  }
}

function preStopOf(
  own: readonly Seen[],
  stop: Seen | undefined,
  seconds: CriFact['timeoutSeconds'],
  graceSeconds: number | undefined,
): PreStopCell {
  const starts = own.filter(({ fact }) => isHook(fact) && fact.phase === 'start');
  const last = starts.at(-1);
  if (last === undefined) return { state: 'not run', deliveries: 0, ran: 0 };
  const deliveries = starts.length;
  const ends = own.filter(({ fact }) => isHook(fact) && fact.phase === 'end');
  const end = ends.findLast(({ time }) => time >= last.time);
  const given = end === undefined || (stop !== undefined && stop.time < end.time);
  const until = given ? (stop?.time ?? own.at(-1)?.time ?? last.time) : end.time;
  const ran = until - last.time;
  // The whole seconds that the hook took are taken off the grace period.
  const left = seconds === undefined || seconds <= LEAST_SECONDS ? graceSeconds : Math.floor(ran / SECOND) + seconds;
  const outcome = end?.fact.kind === 'hook' ? end.fact.outcome : undefined;
  if (given || outcome === 'kubeletStop' || outcome === 'containerExited')
    return { state: 'cut', deliveries, ran, budget: (left ?? Math.round(ran / SECOND)) * SECOND };
  const state = outcome === 'ok' ? 'completed' : 'failed';
  return { state, deliveries, ran, ...(left === undefined ? {} : { budget: left * SECOND }) };
}

function isHook(fact: Seen['fact']): fact is HookFact {
  return fact.kind === 'hook' && fact.hook === 'preStop';
}

function judged(
  preStop: PreStopCell,
  told: boolean,
  exit: NonNullable<StopCell['exit']>['cause'] | undefined,
): { readonly completed: boolean; readonly why: string } {
  const reasons = [
    ...(preStop.state === 'not run' ? ['hook not run'] : []),
    ...(preStop.state === 'cut' ? ['hook cut off'] : []),
    ...(preStop.state === 'failed' ? ['hook fails'] : []),
    ...(exit === 'SIGKILL' ? ['SIGKILL'] : []),
    ...(exit === 'node gone' ? [told ? 'node gone' : 'no SIGTERM'] : []),
    ...(exit === 'OOM' ? ['OOM kill'] : []),
    ...(exit === undefined ? ['never ends'] : []),
  ];
  return { completed: reasons.length === 0, why: reasons.join(', ') };
}
