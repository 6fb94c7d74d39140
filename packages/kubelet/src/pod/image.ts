import type { Container } from '@simlet/objects';

import type { PullRequest } from '../puller-process.ts';
import type { ImagesMessage } from '../runtime/images-process.ts';
import { nextCall } from './calls.ts';
import { initContainers } from './spec.ts';
import type { PodState, PodTurn } from './state.ts';

/** Asks whether the image of a container is there. */
export const askForImage = (pod: PodState, turn: PodTurn, container: Container): string => {
  const call = nextCall(pod, { kind: 'step' });
  const from = pod.addresses.self;
  turn.send(pod.addresses.images, {
    kind: 'image-status',
    call,
    from,
    image: container.image,
  } satisfies ImagesMessage);
  return call;
};

/** Has the image pulled: pulls of a node go one after another. */
export const pullImage = (pod: PodState, turn: PodTurn, container: Container): string => {
  const call = nextCall(pod, { kind: 'step' });
  const spec = pod.sync?.pod?.spec;
  const all = spec === undefined ? [container] : [...initContainers(spec), ...spec.containers];
  turn.send(pod.addresses.puller, {
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
