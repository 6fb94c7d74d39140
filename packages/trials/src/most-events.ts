import type { Scenario } from '@simlet/cluster';

const EVENTS_TO_BEGIN_WITH = 20_000;
/** Of one container in a second of its world: far more than probes, syncs and retries take, far less than what goes round and round. */
const EVENTS_A_CONTAINER_AND_SECOND = 60;

/** A run that takes more events than this goes on and on, and is given up. */
export function mostEventsOf({ pods, untilMs }: Scenario): number {
  let containers = 0;
  for (const { spec } of pods) containers += (spec.initContainers?.length ?? 0) + spec.containers.length;
  return EVENTS_TO_BEGIN_WITH + Math.ceil((untilMs / 1_000) * containers * EVENTS_A_CONTAINER_AND_SECOND);
}
