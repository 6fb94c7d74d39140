import type { EventFact } from '@simlet/kubelet';
import type { History, Life } from './history.ts';

/** So many events about one object are written without delay; then one every five minutes. */
const EVENT_BURST = 25;

/**
 * Whether the client of the kubelet may drop an event about the pod by now: past a burst of one type, and before 1.36 of
 * both types together (from which version on exactly is not known).
 * *Source*: staging/src/k8s.io/client-go/tools/record/events_cache.go (EventSourceObjectSpamFilter).
 */
export function mayDropEvent(history: History, life: Life, type: EventFact['type']): boolean {
  const { generation, Normal, Warning } = life.eventsWritten;
  if (generation !== history.kubelet.generation) return false;
  const written = history.minor >= 36 ? life.eventsWritten[type] : Normal + Warning;
  return written >= EVENT_BURST;
}
