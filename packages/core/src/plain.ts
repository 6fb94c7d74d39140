import { isDraft } from 'immer';
import { EngineError } from './engine-error.ts';

/**
 * Refuses what is no plain data on its way out of a turn. Always looked at: the value and its fields, for immer drafts,
 * which are revoked once their recipe ends. With `freeze` the whole value is looked at and frozen.
 */
export function leaveTurn(value: unknown, what: string, freeze: boolean, whose = ''): void {
  if (typeof value !== 'object' || value === null) return refuse(value, what);
  if (freeze) return deepFreeze(value, what + whose);
  if (isDraft(value)) throw leakedDraft(what + whose);
  for (const key in value) {
    const field: unknown = (value as Readonly<Record<string, unknown>>)[key];
    if (typeof field === 'object' && field !== null && isDraft(field)) throw leakedDraft(`${what}${whose}.${key}`);
  }
}

// What is frozen was frozen here or by immer, in both cases to its depth: looking at it again would make the cost of a
// turn that of its whole state and not of what changed.
function deepFreeze(value: object, what: string): void {
  if (isDraft(value)) throw leakedDraft(what);
  if (Object.isFrozen(value) || ArrayBuffer.isView(value)) return;
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

function leakedDraft(what: string): EngineError {
  return new EngineError(`${what} is an immer draft: it belongs to its recipe, send a plain value (current(draft))`);
}
