/** Causes that only some nodes know, by the words of `--nodes`. */
export const NODE_CAUSES = { spot: 'spot', autoscaler: 'autoscaler', shutdown: 'shutdown-on' } as const;
export type NodeCause = (typeof NODE_CAUSES)[keyof typeof NODE_CAUSES];

/** What is taken of the nodes that a pod may run on, in seconds. */
export interface NodeFacts {
  /** `shutdownGracePeriod` of a kubelet that has it switched on, and the part of it that only critical pods get. */
  readonly shutdownSeconds: number;
  readonly shutdownCriticalSeconds: number;
  /** From the notice that a spot node is taken away until it is gone. */
  readonly spotSeconds: number;
  /** `--max-graceful-termination-sec` of the cluster autoscaler. */
  readonly autoscalerSeconds: number;
  /** What an eviction for want of memory or disk leaves. */
  readonly evictionSeconds: number;
}

/**
 * *Source*: kubernetes.io/docs/concepts/cluster-administration/node-shutdown (the example 30 s and 10 s; the default is off);
 * kubernetes-sigs/karpenter issue 2350 (a spot notice is 2 minutes); cluster-autoscaler/FAQ.md (10 minutes);
 * pkg/kubelet/eviction/eviction_manager.go (immediateEvictionGracePeriodSeconds = 1), v1.36.
 */
export const USUAL_NODES: NodeFacts = {
  shutdownSeconds: 30,
  shutdownCriticalSeconds: 10,
  spotSeconds: 120,
  autoscalerSeconds: 600,
  evictionSeconds: 1,
};
