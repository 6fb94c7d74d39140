import type { ApiPodStatus } from '../api-pod.ts';

/** Whether two plain values are the same, whatever the order of their fields. */
const same = (left: unknown, right: unknown): boolean => {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, index) => same(item, right[index]));
  }
  const leftFields = left as Readonly<Record<string, unknown>>;
  const rightFields = right as Readonly<Record<string, unknown>>;
  const keys = Object.keys(leftFields);
  if (keys.length !== Object.keys(rightFields).length) return false;
  return keys.every((key) => key in rightFields && same(leftFields[key], rightFields[key]));
};

/** Whether two statuses are equal field by field, so that a write would change nothing. */
export const sameStatus = (left: ApiPodStatus, right: ApiPodStatus): boolean => same(left, right);
