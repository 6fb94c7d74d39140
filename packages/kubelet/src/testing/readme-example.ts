import { featuresOf, KUBERNETES_VERSIONS } from '../index.ts';

/** Which kubelets take the time of PreStop off the grace of a deleted pod. */
export const printed: readonly string[] = KUBERNETES_VERSIONS.map(
  (version) => `${version} ${featuresOf(version).overrideBeforePreStop ? 'yes' : 'no'}`,
);
