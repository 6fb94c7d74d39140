import { hashText } from './digest.ts';
import { EngineError } from './engine-error.ts';
import type { AnyBehaviour } from './process.ts';

/** How many handlers the fast lane of a process may have. */
const HANDLERS = 64;

/** How many targets each of them may have. */
const TARGETS = 67_108_864;

const names: readonly string[] = Array.from({ length: HANDLERS }, (_, handler) => `handler-${handler}`);
const hashes: readonly number[] = names.map(hashText);

/** How a handler is called where messages are called by their kind: as its behaviour says, or by its number. */
export function handlerName(behaviour: AnyBehaviour | undefined, handler: number): string {
  return behaviour?.handlers?.[handler] ?? names[handler] ?? '';
}

/** The hash of the name of a handler whose behaviour gives it none. */
export function handlerHash(handler: number): number {
  return hashes[handler] ?? 0;
}

/** @throws EngineError where a handler is no whole number from 0 to 63, or a target none from 0 to 2^26 - 1. */
export function checkSlot(handler: number, target: number): void {
  if (handler !== handler >>> 0 || handler >= HANDLERS) {
    throw new EngineError(`a handler is a whole number from 0 to ${HANDLERS - 1}, not ${handler}`);
  }
  if (target !== target >>> 0 || target >= TARGETS) {
    throw new EngineError(`a target is a whole number from 0 to ${TARGETS - 1}, not ${target}`);
  }
}
