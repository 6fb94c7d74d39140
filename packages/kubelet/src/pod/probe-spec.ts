import type { Container, Probe } from '@simlet/objects';

import type { ProbeType } from './state.ts';

export const probeOf = (container: Container, type: ProbeType): Probe | undefined => {
  if (type === 'startup') return container.startupProbe;
  return type === 'readiness' ? container.readinessProbe : container.livenessProbe;
};
