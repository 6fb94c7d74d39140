import type { Workload } from '@simlet/manifest';
import { probeWithDefaults } from '@simlet/objects';
import { containersOf } from '../check/placed-container.ts';
import type { PlacedContainer } from '../check/placed-container.ts';
import { setNumber } from './edit.ts';
import type { RemedyKind } from './remedy.ts';

const MENDS = ['not-killed-by-probe', 'no-crash-loop', 'becomes-ready'];
const MOST_FAILURES = 360;
const MOST_DELAY_SECONDS = 3_600;

/**
 * More time to start: a startup probe may fail more often; where there is none, the liveness probe begins later. (To let it fail
 * more often would also make it slower ever after.)
 */
export function probeRemedies(workload: Workload): readonly RemedyKind[] {
  return containersOf(workload.pod).flatMap((placed) => {
    const { startupProbe, livenessProbe } = placed.container;
    if (startupProbe !== undefined)
      return [
        numberOf(
          placed,
          'startupProbe',
          'failureThreshold',
          probeWithDefaults(startupProbe).failureThreshold ?? 3,
          MOST_FAILURES,
        ),
      ];
    if (livenessProbe === undefined) return [];
    return [
      numberOf(
        placed,
        'livenessProbe',
        'initialDelaySeconds',
        livenessProbe.initialDelaySeconds ?? 0,
        MOST_DELAY_SECONDS,
      ),
    ];
  });
}

function numberOf(
  { path, container }: PlacedContainer,
  probe: 'startupProbe' | 'livenessProbe',
  field: 'failureThreshold' | 'initialDelaySeconds',
  current: number,
  most: number,
): RemedyKind {
  return {
    how: 'number',
    mends: MENDS,
    current,
    most,
    with(workload, value) {
      const edits = setNumber(workload, [...path, probe, field], value);
      return edits === undefined
        ? undefined
        : { words: `${field} of the ${probe} of ${container.name}: ${value}, not ${current}`, edits };
    },
  };
}
