import { MILLISECOND, SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';

/**
 * The constants of the kubelet, in one place. Each names its source in brackets: a file of Kubernetes v1.36, below
 * `pkg/kubelet` unless it begins otherwise, or *pinned*, which is a row of "What is pinned" in
 * `packages/cluster/conformance/README.md`: free on a real node, and one value in the recorded traces.
 */

/** Least timeout given to StopContainer, seconds (kuberuntime/kuberuntime_manager.go, the minimum grace period). */
export const MINIMUM_STOP_SECONDS = 2;
/** Least grace of the kill of a whole pod, seconds (pod_workers.go, calculateEffectiveGracePeriod). */
export const MINIMUM_POD_GRACE_SECONDS = 1;
/** Override of the grace for pods that the kubelet has no configuration of, seconds (kubelet_pods.go). */
export const ORPHAN_GRACE_SECONDS = 1;

/** Period of the generic PLEG, counted from the end of a relist (kubelet.go). */
export const RELIST_PERIOD: Micros = SECOND;
/** Period of the sync loop's tick (kubelet.go). */
export const SYNC_TICK_PERIOD: Micros = SECOND;
/** How long the kubelet waits for the answer to a call of the runtime (apis/config, runtimeRequestTimeout). */
export const CRI_DEADLINE: Micros = 120 * SECOND;
/** A runtime that has not been well for so long is down (kubelet.go, maxWaitForContainerRuntime). */
export const RUNTIME_DOWN_AFTER: Micros = 30 * SECOND;
/** Period of the full pass over all statuses (status/status_manager.go). */
export const STATUS_PASS_PERIOD: Micros = 10 * SECOND;
/** Period of housekeeping (kubelet.go). */
export const HOUSEKEEPING_PERIOD: Micros = 2 * SECOND;
/** Period of the removal of dead containers (kubelet.go). */
export const GARBAGE_COLLECTION_PERIOD: Micros = 60 * SECOND;
/** Dead instances kept per pod and container name (cmd/kubelet/app/options/options.go). */
export const DEAD_INSTANCES_KEPT = 1;
/** Regular resync of a pod (apis/config/v1beta1/defaults.go, syncFrequency; jittered by 1 to 1.5). */
export const RESYNC_PERIOD: Micros = 60 * SECOND;
/** Retry after an error of a sync (kubelet.go; jittered by 1 to 1.5). */
export const ERROR_RETRY: Micros = 10 * SECOND;
/** Longest retry after CrashLoopBackOff since 1.35 (pod_workers.go). */
export const BACKOFF_RETRY_MAXIMUM: Micros = 60 * SECOND;

/** CrashLoopBackOff: first, longest, and idle time that resets it (kubelet.go; client-go util/flowcontrol/backoff.go). */
export const CRASH_BACKOFF_INITIAL: Micros = 10 * SECOND;
export const CRASH_BACKOFF_MAXIMUM: Micros = 300 * SECOND;
export const CRASH_BACKOFF_RESET: Micros = 600 * SECOND;
/** Back-off of image pulls (kubelet.go, images/image_manager.go). */
export const IMAGE_BACKOFF_INITIAL: Micros = 10 * SECOND;
export const IMAGE_BACKOFF_MAXIMUM: Micros = 300 * SECOND;

/** Tries of a probe that ends in an error, which is no failure (prober/prober.go). */
export const PROBE_TRIES = 3;
/** An instance that runs longer than this before the kubelet started keeps its readiness (prober/prober_manager.go). */
export const PROBE_RESTART_MARGIN: Micros = 10 * SECOND;

/** Distinct messages within the window that combine the events of one reason (client-go tools/record/events_cache.go). */
export const EVENT_AGGREGATION_MESSAGES = 10;
export const EVENT_AGGREGATION_WINDOW: Micros = 600 * SECOND;
/** Spam filter of events for each source, object and type: bucket and refill (client-go tools/record/events_cache.go). */
export const EVENT_SPAM_BURST = 25;
export const EVENT_SPAM_REFILL: Micros = 300 * SECOND;

/** Pods from this priority on are critical (pkg/apis/scheduling/types.go, SystemCriticalPriority). */
export const MINIMUM_CRITICAL_PRIORITY = 2_000_000_000;

/** The caller of a kill waits max(10 s, grace + grace / 2) before it gives up (pod_workers.go, killPodNow). */
export const KILL_CALLER_MINIMUM_SECONDS = 10;

/** First relist after the start of a kubelet (pinned). */
export const FIRST_RELIST: Micros = 300 * MILLISECOND;
/** From the start of a kubelet to the first change that its sync loop handles (pinned). */
export const FIRST_LOOP: Micros = 650 * MILLISECOND;
/** First tick of the sync loop after the start of a kubelet (pinned). */
export const FIRST_SYNC_TICK: Micros = 1_600 * MILLISECOND;
/** First housekeeping after the start of a kubelet (pinned). */
export const FIRST_HOUSEKEEPING: Micros = 2_650 * MILLISECOND;
/** First removal of dead containers after the start of a kubelet (pinned). */
export const FIRST_GARBAGE_COLLECTION: Micros = 5_750 * MILLISECOND;
/** From the request of an on-demand relist to the relist (pinned). */
export const ON_DEMAND_RELIST_DELAY: Micros = MILLISECOND;
/** From the queueing of an update to the pod worker that takes it (pinned). */
export const WORKER_WAKE_DELAY: Micros = MILLISECOND;
/** From the end of a sync to the earliest begin of the next (pinned). */
export const WORKER_REST: Micros = 2 * MILLISECOND;
/** From a status put into the cache to its write into the API (pinned). */
export const STATUS_WRITE_DELAY: Micros = 3 * MILLISECOND;
/** From a status computation to the readiness probe that it triggers (pinned). */
export const TRIGGERED_PROBE_DELAY: Micros = MILLISECOND;
/** From the time-out of an HTTP probe to the client that notices it (read off the recorded traces). */
export const HTTP_TIMEOUT_NOTICE: Micros = MILLISECOND;
/** From a change in the API to the kubelet's configuration source (pinned). */
export const WATCH_DELAY: Micros = 8 * MILLISECOND;

/** Latencies of the container runtime that a scenario may override, milliseconds (pinned). */
export const RUN_POD_SANDBOX_MS = 160;
export const STOP_POD_SANDBOX_MS = 25;
export const KILL_MS = 10;
/** What a pull, a creation, a start and a probe take where no behaviour says it, milliseconds (pinned). */
export const PULL_MS = 400;
export const CREATE_MS = 30;
export const START_MS = 40;
export const PROBE_LATENCY_MS = 5;
/** From SIGTERM to the exit of a container that nothing is said about, milliseconds (pinned). */
export const SIGTERM_EXIT_MS = 100;
/** Size of any image, bytes, as the event Pulled shows it (pinned). */
export const IMAGE_SIZE_BYTES = 1_000;

/** Exit codes: SIGKILL (128 + 9), and a container that could not be started (containerd internal/cri/server). */
export const SIGKILL_EXIT_CODE = 137;
export const START_ERROR_EXIT_CODE = 128;
/** Start time of a container that never started: the zero of Unix time, seen from the start of the world in 2000 (containerd). */
export const NEVER_STARTED: Micros = -946_684_800 * SECOND;
