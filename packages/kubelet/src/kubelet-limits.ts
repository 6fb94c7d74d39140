/**
 * Limits that a kubelet is configured with, named as in its configuration file. *Source:*
 * pkg/kubelet/apis/config/types.go, KubeletConfiguration.
 */
export interface KubeletLimits {
  /** One pull after another (true). */
  readonly serializeImagePulls?: boolean;
  /** Where pulls are not serialised: so many at once; no limit where absent. */
  readonly maxParallelImagePulls?: number;
  /** Pulls a second that the kubelet begins; further ones fail. No limit where absent or 0, as in the recorded traces. */
  readonly registryPullQPS?: number;
  /** How many pulls may be begun at once before that limit is felt (10). */
  readonly registryBurst?: number;
}
