import nodeCrypto from 'node:crypto';
import type { ActiveGuest } from './active-guest.ts';
import { functionReplacement } from './replacement.ts';
import type { AnyFunction, InGuest, Replacement } from './replacement.ts';

const WHY = 'drew a random number of the machine';

/** Randomness: that of a guest comes from a stream of its own, seeded by the decision `guest.random/<address>`. */
export function randomness(): readonly Replacement[] {
  const replaced = (target: object, key: string, name: string, inGuest: InGuest): readonly Replacement[] =>
    functionReplacement({ target, key, name, why: WHY }, inGuest);
  const web: object = globalThis.crypto;
  return [
    ...replaced(Math, 'random', 'Math.random', fraction),
    ...[web, nodeCrypto].flatMap((target) => [
      ...replaced(target, 'randomUUID', 'crypto.randomUUID', uuid),
      ...replaced(target, 'getRandomValues', 'crypto.getRandomValues', (guest, [array]) => fill(guest, array)),
    ]),
    ...replaced(nodeCrypto, 'randomBytes', 'crypto.randomBytes', randomBytes),
    ...replaced(nodeCrypto, 'randomFillSync', 'crypto.randomFillSync', (guest, [array]) => fill(guest, array)),
    ...replaced(nodeCrypto, 'randomInt', 'crypto.randomInt', randomInt),
  ];
}

// 53 bits, the higher ones first.
function fraction(guest: ActiveGuest): number {
  const [high, low] = [guest.random() >>> 5, guest.random() >>> 6];
  return (high * 0x400_0000 + low) / 0x20_0000_0000_0000;
}

function fill(guest: ActiveGuest, array: unknown): unknown {
  if (!ArrayBuffer.isView(array)) throw new TypeError('random numbers are filled into a typed array');
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = guest.random() & 0xff;
  return array;
}

// Callbacks come in a turn of their own, as they do in Node.
function randomBytes(guest: ActiveGuest, [size, callback]: readonly unknown[]): Buffer | undefined {
  const bytes = Buffer.alloc(Number(size));
  fill(guest, bytes);
  if (typeof callback !== 'function') return bytes;
  guest.startTimer(0, callback as AnyFunction, [null, bytes]);
  return undefined;
}

function randomInt(guest: ActiveGuest, given: readonly unknown[]): number | undefined {
  const numbers = given.filter((value) => typeof value === 'number');
  const [min, max] = numbers.length > 1 ? numbers : [0, ...numbers];
  const value = (min ?? 0) + Math.floor(fraction(guest) * ((max ?? 0) - (min ?? 0)));
  const callback = given.at(-1);
  if (typeof callback !== 'function') return value;
  guest.startTimer(0, callback as AnyFunction, [null, value]);
  return undefined;
}

function uuid(guest: ActiveGuest): string {
  const bytes = Buffer.alloc(16);
  fill(guest, bytes);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const text = bytes.toString('hex');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
}
