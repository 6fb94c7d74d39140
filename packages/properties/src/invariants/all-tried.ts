import type { CriFact } from '@simlet/kubelet';
import type { Life } from '../history/history.ts';
import { knownLife, newestOf } from '../history/lookup.ts';
import { containerName } from '../history/pod-parts.ts';
import type { Part } from '../history/pod-parts.ts';
import { wasWithoutRuntime } from '../history/standstill.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Invariant, Step } from '../invariant.ts';

/** Images that the present kubelet has begun to pull for a pod, and containers that it has begun to create. */
type Tried = ReadonlySet<string>;

/** S2: what fails keeps nobody else waiting. */
export const allTriedFirst: Invariant<Tried> = {
  id: 'all-tried-first',
  sentence: 'A regular container is started again only when every other one of its pod has been tried once.',
  kind: 'always',
  standing: 'kubernetes',
  source: 'pkg/kubelet/kuberuntime/kuberuntime_manager.go (SyncPod: step 8 goes on after a failed start), v1.36',
  facts: ['cri', 'kubelet'],
  start: () => new Set(),
  step(state, fact, context): Step<Tried> {
    // What a kubelet that dies has sent may still arrive at that instant.
    if (fact.kind === 'kubelet') return { state: fact.event === 'started' ? new Set() : state, findings: [] };
    if (fact.kind !== 'cri' || fact.phase !== 'begin') return { state, findings: [] };
    if (fact.call === 'PullImage' && fact.image !== undefined)
      return { state: new Set(state).add(fact.image), findings: [] };
    if (fact.call !== 'CreateContainer' || fact.container === undefined) return { state, findings: [] };
    const finding = judgeCreation(state, fact, context);
    const next = new Set(state).add(containerName(fact.container));
    return { state: next, findings: finding === undefined ? [] : [finding] };
  },
  finish: () => [],
};

function judgeCreation(tried: Tried, fact: CriFact, context: Context) {
  if (context.scenario.faults?.lostAnswers === true) return undefined;
  const life = knownLife(context.history, fact.pod);
  const name = containerName(fact.container ?? '');
  const before = life === undefined ? undefined : newestOf(life, name);
  if (life === undefined || before === undefined || life.parts.get(name)?.role !== 'regular') return undefined;
  // What an earlier kubelet tried is not known here.
  if (life.createdAt < context.history.kubelet.startedAt || before.sandbox !== life.sandbox.serial) return undefined;
  // Without a runtime the image of another could not even be looked at, of which no call tells.
  if (wasWithoutRuntime(context.history, life.createdAt)) return undefined;
  const others = [...life.parts.values()].filter(({ role }) => role === 'regular');
  const left = others.find((part) => part.container.name !== name && !wasTried(life, part, tried));
  if (left === undefined) return others.length > 1 ? kept : undefined;
  const message = `${name} was started again though ${left.container.name} had never been tried.`;
  return broken(life.name, fact.container, message);
}

/** It was created, or its image asked for: that of the manifest, or the one that took its place. */
function wasTried(life: Life, { container }: Part, tried: Tried): boolean {
  if (newestOf(life, container.name) !== undefined || life.imageUpdates[container.name] !== undefined) return true;
  return tried.has(container.image) || tried.has(container.name);
}
