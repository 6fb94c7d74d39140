import { SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import { knownLife, newestOf } from '../history/lookup.ts';
import { containerName } from '../history/pod-parts.ts';
import { statusesLag } from '../history/standstill.ts';
import { broken, kept } from '../invariant.ts';
import type { Invariant, Step } from '../invariant.ts';
import { allContainers } from './phase.ts';

/** The kubelet has the status that it wrote back in its hands by then. */
const KNOWN: Micros = 3 * SECOND;

/** S17, where the records are gone. */
export const countGoesOn: Invariant<Micros> = {
  id: 'count-goes-on',
  sentence:
    'An init container of which the runtime has no record any more is created with an attempt number not below the restart count that the API shows.',
  kind: 'always',
  standing: 'kubernetes',
  source: 'pkg/kubelet/kuberuntime/kuberuntime_container.go (startContainer: restartCount), v1.36',
  facts: ['cri', 'status'],
  start: () => -1,
  step(state, fact, context): Step<Micros> {
    if (fact.kind === 'status') return { state: context.at, findings: [] };
    if (fact.kind !== 'cri' || fact.call !== 'CreateContainer' || fact.phase !== 'begin')
      return { state, findings: [] };
    const life = knownLife(context.history, fact.pod);
    const name = containerName(fact.container ?? '');
    const { attempt } = fact;
    // Of a regular container that is lost the status counts a restart before there is one.
    if (life?.status === undefined || attempt === undefined || life.parts.get(name)?.role !== 'init')
      return { state, findings: [] };
    if (newestOf(life, name)?.removed === false) return { state, findings: [] };
    if (context.scenario.faults?.lostAnswers === true) return { state, findings: [] };
    if (context.at - state < KNOWN || statusesLag(context.scenario)) return { state, findings: [] };
    const shown = allContainers(life.status).find((status) => status.name === name);
    if (shown === undefined || shown.restartCount === 0) return { state, findings: [] };
    if (attempt >= shown.restartCount) return { state, findings: [kept] };
    const message = `${fact.container ?? name} was created as attempt ${attempt}; the API shows a restart count of ${shown.restartCount}.`;
    return { state, findings: [broken(life.name, fact.container, message)] };
  },
  finish: () => [],
};
