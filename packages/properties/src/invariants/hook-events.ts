import type { EventFact, Fact, HookFact } from '@simlet/kubelet';
import { mayDropEvent } from '../history/event-budget.ts';
import { hookFailed } from '../history/hook-result.ts';
import { isOverlapped, knownInstance, knownLife } from '../history/lookup.ts';
import { containerName, containerOfFieldPath } from '../history/pod-parts.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Finding, Invariant, Step } from '../invariant.ts';

/** The hook ends and hook events of one instant. */
interface Seen {
  readonly at: number;
  /** `heard`: the kubelet that started the hook is there to report it, and its client does not drop the event. */
  readonly failures: readonly { readonly hook: HookFact; readonly heard: boolean }[];
  /** Without those of hooks that fail before anything is sent. */
  readonly events: readonly EventFact[];
  /** A kubelet died or was born at this instant. */
  readonly excused: boolean;
}

const nothing: Seen = { at: -1, failures: [], events: [], excused: false };

/** POSTSTART-FAIL, EVENT-TRUTH, P-10: a failed hook and its event come together. */
export const failedHookEvent: Invariant<Seen> = {
  id: 'failed-hook-event',
  sentence:
    'A failed hook gives its event, FailedPostStartHook or FailedPreStopHook, when it fails, and the event comes for no other reason.',
  kind: 'always',
  standing: 'kubernetes',
  source: 'pkg/kubelet/kuberuntime/kuberuntime_container.go (startContainer, executePreStopHook), v1.36',
  facts: ['hook', 'event', 'kubelet'],
  begins: ['hook', 'event/FailedPostStartHook', 'event/FailedPreStopHook'],
  start: () => nothing,
  step(state, fact, context): Step<Seen> {
    const findings = context.at > state.at ? compare(state, context) : [];
    const seen = context.at > state.at ? { ...nothing, at: context.at } : state;
    return { state: add(seen, fact, context), findings };
  },
  finish: (state, context) => compare(state, context),
};

function add(seen: Seen, fact: Fact, context: Context): Seen {
  if (fact.kind === 'kubelet') return { ...seen, excused: true };
  if ('pod' in fact && knownLife(context.history, fact.pod) === undefined) return seen;
  if (fact.kind === 'hook' && fact.phase === 'end' && hookFailed(fact, context.scenario)) {
    return { ...seen, failures: [...seen.failures, { hook: fact, heard: isHeard(fact, context) }] };
  }
  if (fact.kind === 'event' && hookOf(fact) !== undefined && !failsAlways(fact, context))
    return { ...seen, events: [...seen.events, fact] };
  return seen;
}

function hookOf(event: EventFact): HookFact['hook'] | undefined {
  if (event.reason === 'FailedPostStartHook') return 'postStart';
  return event.reason === 'FailedPreStopHook' ? 'preStop' : undefined;
}

function matches(failure: HookFact, event: EventFact): boolean {
  const container = containerOfFieldPath(event.fieldPath);
  return failure.hook === hookOf(event) && failure.pod === event.pod && containerName(failure.container) === container;
}

function compare(seen: Seen, context: Context): readonly Finding[] {
  if (seen.excused || context.scenario.faults?.lag === true) return [];
  const missing = seen.failures.flatMap(({ hook: failure, heard }): readonly Finding[] => {
    if (seen.events.some((event) => matches(failure, event))) return [kept];
    // Another event of the same instant may have been the last that is let through, and a pod of the same name may have been made.
    const life = knownLife(context.history, failure.pod);
    if (!heard || isOverlapped(context.history, failure.pod)) return [];
    if (life !== undefined && mayDropEvent(context.history, life, 'Warning')) return [];
    return [
      broken(
        failure.pod,
        failure.container,
        `The ${failure.hook} hook of ${failure.container} failed without an event.`,
      ),
    ];
  });
  const groundless = seen.events.flatMap((event): readonly Finding[] => {
    if (seen.failures.some(({ hook }) => matches(hook, event))) return [];
    if (isOverlapped(context.history, event.pod)) return [];
    const container = containerOfFieldPath(event.fieldPath);
    return [
      broken(
        event.pod,
        container,
        `The event ${event.reason} was written though no hook of ${container ?? 'the pod'} failed.`,
      ),
    ];
  });
  return [...missing, ...groundless];
}

function isHeard(failure: HookFact, context: Context): boolean {
  const life = knownLife(context.history, failure.pod);
  // A hook that fails at the moment of the death of its kubelet is heard by nobody.
  if (!context.history.kubelet.up) return false;
  if (life === undefined || mayDropEvent(context.history, life, 'Warning')) return false;
  const instance = knownInstance(context.history, failure.pod, failure.container)?.instance;
  const run = failure.hook === 'postStart' ? instance?.postStart : instance?.lastPreStop;
  return run === undefined || run.generation === context.history.kubelet.generation;
}

/** A tcpSocket hook is refused before anything is sent. */
function failsAlways(event: EventFact, context: Context): boolean {
  const container = containerOfFieldPath(event.fieldPath);
  const part = container === undefined ? undefined : knownLife(context.history, event.pod)?.parts.get(container);
  const hook = hookOf(event);
  return hook !== undefined && part?.container.lifecycle?.[hook]?.tcpSocket !== undefined;
}
