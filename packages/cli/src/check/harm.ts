import type { Deviation } from '@simlet/core';
import type { Workload } from '@simlet/manifest';
import { annotatedIdempotence } from './annotations.ts';
import type { Settings } from './settings.ts';

/** Whether the PreStop hooks bear to run twice, as far as somebody said so. */
export type Idempotence = 'yes' | 'no';

/**
 * Kubernetes delivers PreStop at least once and PostStart at most once: a restart of the kubelet at the wrong moment breaks these
 * for every manifest that has such a hook. Whether that does harm only its team can say, so what they say decides.
 */
export function harmlessUnless(
  property: string,
  deviations: readonly Deviation[],
  workload: Workload,
  { idempotent = annotatedIdempotence(workload) }: Pick<Settings, 'idempotent'>,
): string | undefined {
  switch (property) {
    case 'prestop-once':
      return idempotent === 'no' ? undefined : 'the hook does not bear to run twice';
    case 'poststart-delivered':
      return 'the container cannot do without its PostStart hook';
    case 'poststart-completes':
      return 'nobody else waits for what PostStart prepares';
    case 'not-killed-by-probe':
      // *Source*: kubernetes/kubernetes issue 141155: a new kubelet takes containers of old pods for started.
      return deviations.some(isCrash) ? 'a start that is begun again does harm' : undefined;
    case 'hooks-succeed':
      // Without a crash it would have come to its end: what fails is a delivery that is one too many.
      return deviations.some(isCrash) && idempotent !== 'no'
        ? 'a second delivery of the hook that does not come to its end does harm'
        : undefined;
    default:
      return undefined;
  }
}

/** Whether a deviation is a crash of the kubelet. */
export function isCrash({ name }: Pick<Deviation, 'name'>): boolean {
  return name.startsWith('crash/');
}
