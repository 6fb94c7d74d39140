import type { ApiPod } from '../api-pod.ts';
import type { MirrorRequest } from '../messages.ts';
import { isSemanticChange } from './config.ts';
import type { PodState, PodTurn } from './state.ts';
import { updatePod } from './update.ts';

/**
 * A change of the mirror of a static pod causes a sync of the pod, unless it is one of status alone. *Source:*
 * pkg/kubelet/kubelet.go, HandlePodUpdates and HandlePodRemoves; docs/fidelity.md 5.6.
 */
export const mirrorChanged = (pod: PodState, turn: PodTurn, next: ApiPod | undefined): void => {
  const before = pod.mirror;
  pod.mirror = next;
  if (pod.pod === undefined || before === next) return;
  const sameObject = before !== undefined && next !== undefined && before.mirror === next.mirror;
  if (!sameObject || isSemanticChange(before, next)) updatePod(pod, turn, { type: 'update', pod: pod.pod });
};

/**
 * The step of a sync that makes the mirror of a static pod; one that is on its way out or shows another pod is deleted
 * first. *Source:* pkg/kubelet/kubelet.go, SyncPod; pod/mirror_client.go; docs/fidelity.md 5.6.
 */
export const reconcileMirror = (pod: PodState, turn: PodTurn, api: ApiPod): void => {
  if (api.static !== true) return;
  const { mirror } = pod;
  const stale = mirror !== undefined && (mirror.deletionTimestamp !== undefined || mirror.uid !== pod.uid);
  if (mirror !== undefined && !stale) return;
  if (mirror === undefined && pod.mirrorWritten !== undefined && pod.features.mutants['mirror-not-made-again'] === true)
    return;
  turn.send(pod.addresses.apiPod, { kind: 'make-mirror', pod: api, replaces: mirror?.mirror } satisfies MirrorRequest);
};
