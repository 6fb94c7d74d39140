import { emptyMap, entryOf, MILLISECOND, SECOND, withEntry, withoutEntry } from '@simlet/core';
import type { Address, Behaviour, Micros, PersistentMap, Turn } from '@simlet/core';

import type { KubeletLimits } from './kubelet-limits.ts';
import type { RuntimeAnswer } from './messages.ts';
import { imagesAddress, pullerAddress } from './names.ts';
import type { NodeHosts } from './names.ts';
import type { PodMessage } from './pod/state.ts';
import type { PullImage } from './runtime/images-process.ts';

/** A pod asks for an image. */
export interface PullRequest {
  readonly kind: 'pull';
  readonly call: string;
  readonly from: Address;
  readonly pod: string;
  readonly image: string;
  readonly containers: readonly string[];
  readonly requestedAt: Micros;
}

export interface PullerInput {
  readonly hosts: NodeHosts;
  readonly limits: KubeletLimits;
}

interface PullerState extends PullerInput {
  /** By the number of the call to the runtime. */
  readonly running: PersistentMap<{ readonly pull: PullRequest; readonly begunAt: Micros }>;
  /** By the number of the request: those from `served` on. */
  readonly waiting: PersistentMap<PullRequest>;
  readonly requested: number;
  readonly served: number;
  /** What the registry's limit had left at that time. */
  readonly tokens: number;
  readonly tokensAt: Micros;
}

type PullerTurn = Turn<PullRequest | RuntimeAnswer>;

/**
 * Pulls images one after another, or as many at once as its limits say. *Source:* pkg/kubelet/images/puller.go; for the
 * limit of the registry pkg/kubelet/images/helpers.go, throttledImageService.
 */
export const puller: Behaviour<PullerInput, PullerState, PullRequest | RuntimeAnswer> = {
  kind: 'image-puller',
  trusted: true,
  start: ({ hosts, limits }, turn) => ({
    hosts,
    limits,
    running: emptyMap(),
    waiting: emptyMap(),
    requested: 0,
    served: 0,
    tokens: burstOf(limits),
    tokensAt: turn.now,
  }),
  receive(state, message, turn) {
    if (message.kind === 'pull') {
      const waiting = withEntry(state.waiting, `${state.requested}`, message);
      return begin({ ...state, waiting, requested: state.requested + 1 }, turn);
    }
    const ended = entryOf(state.running, message.call);
    if (ended === undefined) return state;
    answer(ended.pull, turn, ended.begunAt, message.ok, message.error);
    return begin({ ...state, running: withoutEntry(state.running, message.call) }, turn);
  },
};

const answer = (pull: PullRequest, turn: PullerTurn, begunAt: Micros, ok: boolean, error: string | undefined): void =>
  turn.send(pull.from, {
    kind: 'pull-ended',
    call: pull.call,
    ok,
    pullMs: (turn.now - begunAt) / MILLISECOND,
    totalMs: (turn.now - pull.requestedAt) / MILLISECOND,
    error,
  } satisfies PodMessage);

/** Begins as many of the pulls that wait as may run. */
const begin = (given: PullerState, turn: PullerTurn): PullerState => {
  let state = given;
  while (state.running.size < mostAtOnce(state.limits)) {
    const number = `${state.served}`;
    const pull = entryOf(state.waiting, number);
    if (pull === undefined) return state;
    state = { ...state, waiting: withoutEntry(state.waiting, number), served: state.served + 1 };
    state = withTokens(state, turn.now);
    if (state.tokens < 1) {
      answer(pull, turn, turn.now, false, 'pull QPS exceeded');
      continue;
    }
    const call = `${turn.incarnation}:${number}`;
    const { pod, image, containers } = pull;
    const from = pullerAddress(state.hosts);
    turn.send(imagesAddress(state.hosts), {
      kind: 'pull-image',
      call,
      from,
      pod,
      image,
      containers,
    } satisfies PullImage);
    const running = withEntry(state.running, call, { pull, begunAt: turn.now });
    state = { ...state, running, tokens: state.tokens - 1 };
  }
  return state;
};

const mostAtOnce = ({ serializeImagePulls = true, maxParallelImagePulls }: KubeletLimits): number =>
  serializeImagePulls ? 1 : (maxParallelImagePulls ?? Number.POSITIVE_INFINITY);

const burstOf = ({ registryBurst = 10 }: KubeletLimits): number => registryBurst;

/** A bucket that fills with time; one that is never empty where there is no limit. */
const withTokens = (state: PullerState, now: Micros): PullerState => {
  const { registryPullQPS: rate = 0 } = state.limits;
  if (rate <= 0) return { ...state, tokens: 1, tokensAt: now };
  const filled = state.tokens + ((now - state.tokensAt) * rate) / SECOND;
  return { ...state, tokens: Math.min(burstOf(state.limits), filled), tokensAt: now };
};
