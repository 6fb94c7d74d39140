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

const LONGEST_MS = 300_000;

/** After each step of a pod the runtime may die, alone or with all containers, and comes back a little later. */
export const mayCrash = (pod: RuntimePod, turn: RuntimeTurn, step: RuntimeMessage['kind']): void => {
  if (!pod.faults.crashes || pod.down || !STEPS.has(step)) return;
  const how = turn.decide.oneOf(`runtime.crash/${step}/${pod.name}`, HOW, [1, 100]);
  if (how === 'not') return;
  const backMs = turn.decide.integer(`runtime.back/${pod.name}`, {
    simplest: 2_000,
    min: 0,
    max: LONGEST_MS,
    interesting: [40_000, LONGEST_MS],
    distribution: { kind: 'heavy-tailed', odds: [1, 2] },
  });
  const takesContainers = how === 'with its containers';
  turn.send(runtimeAddress(pod.hosts), { kind: 'runtime-down', takesContainers, backMs } satisfies RuntimeRootMessage);
};
