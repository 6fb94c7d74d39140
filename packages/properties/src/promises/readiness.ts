import { SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { CompactStatus } from '@simlet/kubelet';
import type { Life } from '../history/history.ts';
import { containerOfFieldPath } from '../history/pod-parts.ts';
import { knownLife } from '../history/lookup.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Finding, Invariant, Step } from '../invariant.ts';
import { always, expectation } from '../rule.ts';
import { seconds } from '../seconds.ts';

/** A pod that is not Ready after this time is taken for one that never will be. */
const PATIENCE: Micros = 600 * SECOND;

/** Of one name: the pods that have been Ready, or ran to their end. */
interface Arrivals {
  readonly pod: string;
  readonly serials: readonly number[];
}

const NOBODY: Arrivals = { pod: '', serials: [] };

/** A pod becomes Ready. */
export const becomesReady: Invariant<Arrivals> = {
  id: 'becomes-ready',
  sentence: 'A pod becomes Ready, or runs to its end with success.',
  kind: 'eventually',
  standing: 'expectation',
  source:
    'kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle (Pod conditions); pkg/kubelet/status/generate.go, v1.36',
  explain: `What it means: every regular container and every sidecar has been started, its startup probe and its readiness probe have succeeded, and all readiness gates are set. A pod that is not Ready after 10 minutes counts as one that never will be.

Why it matters: until then no traffic reaches the pod, and a rollout waits for it. A PostStart hook that hangs keeps the whole pod back without any event, and it cannot even be deleted in time.

How to fix it: see which container is waiting and why. Bound the time of PostStart hooks, let them and the probes wait for the application, and check init containers that never end.`,
  facts: ['status', 'api/delete'],
  start: () => NOBODY,
  step(state, fact, context): Step<Arrivals> {
    const life = fact.kind === 'status' || fact.kind === 'api' ? knownLife(context.history, fact.pod) : undefined;
    if (life === undefined) return { state, findings: [] };
    const { serials } = state;
    const known = state.pod === life.name ? state : { pod: life.name, serials };
    if (fact.kind === 'api') {
      const ends = life.requests.length === 0;
      return ends
        ? { state: without(known, life), findings: tooLate(known, life, context) }
        : { state: known, findings: [] };
    }
    if (fact.kind !== 'status' || serials.includes(life.serial) || !hasArrived(fact.status))
      return { state: known, findings: [] };
    return { state: { ...known, serials: [...serials, life.serial] }, findings: [kept] };
  },
  finish(state, context) {
    // Of a pod that had a name with another nobody knows whose status was told.
    const life = knownLife(context.history, state.pod);
    return life === undefined || life.requests.length > 0 ? [] : tooLate(state, life, context);
  },
};

function without({ pod, serials }: Arrivals, life: Life): Arrivals {
  return { pod, serials: serials.filter((serial) => serial !== life.serial) };
}

function hasArrived(status: CompactStatus): boolean {
  return status.conditions['Ready'] === 'True' || status.phase === 'Succeeded';
}

function tooLate({ serials }: Arrivals, life: Life, context: Context): readonly Finding[] {
  const age = context.at - life.createdAt;
  if (serials.includes(life.serial) || age < PATIENCE || !context.history.kubelet.up) return [];
  return [
    broken(life.name, undefined, `The pod is not Ready ${seconds(age)} after it was created: ${reasonOf(life)}.`),
  ];
}

function reasonOf(life: Life): string {
  const hanging = life.instances.find(
    (instance) =>
      instance.postStart !== undefined && instance.postStart.endedAt === undefined && instance.exited === undefined,
  );
  if (hanging !== undefined) return `the PostStart hook of ${hanging.container} still runs`;
  const all = [...(life.status?.initContainers ?? []), ...(life.status?.containers ?? [])];
  const late = all.find((status) => !status.ready);
  if (late === undefined) return 'it has no status';
  const reason = late.reason === undefined ? '' : ` (${late.reason})`;
  return `${late.name} is ${late.state}${reason}${late.state === 'running' ? ' and not ready' : ''}`;
}

/** No container ends up in back-off. */
export const noCrashLoop: Invariant<null> = expectation(
  always(
    {
      id: 'no-crash-loop',
      sentence: 'No container is restarted so often that its next start is put off.',
      source:
        'pkg/kubelet/kuberuntime/kuberuntime_manager.go (doBackOff), v1.36; kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle (restart policy)',
      explain: `What it means: a container that exits is restarted at once the first time, then after 10 s, 20 s, 40 s, up to 5 minutes (CrashLoopBackOff). It does not matter whether it exited with 0, crashed, or was killed because its PostStart hook failed.

Why it matters: while it waits the container does not run, and the pod is not Ready.

How to fix it: find out why it exits. A container that is meant to end belongs in a Job or an init container; a failing PostStart hook has to be mended; a missing dependency is better waited for than crashed on.`,
    },
    ['event/BackOff', 'container/running'],
    (fact) => {
      if (fact.kind === 'container') return kept;
      if (!fact.message.startsWith('Back-off restarting')) return undefined;
      const name = containerOfFieldPath(fact.fieldPath);
      return broken(
        fact.pod,
        name,
        `The next start of ${name ?? 'a container'} is put off, because it has exited too often.`,
      );
    },
  ),
);
