import { EngineError } from '@simlet/core';

/**
 * A frozen copy of plain data, to its depth: arrays, objects, texts, numbers and bytes. What is frozen is its own copy.
 * @throws EngineError for what is not plain data: functions, promises, instances of classes.
 */
export function plainCopy<Value>(value: Value, what: string): Value {
  return copy(value, what) as Value;
}

function copy(value: unknown, what: string): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') throw notPlain(what, `a ${typeof value}`);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map((item: unknown, index) => copy(item, `${what}[${index}]`)));
  if (value instanceof Uint8Array) return new Uint8Array(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) throw notPlain(what, `a ${value.constructor.name}`);
  const fields = Object.entries(value).map(([key, field]: [string, unknown]) => [key, copy(field, `${what}.${key}`)]);
  return Object.freeze(Object.fromEntries(fields));
}

function notPlain(what: string, kind: string): EngineError {
  return new EngineError(`${what} is ${kind}: what guests send, record and write is plain data`);
}
