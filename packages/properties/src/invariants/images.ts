import { SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import { knownLife } from '../history/lookup.ts';
import type { Life } from '../history/history.ts';
import { broken, kept } from '../invariant.ts';
import type { Invariant, Step } from '../invariant.ts';
import { seconds } from '../seconds.ts';

const pulls = 'pkg/kubelet/images/image_manager.go (EnsureImageExists), v1.36';

/** Images that were pulled for a pod, by the serial of the pod and the name of the image. */
type Pulled = ReadonlySet<string>;

/** IMAGE-PRESENT. */
export const presentImageNotPulled: Invariant<Pulled> = {
  id: 'present-image-not-pulled',
  sentence: 'An image that was pulled for a pod is not pulled for it again, unless its pull policy is Always.',
  kind: 'always',
  standing: 'kubernetes',
  source: pulls,
  facts: ['cri'],
  start: () => new Set(),
  step(state, fact, context): Step<Pulled> {
    if (fact.kind !== 'cri' || fact.call !== 'PullImage' || fact.image === undefined) return { state, findings: [] };
    const life = context.scenario.faults?.lostAnswers === true ? undefined : knownLife(context.history, fact.pod);
    if (life === undefined || [...life.parts.values()].some(({ container }) => pullsAlways(container)))
      return { state, findings: [] };
    const key = `${life.serial} ${fact.image}`;
    if (fact.phase === 'end')
      return fact.result === 'ok' ? { state: withImage(state, life, key), findings: [kept] } : { state, findings: [] };
    if (!state.has(key)) return { state, findings: [] };
    return {
      state,
      findings: [broken(life.name, undefined, `${fact.image} was pulled again though the node has it.`)],
    };
  },
  finish: () => [],
};

/** What was pulled for earlier pods of the name no longer matters. */
function withImage(state: Pulled, { serial }: Life, key: string): Pulled {
  return new Set([...state].filter((each) => each.startsWith(`${serial} `))).add(key);
}

/** *Source:* pkg/apis/core/v1/defaults.go, SetDefaults_Container. */
function pullsAlways({
  image,
  imagePullPolicy,
}: {
  readonly image: string;
  readonly imagePullPolicy?: string;
}): boolean {
  if (imagePullPolicy !== undefined) return imagePullPolicy === 'Always';
  const name = image.slice(image.lastIndexOf('/') + 1);
  return !name.includes(':') || name.endsWith(':latest');
}

const FIRST_SECONDS = 10;
const MAXIMUM_SECONDS = 300;
/** A back-off that was not counted for longer than this is forgotten. */
const RESET: Micros = 600 * SECOND;

/** The last failed pull of an image, and the back-off that it began. */
interface Failure {
  readonly generation: number;
  readonly at: Micros;
  readonly seconds: number;
}
/** By the serial of the pod and the name of the image. */
type Failures = ReadonlyMap<string, Failure>;

/** IMAGE-BACKOFF. */
export const pullBackOff: Invariant<Failures> = {
  id: 'pull-back-off',
  sentence:
    'An image that could not be pulled for a pod is not pulled for it again before 10 s, 20 s, 40 s, up to 300 s are over.',
  kind: 'always',
  standing: 'kubernetes',
  source: pulls,
  facts: ['cri'],
  start: () => new Map(),
  step(state, fact, context): Step<Failures> {
    if (fact.kind !== 'cri' || fact.call !== 'PullImage' || fact.image === undefined) return { state, findings: [] };
    const life = context.scenario.faults?.lostAnswers === true ? undefined : knownLife(context.history, fact.pod);
    if (life === undefined) return { state, findings: [] };
    const { generation } = context.history.kubelet;
    const key = `${life.serial} ${fact.image}`;
    const known = state.get(key);
    const before = known?.generation === generation && context.at - known.at <= RESET ? known : undefined;
    if (fact.phase === 'end' && fact.result === 'error') {
      const longer = before === undefined ? FIRST_SECONDS : Math.min(2 * before.seconds, MAXIMUM_SECONDS);
      const rest = [...state].filter(([other]) => other.startsWith(`${life.serial} `));
      return { state: new Map(rest).set(key, { generation, at: context.at, seconds: longer }), findings: [] };
    }
    if (fact.phase !== 'begin' || before === undefined) return { state, findings: [] };
    const waited = context.at - before.at;
    if (waited >= before.seconds * SECOND) return { state, findings: [kept] };
    const message = `${fact.image} was pulled again ${seconds(waited)} after a pull had failed; the back-off is ${before.seconds} s.`;
    return { state, findings: [broken(life.name, undefined, message)] };
  },
  finish: () => [],
};
