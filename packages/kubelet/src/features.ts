import { dockerFeaturesOf } from './docker-features.ts';
import type { DockerFeatures } from './docker-features.ts';
import { NO_MUTANTS } from './mutants.ts';
import type { Mutants } from './mutants.ts';

/** The versions of Kubernetes whose kubelet is modelled; 1.17 as its documentation describes it. */
export const KUBERNETES_VERSIONS = ['1.17', '1.25', '1.27', '1.28', '1.29', '1.30', '1.33', '1.36'] as const;
export type KubernetesVersion = (typeof KUBERNETES_VERSIONS)[number];
export const DEFAULT_KUBERNETES_VERSION: KubernetesVersion = '1.36';

/** Behaviour of the kubelet that changed between versions, one switch each. */
export interface Features {
  readonly version: KubernetesVersion;
  /** A sync that did something is followed by a relist of its pod (1.36). */
  readonly onDemandRelist: boolean;
  /** Hook time is taken off the grace of a pod's deletion, and StopContainer gets 2 s at least (1.28). */
  readonly overrideBeforePreStop: boolean;
  /** A grace of 0 is raised to 1 rather than taken as unset (1.30). */
  readonly zeroGraceIsOne: boolean;
  /** A container in back-off is tried again when the back-off is over, not after 10 s (1.35). */
  readonly retryAtBackoffEnd: boolean;
  /** A triggered readiness probe restarts the period (1.33). */
  readonly triggerResetsTicker: boolean;
  /** Commands of probes that were made in a cancelled sync are cancelled (1.36). */
  readonly cancelsProbes: boolean;
  /** Containers that ran before the kubelet started stay ready until a probe fails (1.35). */
  readonly keepsReadinessOverRestart: boolean;
  /** Containers have restart policies and rules of their own (1.35). */
  readonly restartRules: boolean;
  /** The condition PodReadyToStartContainers is written (1.29), and as soon as the sandbox is ready (1.36). */
  readonly sandboxCondition: boolean;
  readonly sandboxConditionAtOnce: boolean;
  /**
   * A container status tells of instances that the runtime has no more: its last termination and its count of restarts
   * come from the status before, and what ended in a pod that goes on waits once its instance is removed (1.35).
   */
  readonly remembersRemovedInstances: boolean;
  /** Statuses of init containers have `started` (1.28). */
  readonly initContainersStarted: boolean;
  /** Which init containers that are not done make a pod Pending. */
  readonly pendingInit: PendingInit;
  /** For the phase, a sidecar counts as started once a status said so; before, it never did (1.35). */
  readonly phaseKnowsStartedSidecars: boolean;
  /** A regular container that started proves that all init containers are done (1.28). */
  readonly startedContainerInitializes: boolean;
  /** The spam filter of events has a bucket for each event type, not one for each pod (1.33). */
  readonly spamFilterByType: boolean;
  /** `status.observedGeneration` (1.36 by default here; traces up to 1.33 have none). */
  readonly observedGeneration: boolean;
  /** httpGet hooks ask in plain HTTP whatever their scheme, for a path with one slash more (up to 1.25). */
  readonly plainHttpHooks: boolean;
  /** Of several statuses of a pod that wait to be written, only the newest is (1.27). */
  readonly statusWritesMerge: boolean;
  /** A pod worker takes its update after its rest of 1 ms, not before it (1.27). */
  readonly workerRestsBeforeUpdate: boolean;
  /** A status is made as soon as the containers of a pod are stopped, not only with the relist after (1.27). */
  readonly statusAfterTermination: boolean;
  /** The final deletion of a pod waits until its worker has cleaned up after it (1.27). */
  readonly deletionAwaitsWorker: boolean;
  /** Deleted pods get a terminal phase before they go (1.27). */
  readonly terminalPhaseOnDeletion: boolean;
  /** The address of a pod goes with its sandbox and comes back with the last write (1.27 only). */
  readonly clearsPodIp: boolean;
  /** Initialized stays True once a regular container could start (1.36). */
  readonly initializedStays: boolean;
  /** The waiting message of ImagePullBackOff names the error (1.33). */
  readonly pullBackoffNamesError: boolean;
  /** A sidecar whose image changed is killed (1.33). */
  readonly sidecarDefinitionChange: boolean;
  /** `DisruptionTarget` at eviction (1.27). */
  readonly disruptionTarget: boolean;
  readonly messages: MessageFormats;
  readonly docker: DockerFeatures;
  /** Bugs that are put into the model on purpose. */
  readonly mutants: Mutants;
}

/**
 * - `all`: all of them, at any time (up to 1.27);
 * - `all-until-started`: all, as long as no regular container runs or has ended (1.28 to 1.30);
 * - `regular`: regular ones at any time, sidecars until the sandbox has regular containers (1.33).
 */
export type PendingInit = 'all' | 'all-until-started' | 'regular';

/** Texts of events that changed between versions. */
export interface MessageFormats {
  readonly created: 'Created container <c>' | 'Created container: <c>' | 'Container created';
  readonly started: 'Started container <c>' | 'Container started';
  readonly pulledSize: boolean;
  readonly presentAccess: boolean;
  readonly backoffNamesPod: boolean;
  readonly hookFailureIsShort: boolean;
  readonly httpHookFailureHasBody: boolean;
  readonly probeTimeoutIsLong: boolean;
  readonly probeErrorNamesState: boolean;
}

const minorOf = (version: KubernetesVersion): number => Number(version.slice(2));

const pendingInitOf = (minor: number, mutants: Mutants): PendingInit => {
  if (minor >= 33 && mutants['reboot-keeps-running-phase'] !== true) return 'regular';
  return minor >= 28 ? 'all-until-started' : 'all';
};

/** The behaviours of a version. *Source:* recorded traces of each version; docs/kubernetes-versions.md has a row for each switch. */
export const featuresOf = (version: KubernetesVersion, mutants: Mutants = NO_MUTANTS): Features => {
  const minor = minorOf(version);
  return {
    version,
    onDemandRelist: minor >= 36,
    overrideBeforePreStop: minor >= 28,
    zeroGraceIsOne: minor >= 30,
    retryAtBackoffEnd: minor >= 35,
    triggerResetsTicker: minor >= 33,
    cancelsProbes: minor >= 36,
    keepsReadinessOverRestart: minor >= 35,
    restartRules: minor >= 35,
    sandboxCondition: minor >= 29,
    sandboxConditionAtOnce: minor >= 36,
    observedGeneration: minor >= 35,
    plainHttpHooks: minor < 26,
    statusWritesMerge: minor >= 27,
    workerRestsBeforeUpdate: minor >= 27,
    statusAfterTermination: minor >= 27,
    deletionAwaitsWorker: minor >= 27,
    terminalPhaseOnDeletion: minor >= 27,
    clearsPodIp: minor === 27,
    remembersRemovedInstances: minor >= 35,
    initContainersStarted: minor >= 28,
    pendingInit: pendingInitOf(minor, mutants),
    phaseKnowsStartedSidecars: minor >= 35,
    startedContainerInitializes: minor >= 28,
    spamFilterByType: minor >= 33,
    initializedStays: minor >= 36,
    pullBackoffNamesError: minor >= 33,
    sidecarDefinitionChange: minor >= 33,
    disruptionTarget: minor >= 27,
    messages: {
      created: minor >= 35 ? 'Container created' : minor >= 29 ? 'Created container: <c>' : 'Created container <c>',
      started: minor >= 35 ? 'Container started' : 'Started container <c>',
      pulledSize: minor >= 30,
      presentAccess: minor >= 35,
      backoffNamesPod: minor >= 27,
      hookFailureIsShort: minor >= 27,
      httpHookFailureHasBody: minor < 26,
      probeTimeoutIsLong: minor >= 33,
      probeErrorNamesState: minor >= 33,
    },
    docker: dockerFeaturesOf(minor),
    mutants,
  };
};
