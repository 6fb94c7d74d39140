import type { CompactContainerStatus } from '@simlet/kubelet';
import type { Life } from '../history/history.ts';
import { knownLife } from '../history/lookup.ts';
import { statusesLag } from '../history/standstill.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Invariant } from '../invariant.ts';
import { always } from '../rule.ts';

/** What the condition Initialized says. */
export const initializedTruth: Invariant<null> = always(
  {
    id: 'initialized-truth',
    sentence:
      'A pod becomes Initialized only when its init containers have exited with 0 and its sidecars have started, or when a regular container was started.',
    source: 'pkg/kubelet/status/generate.go (GeneratePodInitializedCondition), v1.36',
  },
  ['status'],
  ({ pod, status }, context) => {
    const life = knownLife(context.history, pod);
    if (life === undefined || status.conditions['Initialized'] !== 'True' || status.phase === 'Succeeded')
      return undefined;
    // The status that said so may never have been written.
    if (context.scenario.faults?.statusWrites === true) return undefined;
    // What has been initialised once remains so, whatever is started again.
    if (life.status?.conditions['Initialized'] === 'True') return undefined;
    const begun = (status.containers ?? []).some(({ id, state, restartCount, last }) => {
      return id !== undefined || state !== 'waiting' || restartCount > 0 || last !== undefined;
    });
    if (begun) return undefined;
    const undone = (status.initContainers ?? []).find((each) => !isDone(life, each) && !isTaken(life, each, context));
    if (undone === undefined) return (status.initContainers ?? []).length > 0 ? kept : undefined;
    return broken(
      pod,
      undone.id ?? undone.name,
      `The pod was reported as Initialized while ${undone.name} was not done.`,
    );
  },
);

function isDone(life: Life, status: CompactContainerStatus): boolean {
  if (life.parts.get(status.name)?.role === 'init') return status.state === 'terminated' && status.exitCode === 0;
  // A sidecar that has ended counts as one that was started.
  return status.started !== false || status.state === 'terminated';
}

/** The condition itself does not go back. */
export const initializedStays: Invariant<null> = always(
  {
    id: 'initialized-stays',
    sentence: 'A pod that was Initialized once remains so.',
    source: 'pkg/kubelet/status/generate.go (GeneratePodInitializedCondition), v1.36',
  },
  ['status'],
  ({ pod, status }, { history, scenario }) => {
    // What one kubelet wrote may come after what the next one did.
    const before =
      history.minor < 36 || statusesLag(scenario)
        ? undefined
        : knownLife(history, pod)?.status?.conditions['Initialized'];
    if (before?.startsWith('True') !== true) return undefined;
    const now = status.conditions['Initialized'] ?? 'missing';
    if (now.startsWith('True')) return kept;
    return broken(pod, undefined, `The pod was reported as Initialized, and then as ${now}.`);
  },
);

/**
 * A new kubelet takes a sidecar that runs for started until it has a worker for its startup probe, and the condition stays
 * as it was then; of the two statuses only the second may reach the API.
 */
function isTaken(life: Life, { name, state }: CompactContainerStatus, { history }: Context): boolean {
  if (state !== 'running' || life.createdAt >= history.kubelet.startedAt) return false;
  const part = life.parts.get(name);
  return part?.role === 'sidecar' && part.container.startupProbe !== undefined;
}
