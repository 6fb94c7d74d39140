import type { ApiFact } from '@simlet/kubelet';

/** A table by `<pod>/…` without the rows of a pod whose object leaves the API with this fact. */
export function forgetRemoved<Value>(rows: ReadonlyMap<string, Value>, fact: ApiFact): ReadonlyMap<string, Value> {
  if (fact.op !== 'delete' || fact.result !== 'removed') return rows;
  const prefix = `${fact.pod}/`;
  return new Map([...rows].filter(([key]) => !key.startsWith(prefix)));
}
