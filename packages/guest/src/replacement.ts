import { syncBuiltinESMExports } from 'node:module';
import type { ActiveGuest } from './active-guest.ts';
import { intruder } from './attribution.ts';
import { guardError } from './guard-error.ts';
import { present } from './present.ts';

/** Any function, as code that hands calls on sees it. */
export type AnyFunction = (...given: readonly unknown[]) => unknown;

/** A property of Node, and what stands there while worlds are run. */
export interface Replacement {
  readonly target: object;
  readonly key: string;
  readonly descriptor: PropertyDescriptor;
}

/** What is replaced: its name as people write it, and what is said where it is refused: `Date.now read the clock …`. */
export interface Replaced {
  readonly target: object;
  readonly key: string;
  readonly name: string;
  readonly why: string;
}

/** What a guest gets instead; undefined where it is refused as well. */
export type InGuest = ((guest: ActiveGuest, given: readonly unknown[], original: AnyFunction) => unknown) | undefined;

/** A function that asks whose code calls it: a guest's is served, guarded code is refused, all others get the original. */
export function functionReplacement(replaced: Replaced, inGuest: InGuest): readonly Replacement[] {
  const { target, key, name, why } = replaced;
  const original: unknown = Reflect.get(target, key);
  if (typeof original !== 'function' || !isReplaceable(target, key)) return [];
  const call = original as AnyFunction;
  const value = function (this: unknown, ...given: readonly unknown[]): unknown {
    if (present.guest !== undefined && inGuest !== undefined) {
      const other = intruder();
      if (other !== undefined) throw refuse(name, sharing(other, present.guest), value);
      return inGuest(present.guest, given, call);
    }
    if (present.guest !== undefined || present.guarded) throw refuse(name, why, value);
    if (new.target === undefined) return Reflect.apply(call, this, given);
    // Of classes that are derived from it meanwhile, too.
    return Reflect.construct(call, given, new.target === value ? call : new.target);
  };
  for (const own of Reflect.ownKeys(original)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(original, own);
    if (descriptor !== undefined) Reflect.defineProperty(value, own, descriptor);
  }
  return [
    { target, key, descriptor: { value, writable: true, enumerable: isEnumerable(target, key), configurable: true } },
  ];
}

/** Why what shows a clock is refused. */
export const READS_CLOCK = 'read the clock of the machine';

/** A property that is read, not called. */
export function valueReplacement(replaced: Replaced, inGuest: (guest: ActiveGuest) => unknown): readonly Replacement[] {
  const { target, key, name, why } = replaced;
  const original: unknown = Reflect.get(target, key);
  if (original === undefined || !isReplaceable(target, key)) return [];
  const get = (): unknown => {
    if (present.guest !== undefined) return inGuest(present.guest);
    if (present.guarded) throw refuse(name, why, get);
    return original;
  };
  return [{ target, key, descriptor: { get, enumerable: isEnumerable(target, key), configurable: true } }];
}

function sharing(other: ActiveGuest, guest: ActiveGuest): string {
  return `was called by code of ${other.address} in a turn of ${guest.address}: the two share a promise or another object`;
}

/** The error for what is not there in a world. It is remembered, since code may catch it. */
export function refuse(name: string, why: string, called: (...given: never[]) => unknown): Error {
  const error = guardError(name, why, called);
  if (present.guest === undefined) present.refused ??= error;
  else present.guest.fail(error);
  return error;
}

/** Puts replacements in place. @returns what puts back what was there. */
export function replaceAll(replacements: readonly Replacement[]): () => void {
  const before = replacements.map(({ target, key, descriptor }) => {
    const own = Reflect.getOwnPropertyDescriptor(target, key);
    Reflect.defineProperty(target, key, descriptor);
    return [target, key, own] as const;
  });
  // So that what was imported by name from a module of Node is replaced as well.
  syncBuiltinESMExports();
  return () => {
    for (const [target, key, own] of before) {
      if (own === undefined) Reflect.deleteProperty(target, key);
      else Reflect.defineProperty(target, key, own);
    }
    syncBuiltinESMExports();
  };
}

function isReplaceable(target: object, key: string): boolean {
  return Reflect.getOwnPropertyDescriptor(target, key)?.configurable ?? Object.isExtensible(target);
}

function isEnumerable(target: object, key: string): boolean {
  return Reflect.getOwnPropertyDescriptor(target, key)?.enumerable ?? false;
}
