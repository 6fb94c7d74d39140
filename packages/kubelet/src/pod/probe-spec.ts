import type { Container, Probe } from '@simlet/objects';

import type { ProbeType } from './state.ts';

/** The probe of a type that a container has. */
export const probeOf = (container: Container, type: ProbeType): Probe | undefined => {
  if (type === 'startup') return container.startupProbe;
  return type === 'readiness' ? container.readinessProbe : container.livenessProbe;
};
