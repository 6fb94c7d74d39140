import type { CriFact } from '@simlet/kubelet';
import type { Life } from '../history/history.ts';
import { isTakenOver, knownLife, newestOf, replacesKilled } from '../history/lookup.ts';
import { containerName } from '../history/pod-parts.ts';
import type { Part } from '../history/pod-parts.ts';
import { broken, kept } from '../invariant.ts';
import type { Invariant } from '../invariant.ts';
import { always } from '../rule.ts';

/** INIT-ORDER of sidecars that have to be started, not only running. */
export const sidecarGate: Invariant<null> = always(
  {
    id: 'sidecar-gate',
    sentence:
      'What comes after a sidecar with a startup probe is created for the first time only after that probe succeeded.',
    source: 'pkg/kubelet/kuberuntime/kuberuntime_container.go (computeInitContainerActions), v1.36',
  },
  ['cri'],
  (fact, { history, scenario }) => {
    if (scenario.faults?.lostAnswers === true) return undefined;
    const life = isCreate(fact) ? knownLife(history, fact.pod) : undefined;
    const part = life?.parts.get(containerName(fact.container ?? ''));
    const before = life === undefined || part === undefined ? undefined : partBefore(life, part);
    if (life === undefined || before?.role !== 'sidecar' || before.container.startupProbe === undefined)
      return undefined;
    const instance = newestOf(life, before.container.name);
    if (instance === undefined || instance.sandbox !== life.sandbox.serial) return undefined;
    // What a kubelet takes over from another one, or from another instance, it may take for started.
    if (isTakenOver(history, life, instance) || replacesKilled(history, life, instance)) return undefined;
    if (instance.startupOkAt !== undefined) return kept;
    const message = `${fact.container ?? ''} was created before the startup probe of ${instance.id} had succeeded.`;
    return broken(life.name, fact.container, message);
  },
);

function isCreate({ call, phase }: CriFact): boolean {
  return call === 'CreateContainer' && phase === 'begin';
}

/** The init container just before a container that is created while neither it nor any later one was there before. */
function partBefore(life: Life, part: Part): Part | undefined {
  const parts = [...life.parts.values()];
  const init = parts.filter(({ role }) => role !== 'regular');
  const place = part.role === 'regular' ? init.length : init.indexOf(part);
  const later = new Set([...init.slice(place), ...parts.filter(({ role }) => role === 'regular')]);
  const begun = [...later].some(({ container }) => newestOf(life, container.name) !== undefined);
  return begun ? undefined : init[place - 1];
}
