import { NODE_NAME } from '@simlet/cluster';
import type { Micros } from '@simlet/core';
import { age, shortAge } from '../describe/age.ts';
import { isDockerEra } from '../describe/docker-era.ts';
import type { EventRow } from '../describe/event-rows.ts';

/** The table of events, with tabs between its columns. */
export function eventTable(rows: readonly EventRow[], now: Micros, version: string): readonly string[] {
  if (rows.length === 0) return ['Events:\t<none>'];
  const [head = [], ...cells] = isDockerEra(version) ? dockerEraTable(rows, now) : table(rows, now);
  const rule = head.map((title) => '-'.repeat(title.length));
  return ['Events:', ...[head, rule, ...cells].map((row) => `  ${row.join('\t')}`)];
}

/** *Source:* kubectl pkg/describe, DescribeEvents: `22s (x4 over 1m)`. */
function table(rows: readonly EventRow[], now: Micros): readonly (readonly string[])[] {
  return [
    ['Type', 'Reason', 'Age', 'From', 'Message'],
    ...rows.map(({ type, reason, component, message, count, firstSeen, lastSeen }) => {
      const first = age(firstSeen, now);
      return [type, reason, count > 1 ? `${age(lastSeen, now)} (x${count} over ${first})` : first, component, message];
    }),
  ];
}

/** *Source:* "Container Lifecycle Hooks", sample events, documentation of v1.16 to v1.18. */
function dockerEraTable(rows: readonly EventRow[], now: Micros): readonly (readonly string[])[] {
  return [
    ['FirstSeen', 'LastSeen', 'Count', 'From', 'SubObjectPath', 'Type', 'Reason', 'Message'],
    ...rows.map(({ type, reason, component, fieldPath, message, count, firstSeen, lastSeen }) => [
      shortAge(firstSeen, now),
      shortAge(lastSeen, now),
      String(count),
      // The source as Go prints a structure: a component, and the host where there is one.
      component === 'kubelet' ? `{kubelet ${NODE_NAME}}` : `{${component} }`,
      fieldPath,
      type,
      reason,
      message,
    ]),
  ];
}
