import { emptyMap, entryOf, entryValues, MILLISECOND, withEntry, withoutEntry } from '@simlet/core';
import type { Address, Behaviour, PersistentMap, Turn } from '@simlet/core';

import type { ContainerBehaviour } from '../behaviour.ts';
import type { CriFact, CriResult } from '../facts.ts';
import type { RuntimeAnswer } from '../messages.ts';
import { behaviourOf } from './instance.ts';
import { answerIsLost, CONNECTION_LOST, CONNECTION_REFUSED } from './lost-answers.ts';

export interface ImagesInput {
  readonly kubelet: string;
  readonly behaviours: Readonly<Record<string, ContainerBehaviour>>;
  readonly pullMs: number;
  /** Whether answers to pulls may be lost. */
  readonly losesAnswers: boolean;
}

export interface ImagesState extends ImagesInput {
  readonly down: boolean;
  /** Names of the images that are there. */
  readonly present: PersistentMap<true>;
  /** Pulls that failed so far, by image. */
  readonly failures: Readonly<Record<string, number>>;
  /** By call. */
  readonly pulling: PersistentMap<PullImage>;
}

/** The puller of the kubelet asks for a pull. */
export interface PullImage {
  readonly kind: 'pull-image';
  readonly call: string;
  readonly from: Address;
  readonly pod: string;
  readonly image: string;
  /** The containers of the pod that use the image, in spec order: the first gives the time of the pull. */
  readonly containers: readonly string[];
}

export type ImagesMessage =
  | PullImage
  | { readonly kind: 'image-status'; readonly call: string; readonly from: Address; readonly image: string }
  | { readonly kind: 'pulled'; readonly pull: PullImage }
  | { readonly kind: 'runtime-outage'; readonly up: boolean }
  | { readonly kind: 'kubelet-down' };

/** The images of a node. *Source:* the stand-in of the recorded traces: images are keyed by name and stay. */
export const runtimeImages: Behaviour<ImagesInput, ImagesState, ImagesMessage> = {
  kind: 'runtime-images',
  trusted: true,
  start(input, turn) {
    turn.monitor(input.kubelet, { kind: 'kubelet-down' });
    return stateOf({ ...input, down: false }, emptyMap(), {}, emptyMap());
  },
  receive(state, message, turn) {
    switch (message.kind) {
      case 'runtime-outage':
        return outage(state, message.up, turn);
      case 'image-status':
        if (state.down) {
          refuse(message.from, message.call, turn);
          return state;
        }
        turn.send(message.from, {
          kind: 'answer',
          call: message.call,
          ok: entryOf(state.present, message.image) === true,
        } satisfies RuntimeAnswer);
        return state;
      case 'pull-image':
        record(turn, message, 'begin');
        if (state.down) {
          record(turn, message, 'end', 'error');
          refuse(message.from, message.call, turn);
          return state;
        }
        turn.after((scriptOf(state, message)?.pullMs ?? state.pullMs) * MILLISECOND, { kind: 'pulled', pull: message });
        return stateOf(state, state.present, state.failures, withEntry(state.pulling, message.call, message));
      case 'pulled':
        return entryOf(state.pulling, message.pull.call) === undefined ? state : pulled(state, message.pull, turn);
      case 'kubelet-down':
        for (const pull of entryValues(state.pulling)) record(turn, pull, 'end', 'kubeletStop');
        return stateOf(state, state.present, state.failures, emptyMap());
    }
  },
};

const refuse = (to: Address, call: string, turn: Turn<ImagesMessage>): void =>
  turn.send(to, { kind: 'answer', call, ok: false, error: CONNECTION_REFUSED } satisfies RuntimeAnswer);

/** Pulls die with the runtime. */
const outage = (state: ImagesState, up: boolean, turn: Turn<ImagesMessage>): ImagesState => {
  const next = { ...state, down: !up };
  if (up) return next;
  for (const pull of entryValues(state.pulling)) {
    record(turn, pull, 'end', 'error');
    turn.send(pull.from, {
      kind: 'answer',
      call: pull.call,
      ok: false,
      error: CONNECTION_LOST,
    } satisfies RuntimeAnswer);
  }
  return stateOf(next, state.present, state.failures, emptyMap());
};

const stateOf = (
  { kubelet, behaviours, pullMs, losesAnswers, down }: ImagesInput & { readonly down: boolean },
  present: ImagesState['present'],
  failures: ImagesState['failures'],
  pulling: ImagesState['pulling'],
): ImagesState => ({ kubelet, behaviours, pullMs, losesAnswers, down, present, failures, pulling });

const pulled = (state: ImagesState, pull: PullImage, turn: Turn<ImagesMessage>): ImagesState => {
  const pulling = withoutEntry(state.pulling, pull.call);
  const failed = state.failures[pull.image] ?? 0;
  if (failed < (scriptOf(state, pull)?.pullErrors ?? 0)) {
    record(turn, pull, 'end', 'error');
    const error = 'rpc error: code = NotFound desc = failed to pull and unpack image: not found';
    turn.send(pull.from, { kind: 'answer', call: pull.call, ok: false, error } satisfies RuntimeAnswer);
    return stateOf(state, state.present, { ...state.failures, [pull.image]: failed + 1 }, pulling);
  }
  const lost = answerIsLost(state.losesAnswers, turn, 'pull-image', pull.pod);
  record(turn, pull, 'end', lost ? 'lost' : 'ok');
  const answer = lost ? { ok: false, error: CONNECTION_LOST } : { ok: true };
  turn.send(pull.from, { kind: 'answer', call: pull.call, ...answer } satisfies RuntimeAnswer);
  const present = withEntry(state.present, pull.image, true);
  return stateOf(state, present, state.failures, pulling);
};

const scriptOf = (state: ImagesState, pull: PullImage): ContainerBehaviour | undefined =>
  behaviourOf(state.behaviours, pull.pod, pull.containers[0] ?? '');

const record = (
  turn: Turn<ImagesMessage>,
  { image, pod }: PullImage,
  phase: 'begin' | 'end',
  result?: CriResult,
): void => turn.record({ kind: 'cri', call: 'PullImage', image, pod, phase, result } satisfies CriFact);
