import { NODE_NAME } from '@simlet/cluster';
import { SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { EventFact, Fact } from '@simlet/kubelet';

/** An event as the API server stores it: one object, however often it was told. */
export interface EventRow {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly component: 'default-scheduler' | 'kubelet';
  /** `spec.containers{main}`; empty for the pod itself. */
  readonly fieldPath: string;
  readonly message: string;
  readonly count: number;
  /** In whole seconds, as the API stores them. */
  readonly firstSeen: Micros;
  readonly lastSeen: Micros;
}

interface TimedFact {
  readonly time: Micros;
  readonly body: Fact;
}

const COMBINED = '(combined from similar events)';

/** The API server forgets an event that was not told again for so long. *Source:* kube-apiserver, --event-ttl. */
const EVENT_TTL: Micros = 3_600 * SECOND;

/**
 * The events of the pod that has the name last, in the order in which they were last told, as they stand at `now`. The facts of a run have the
 * kubelet's; a pod is posted with its node already chosen, so the scheduler's event stands where the pod was created.
 */
export function eventRows(
  facts: readonly TimedFact[],
  pod: string,
  assigned: string,
  now: Micros,
): readonly EventRow[] {
  let rows: EventRow[] = [];
  for (const { time, body } of facts) {
    const at = Math.floor(time / SECOND) * SECOND;
    if (body.kind === 'api' && body.pod === pod && body.op === 'created' && body.result === undefined) {
      rows = [scheduled(at, assigned)];
    } else if (body.kind === 'event' && body.pod === pod) told(rows, body, at);
  }
  return rows
    .filter(({ lastSeen }) => now - lastSeen < EVENT_TTL)
    .toSorted((left, right) => left.lastSeen - right.lastSeen);
}

const scheduled = (at: Micros, assigned: string): EventRow => ({
  type: 'Normal',
  reason: 'Scheduled',
  component: 'default-scheduler',
  fieldPath: '',
  message: `Successfully assigned ${assigned} to ${NODE_NAME}`,
  count: 1,
  firstSeen: at,
  lastSeen: at,
});

/** A count of 1 is a new object: also after a restart of the kubelet, which has forgotten what it told before. */
function told(rows: EventRow[], { type, reason, message, fieldPath = '', count }: EventFact, at: Micros): void {
  const known =
    count === 1
      ? -1
      : rows.findLastIndex(
          (row) =>
            row.type === type &&
            row.reason === reason &&
            row.fieldPath === fieldPath &&
            (row.message === message || (isCombined(row.message) && isCombined(message))),
        );
  const before = rows[known];
  if (before !== undefined) rows[known] = { ...before, message, count, lastSeen: at };
  else rows.push({ type, reason, component: 'kubelet', fieldPath, message, count, firstSeen: at, lastSeen: at });
}

const isCombined = (message: string): boolean => message.startsWith(COMBINED);
