import { SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { ApiFact } from '@simlet/kubelet';
import { statusesLag } from '../history/standstill.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Finding, Invariant } from '../invariant.ts';
import { isTerminal } from './phase.ts';
import { settled } from './settled-status.ts';

/** The generation of a pod object, and since when it has it. */
interface Generation {
  readonly pod: string;
  /** 0: there is no such object. */
  readonly generation: number;
  readonly at: Micros;
}

const NONE: Generation = { pod: '', generation: 0, at: 0 };
/** After so long without anything happening, the status is that of the newest spec. */
const QUIET: Micros = 30 * SECOND;

/** GENERATION. */
export const generationObserved: Invariant<Generation> = {
  id: 'generation-observed',
  sentence:
    'A status names the generation of the pod that it was made from: none that is still to come, and in the end the last.',
  kind: 'eventually',
  standing: 'kubernetes',
  source: 'pkg/kubelet/status/status_manager.go (observedGeneration), v1.36; KEP-5067',
  facts: ['api', 'status'],
  start: () => NONE,
  step(state, fact, context) {
    if (fact.kind === 'api') return { state: changed(state, fact, context), findings: [] };
    const observed = fact.kind === 'status' ? fact.status.observedGeneration : undefined;
    if (observed === undefined || state.generation === 0) return { state, findings: [] };
    if (observed <= state.generation) return { state, findings: [kept] };
    const message = `A status names generation ${observed} of a pod that has ${state.generation}.`;
    return { state, findings: [broken(state.pod, undefined, message)] };
  },
  finish: judgeSettled,
};

function changed(state: Generation, fact: ApiFact, { at }: Context): Generation {
  if (fact.op === 'created') {
    return fact.result === undefined ? { pod: fact.pod, generation: 1, at } : state;
  }
  if (fact.op === 'delete' && fact.result === 'removed') return NONE;
  if (state.generation === 0) return state;
  const counts = (fact.op === 'updated' && fact.result === undefined) || fact.result === 'graceful';
  return counts ? { ...state, generation: state.generation + 1, at } : state;
}

function judgeSettled({ pod, generation, at }: Generation, context: Context): readonly Finding[] {
  // A worker that waits for an answer that is lost writes no status meanwhile.
  if (context.scenario.faults?.lostAnswers === true || statusesLag(context.scenario)) return [];
  const life = generation === 0 ? undefined : settled(context).find(({ name }) => name === pod);
  const observed = life?.status.observedGeneration;
  if (life === undefined || observed === undefined || context.at - at < QUIET || isTerminal(life.status.phase))
    return [];
  if (observed === generation) return [kept];
  return [broken(pod, undefined, `The pod has generation ${generation}, and its status is still that of ${observed}.`)];
}
