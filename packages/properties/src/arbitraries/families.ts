import fc from 'fast-check';

/**
 * Which kinds of features and trouble a scenario uses at all. Each run draws them first (swarm testing): a run with few
 * of them reaches what a run with all of them covers up, and a failure shrinks by leaving whole families out.
 */
export interface Families {
  readonly initContainers: boolean;
  readonly sidecars: boolean;
  readonly severalContainers: boolean;
  readonly secondPod: boolean;
  readonly postStart: boolean;
  readonly preStop: boolean;
  readonly probes: boolean;
  /** Hooks, pulls, creations and starts that fail. */
  readonly failures: boolean;
  /** Hooks that never end, and processes that ignore SIGTERM. */
  readonly hangs: boolean;
  /** Hooks that have the entry point of their container end. */
  readonly endingHooks: boolean;
  /** Processes that end by themselves, or are killed from outside. */
  readonly exits: boolean;
  /** Every process ends by itself, the last instances of each container with 0. */
  readonly completions: boolean;
  /** Every process ends by itself, most of them soon, and the pods are left alone until their back-off is at its longest; nothing is probed. */
  readonly crashLoops: boolean;
  /** Pods with an active deadline. */
  readonly deadlines: boolean;
  /** First of all the kubelet is restarted, the pods live on, and what happens to them then has time to be mended. */
  readonly recoveries: boolean;
  readonly kubeletRestarts: boolean;
  readonly evictions: boolean;
  readonly sandboxDeaths: boolean;
  readonly imageUpdates: boolean;
  /** More than one deletion of the same pod, with other grace periods. */
  readonly repeatedDeletions: boolean;
  /** Force deletion, and a new pod of the same name at once. */
  readonly recreations: boolean;
  /** The last pod comes from a manifest on the node, which is taken away and put back. */
  readonly staticPods: boolean;
  /** The node shuts down gracefully. */
  readonly nodeShutdowns: boolean;
  /** The node loses its power: kubelet and containers are gone at once, and the kubelet comes back. */
  readonly reboots: boolean;
  /** What happens is now and then aimed at a step of the pod: the end of a pull, of a hook, of a grace period. */
  readonly aims: boolean;
  /** Processes that run for more than ten minutes, and pods that are left alone for as long. */
  readonly longRuns: boolean;
}

/** Any families; those that are given are fixed. Shrinks to fewer of them. */
export function arbitraryFamilies(fixed: Partial<Families> = {}): fc.Arbitrary<Families> {
  const drawn: fc.Arbitrary<Families> = fc.record({
    initContainers: fc.boolean(),
    sidecars: fc.boolean(),
    severalContainers: fc.boolean(),
    secondPod: fc.boolean(),
    postStart: fc.boolean(),
    preStop: fc.boolean(),
    probes: fc.boolean(),
    failures: fc.boolean(),
    hangs: fc.boolean(),
    endingHooks: seldom(),
    exits: fc.boolean(),
    completions: seldom(),
    crashLoops: seldom(),
    deadlines: seldom(),
    recoveries: seldom(),
    kubeletRestarts: fc.boolean(),
    evictions: fc.boolean(),
    sandboxDeaths: fc.boolean(),
    imageUpdates: fc.boolean(),
    repeatedDeletions: fc.boolean(),
    recreations: fc.boolean(),
    staticPods: seldom(),
    nodeShutdowns: seldom(),
    reboots: seldom(),
    aims: fc.boolean(),
    longRuns: seldom(),
  });
  return drawn.map((families) => ({
    ...families,
    kubeletRestarts: families.kubeletRestarts || families.recoveries,
    ...fixed,
  }));
}

/** True in one run of six. */
function seldom(): fc.Arbitrary<boolean> {
  return fc.nat(5).map((drawn) => drawn === 5);
}
