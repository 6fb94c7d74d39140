import { MILLISECOND, SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import { runtimeAddress } from '../names.ts';
import type { RuntimeRootMessage } from './root-process.ts';
import type { RuntimeMessage, RuntimePod, RuntimeTurn } from './state.ts';

const STEPS: ReadonlySet<RuntimeMessage['kind']> = new Set([
  'run-sandbox',
  'stop-sandbox',
  'create-container',
  'start-container',
  'stop-container',
  'hook',
  'call-due',
  'exit-due',
]);

const HOW = ['not', 'alone', 'with its containers'] as const;

const LONGEST: Micros = 300 * SECOND;

/** After each step of a pod the runtime may die, alone or with all containers, and comes back a little later. */
export const mayCrash = (pod: RuntimePod, turn: RuntimeTurn, step: RuntimeMessage['kind']): void => {
  if (!pod.faults.crashes || pod.down || !STEPS.has(step)) return;
  const how = turn.decide.oneOf(`runtime.crash/${step}/${pod.name}`, HOW, [1, 100]);
  if (how === 'not') return;
  const backAfter = turn.decide.integer(`runtime.back/${pod.name}`, {
    simplest: 2 * SECOND,
    min: 0,
    max: LONGEST,
    interesting: [40 * SECOND, LONGEST],
    distribution: { kind: 'heavy-tailed', unit: MILLISECOND, odds: [1, 2] },
  });
  const takesContainers = how === 'with its containers';
  turn.send(runtimeAddress(pod.hosts), {
    kind: 'runtime-down',
    takesContainers,
    backAfter,
  } satisfies RuntimeRootMessage);
};
