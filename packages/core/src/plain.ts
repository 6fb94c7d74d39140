import { isDraft } from 'immer';
import { EngineError } from './engine-error.ts';

/**
 * Refuses what is no plain data on its way out of a turn. Always looked at: the value and its fields, for immer drafts,
 * which are revoked once their recipe ends. With `freeze` the whole value is looked at and frozen.
 */
export function leaveTurn(value: unknown, what: string, freeze: boolean): void {
  if (typeof value !== 'object' || value === null) return refuse(value, what);
  if (freeze) return deepFreeze(value, what);
  if (isDraft(value)) throw leakedDraft(what);
  if (isPromise(value)) throw new EngineError(`${what} is a promise: turns are no async functions`);
  for (const key in value) {
    const field: unknown = (value as Readonly<Record<string, unknown>>)[key];
    if (typeof field === 'object' && field !== null && isDraft(field)) throw leakedDraft(`${what}.${key}`);
  }
}

/** The same for a message or a fact, which has a `kind`. */
export function saidLeavesTurn(value: unknown, what: string, freeze: boolean): void {
  const { kind } = (value ?? {}) as { readonly kind?: unknown };
  if (typeof kind !== 'string')
    throw new EngineError(`${what} is an object with a text as its kind, which this is not`);
  leaveTurn(value, what, freeze);
}

/** The same for a new state. What it has in common with the state before was looked at then. */
export function stateLeavesTurn(state: object, before: unknown, address: string, freeze: boolean): void {
  const what = 'the state of ';
  if (freeze || typeof before !== 'object' || before === null) return leaveTurn(state, what + address, freeze);
  if (isDraft(state)) throw leakedDraft(what + address);
  if (isPromise(state)) return leaveTurn(state, what + address, freeze);
  for (const key in state) {
    const field: unknown = (state as Readonly<Record<string, unknown>>)[key];
    if (typeof field !== 'object' || field === null) continue;
    if (field !== (before as Readonly<Record<string, unknown>>)[key] && isDraft(field)) {
      throw leakedDraft(`${what}${address}.${key}`);
    }
  }
}

// Where `receive` was written as an async function, say.
function isPromise(value: object): boolean {
  return typeof (value as { readonly then?: unknown }).then === 'function';
}

// What keeps its contents elsewhere than in its fields stays as changeable as it was when it is frozen.
const UNFREEZABLE = new Set(['Map', 'Set', 'WeakMap', 'WeakSet', 'Date', 'Promise', 'ArrayBuffer']);

// What is frozen was frozen here or by immer, in both cases to its depth: looking at it again would make the cost of a
// turn that of its whole state and not of what changed.
function deepFreeze(value: object, what: string): void {
  if (isDraft(value)) throw leakedDraft(what);
  if (Object.isFrozen(value) || ArrayBuffer.isView(value)) return;
  const type = Object.prototype.toString.call(value).slice('[object '.length, -1);
  if (UNFREEZABLE.has(type)) {
    throw new EngineError(`${what} is a ${type}, which cannot be frozen: what leaves a turn is plain data`);
  }
  Object.freeze(value);
  for (const key of Object.keys(value)) {
    const field = (value as Readonly<Record<string, unknown>>)[key];
    if (typeof field === 'object' && field !== null) deepFreeze(field, `${what}.${key}`);
    else refuse(field, `${what}.${key}`);
  }
}

function refuse(value: unknown, what: string): void {
  if (typeof value === 'function' || typeof value === 'symbol') {
    throw new EngineError(`${what} is a ${typeof value}: what leaves a turn is plain data`);
  }
}

/** What is said where the stack ends before the data does. */
export function tooDeep(what: string): EngineError {
  return new EngineError(
    `${what} contains itself, or lists within lists without end: what leaves a turn is plain data`,
  );
}

function leakedDraft(what: string): EngineError {
  return new EngineError(`${what} is an immer draft: it belongs to its recipe, send a plain value (current(draft))`);
}
