import type { Container, Probe } from './pod.ts';
import type { Problem, ProblemPath } from './problem.ts';
import { problemAt, unless } from './problem.ts';
import { validateHandler } from './validate-handler.ts';
import { validateNotNegative } from './validate-values.ts';

export type ProbeName = 'livenessProbe' | 'readinessProbe' | 'startupProbe';

export const probeNames: readonly ProbeName[] = [
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
] satisfies readonly (keyof Container)[];

const numbers = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
] as const satisfies readonly (keyof Probe)[];

/**
 * Checks a probe. Zero stands for the default in period, time-out and thresholds.
 *
 * *Source*: validateProbe and its callers in pkg/apis/core/validation/validation.go.
 */
export function validateProbe(
  probe: Probe,
  name: ProbeName,
  gracePeriodSeconds: number,
  path: ProblemPath,
): readonly Problem[] {
  const { successThreshold = 0, terminationGracePeriodSeconds: grace } = probe;
  const threshold = [...path, 'successThreshold'];
  const probeGrace = [...path, 'terminationGracePeriodSeconds'];
  return [
    ...validateHandler(probe, gracePeriodSeconds, path),
    ...validateNotNegative(probe, numbers, path),
    ...(name === 'readinessProbe'
      ? unless(grace === undefined, () =>
          problemAt(
            probeGrace,
            'not-allowed-here',
            'terminationGracePeriodSeconds must not be set for a readinessProbe: it kills nothing',
          ),
        )
      : [
          ...unless(successThreshold <= 1, () =>
            problemAt(
              threshold,
              'invalid-value',
              `successThreshold is ${successThreshold}, and must be 1 for a ${name}`,
            ),
          ),
          ...unless(grace === undefined || grace > 0, () =>
            problemAt(
              probeGrace,
              'invalid-value',
              `terminationGracePeriodSeconds of a probe is ${grace ?? 0}, and must be above 0`,
            ),
          ),
        ]),
  ];
}
