import type { Turn } from '@simlet/core';

import type { ApiPod } from './api-pod.ts';
import {
  ERROR_RETRY,
  FIRST_HOUSEKEEPING,
  FIRST_SYNC_TICK,
  HOUSEKEEPING_PERIOD,
  SYNC_TICK_PERIOD,
} from './constants.ts';
import type { LoopMessage, MirrorRequest, WatchMessage } from './messages.ts';
import { apiPodAddress } from './names.ts';
import type { NodeHosts } from './names.ts';
import { nextGridPoint } from './pod/grid.ts';

/** What the sync loop knows of static pods; what is keyed by full name (`namespace/name`) is there once at most. */
export interface StaticPods {
  /** By full name, the UID that the manifests ask for. */
  readonly wanted: Readonly<Record<string, string>>;
  /** By full name, the UID that was started and is not finished. */
  readonly started: Readonly<Record<string, string>>;
  /** By UID, those that wait for another one of their full name. */
  readonly held: Readonly<Record<string, ApiPod>>;
  /** By full name, what shows them in the API. */
  readonly mirrors: Readonly<Record<string, ApiPod>>;
  readonly housekeepingDue: boolean;
}

/** What a loop knows at its start. */
export const NO_STATIC_PODS: StaticPods = { wanted: {}, started: {}, held: {}, mirrors: {}, housekeepingDue: false };

type LoopTurn = Turn<LoopMessage>;

/** `namespace/name`. */
export const fullNameOf = ({ namespace, name }: { readonly namespace: string; readonly name: string }): string =>
  `${namespace}/${name}`;

/**
 * Whether a static pod may start: only once the one of its full name before it is finished. *Source:*
 * pkg/kubelet/pod_workers.go, allowStaticPodStart; docs/fidelity.md 1.3.10.
 */
export const mayStart = (pods: StaticPods, pod: ApiPod): boolean => {
  const started = pods.started[fullNameOf(pod)];
  return started === undefined || started === pod.uid;
};

/** A static pod that may not start tries again with the first tick that is 10 to 15 s later. */
export const hold = (pods: StaticPods, pod: ApiPod, turn: LoopTurn, kubeletStart: number): StaticPods => {
  const name = `kubelet.jitter/static-start/${pod.name}`;
  const thousandths = turn.decide.integer(name, { simplest: 0, min: 0, max: 499 });
  const due = turn.now + ERROR_RETRY + Math.floor((ERROR_RETRY * thousandths) / 1_000);
  const at = nextGridPoint(kubeletStart + FIRST_SYNC_TICK, SYNC_TICK_PERIOD, due);
  turn.after(at - turn.now, { kind: 'static-pod-retry', uid: pod.uid });
  return { ...pods, held: { ...pods.held, [pod.uid]: pod } };
};

/** A worker has begun with this pod. */
export const started = (pods: StaticPods, pod: ApiPod): StaticPods => ({
  ...pods,
  held: without(pods.held, pod.uid),
  started: { ...pods.started, [fullNameOf(pod)]: pod.uid },
});

/** There is a manifest of this pod. */
export const wanted = (pods: StaticPods, pod: ApiPod): StaticPods => ({
  ...pods,
  wanted: { ...pods.wanted, [fullNameOf(pod)]: pod.uid },
});

/** The manifest is gone; one that waited is never started. */
export const unwanted = (pods: StaticPods, uid: string): StaticPods => ({
  ...pods,
  held: without(pods.held, uid),
  wanted: withoutUid(pods.wanted, uid),
});

/** The worker of this pod is done, and the next one of its full name may start. */
export const finished = (pods: StaticPods, uid: string): StaticPods => ({
  ...pods,
  started: withoutUid(pods.started, uid),
});

/** The mirror that a watch told of, by full name; undefined where it is one that is not known. */
export const mirrorNameOf = (pods: StaticPods, message: WatchMessage): string | undefined =>
  message.pod === undefined
    ? Object.keys(pods.mirrors).find((name) => pods.mirrors[name]?.uid === message.uid)
    : fullNameOf(message.pod);

/** The mirror of a full name is this one now, or gone. */
export const withMirror = (pods: StaticPods, name: string, mirror: ApiPod | undefined): StaticPods => ({
  ...pods,
  mirrors: mirror === undefined ? without(pods.mirrors, name) : { ...pods.mirrors, [name]: mirror },
});

const orphansOf = (pods: StaticPods): readonly string[] =>
  Object.keys(pods.mirrors).filter((name) => pods.wanted[name] === undefined);

/** Only mirrors without a static pod have anything to fear from housekeeping. */
export const armMirrorHousekeeping = (pods: StaticPods, turn: LoopTurn, kubeletStart: number): StaticPods => {
  if (pods.housekeepingDue || orphansOf(pods).length === 0) return pods;
  const at = nextGridPoint(kubeletStart + FIRST_HOUSEKEEPING, HOUSEKEEPING_PERIOD, turn.now);
  turn.after(at - turn.now, { kind: 'mirror-housekeeping' });
  return { ...pods, housekeepingDue: true };
};

/**
 * Mirrors of static pods that are gone and down are deleted. *Source:* pkg/kubelet/kubelet_pods.go, HandlePodCleanups;
 * docs/fidelity.md 1.3.9.
 */
export const deleteOrphanMirrors = (pods: StaticPods, turn: LoopTurn, hosts: NodeHosts): void => {
  for (const fullName of orphansOf(pods)) {
    const mirror = pods.mirrors[fullName];
    if (mirror === undefined || pods.started[fullName] !== undefined) continue;
    turn.send(apiPodAddress(hosts, mirror.namespace, mirror.name), { kind: 'delete-mirror' } satisfies MirrorRequest);
  }
};

const without = <Value>(record: Readonly<Record<string, Value>>, key: string): Readonly<Record<string, Value>> => {
  const { [key]: _gone, ...rest } = record;
  return rest;
};

const withoutUid = (record: Readonly<Record<string, string>>, uid: string): Readonly<Record<string, string>> => {
  const key = Object.keys(record).find((each) => record[each] === uid);
  return key === undefined ? record : without(record, key);
};
