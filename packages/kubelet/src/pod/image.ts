import type { Container } from '@simlet/objects';

import { IMAGE_SIZE_BYTES } from '../constants.ts';
import type { PullRequest } from '../puller-process.ts';
import type { ImagesMessage } from '../runtime/images-process.ts';
import { nextCall } from './calls.ts';
import { containerEvent } from './events.ts';
import { goMilliseconds } from './go-duration.ts';
import { imageBackoffOf, pullFailed } from './image-backoff.ts';
import { initContainers } from './spec.ts';
import { progress } from './start-progress.ts';
import type { PodMessage, PodState, PodTurn } from './state.ts';

/** What came of having an image: there, on its way, or not to be had. */
export type ImageOutcome =
  | { readonly kind: 'present' }
  | { readonly kind: 'pulling'; readonly call: string }
  | { readonly kind: 'failed'; readonly reason: string; readonly message: string };

export type PullEnd = Extract<PodMessage, { kind: 'pull-ended' }>;

/** Asks whether the image of a container is there. */
export const askForImage = (pod: PodState, turn: PodTurn, container: Container): string => {
  const call = nextCall(pod, { kind: 'step' });
  const from = pod.addresses.self;
  turn.send(pod.addresses.node.images, {
    kind: 'image-status',
    call,
    from,
    image: container.image,
  } satisfies ImagesMessage);
  return call;
};

/** Has the image pulled: pulls of a node go one after another. */
const pullImage = (pod: PodState, turn: PodTurn, container: Container): string => {
  const call = nextCall(pod, { kind: 'step' });
  const spec = pod.sync?.pod?.spec;
  const all = spec === undefined ? [container] : [...initContainers(spec), ...spec.containers];
  turn.send(pod.addresses.node.puller, {
    kind: 'pull',
    call,
    from: pod.addresses.self,
    pod: pod.name,
    image: container.image,
    containers: all.filter((each) => each.image === container.image).map((each) => each.name),
    requestedAt: turn.now,
  } satisfies PullRequest);
  return call;
};

/**
 * What is done by whether the image is there. *Source:* pkg/kubelet/images/image_manager.go, EnsureImageExists;
 * docs/fidelity.md 1.5.
 */
export const imageKnown = (pod: PodState, turn: PodTurn, container: Container, present: boolean): ImageOutcome => {
  const { name, image } = container;
  const policy = container.imagePullPolicy ?? 'IfNotPresent';
  if (present && policy !== 'Always') {
    const access = pod.features.messages.presentAccess ? ' and can be accessed by the pod' : '';
    progress(pod, turn, container, 'Pulled', `Container image "${image}" already present on machine${access}`);
    return { kind: 'present' };
  }
  if (policy === 'Never') {
    const message = `Container image "${image}" is not present with pull policy of Never`;
    containerEvent(pod, turn, name, 'Warning', 'ErrImageNeverPull', message);
    return { kind: 'failed', reason: 'ErrImageNeverPull', message };
  }
  const backoff = imageBackoffOf(pod, image, turn.now);
  if (backoff !== undefined) {
    const message = `Back-off pulling image "${image}"`;
    containerEvent(pod, turn, name, 'Normal', 'BackOff', message);
    const full = pod.features.pullBackoffNamesError ? `${message}: ${backoff.error}` : message;
    return { kind: 'failed', reason: 'ImagePullBackOff', message: full };
  }
  const pulling = pod.features.docker.pullsAreShort ? 'pulling' : 'Pulling';
  progress(pod, turn, container, 'Pulling', `${pulling} image "${image}"`);
  return { kind: 'pulling', call: pullImage(pod, turn, container) };
};

/** What came of a pull. */
export const imagePulled = (pod: PodState, turn: PodTurn, container: Container, pull: PullEnd): ImageOutcome => {
  const { name, image } = container;
  if (!pull.ok) {
    const error = pull.error ?? '';
    containerEvent(pod, turn, name, 'Warning', 'Failed', `Failed to pull image "${image}": ${error}`);
    pullFailed(pod, image, turn.now, `ErrImagePull: ${error}`);
    return { kind: 'failed', reason: 'ErrImagePull', message: error };
  }
  const size = pod.features.messages.pulledSize ? `. Image size: ${IMAGE_SIZE_BYTES} bytes.` : '';
  const took = ` in ${goMilliseconds(pull.pullMs)} (${goMilliseconds(pull.totalMs)} including waiting)${size}`;
  const end = pod.features.docker.pullsAreShort ? '' : took;
  progress(pod, turn, container, 'Pulled', `Successfully pulled image "${image}"${end}`);
  return { kind: 'present' };
};

/** The runtime could not say whether the image is there. */
export const imageUnknown = (pod: PodState, turn: PodTurn, container: Container, error: string): ImageOutcome => {
  const message = `Failed to inspect image "${container.image}": ${error}`;
  containerEvent(pod, turn, container.name, 'Warning', 'InspectFailed', message);
  return { kind: 'failed', reason: 'ImageInspectError', message };
};
