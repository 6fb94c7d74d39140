/**
 * What the Docker manager of old kubelets did and said, one switch each. The documentation of 1.16 to 1.18 still shows
 * it, although the kubelet had left it by then: a version up to 1.18 means "as its documentation describes it".
 */
export interface DockerFeatures {
  /** Created, Started and Killing name a container by the first 12 digits of its Docker id. */
  readonly eventsNameDockerId: boolean;
  /** Killing is told when the container is stopped, with the reason at the end, not before PreStop. */
  readonly killingAfterStop: boolean;
  /** Every sync that fails is told by the event FailedSync. */
  readonly failedSyncEvent: boolean;
  /** FailedPostStartHook and FailedPreStopHook say nothing but their reason. */
  readonly hookFailureIsEmpty: boolean;
  /** A failed PostStart is a RunContainerError of the Docker manager, not a PostStartHookError. */
  readonly hookFailureIsRunError: boolean;
  /** `pulling image "i"` and `Successfully pulled image "i"`, without how long it took. */
  readonly pullsAreShort: boolean;
  /** `Back-off restarting failed docker container`. */
  readonly backoffNamesDocker: boolean;
  /**
   * Pulling, Pulled, Created and Started are told of the first instance of a container; of those that come after it only
   * what goes wrong. The one table of the documentation is so: two containers are tried, one is told as created.
   */
  readonly tellsFirstInstance: boolean;
}

/** *Source:* "Container Lifecycle Hooks", sample events, documentation of v1.16 to v1.18. */
export const dockerFeaturesOf = (minor: number): DockerFeatures => {
  const documented = minor <= 18;
  return {
    eventsNameDockerId: documented,
    killingAfterStop: documented,
    failedSyncEvent: documented,
    hookFailureIsEmpty: documented,
    hookFailureIsRunError: documented,
    pullsAreShort: documented,
    backoffNamesDocker: documented,
    tellsFirstInstance: documented,
  };
};
