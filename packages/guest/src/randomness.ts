import nodeCrypto from 'node:crypto';
import type { ActiveGuest } from './active-guest.ts';
import { isBoundaryDrawn } from './multipart.ts';
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
      ...replaced(target, 'getRandomValues', 'crypto.getRandomValues', randomValues),
    ]),
    ...replaced(nodeCrypto, 'randomBytes', 'crypto.randomBytes', randomBytes),
    ...replaced(nodeCrypto, 'randomFillSync', 'crypto.randomFillSync', randomFill),
    ...replaced(nodeCrypto, 'randomInt', 'crypto.randomInt', randomInt),
  ];
}

// 53 bits, the higher ones first.
function fraction(guest: ActiveGuest): number {
  const [high, low] = [guest.random() >>> 5, guest.random() >>> 6];
  return (high * 0x400_0000 + low) / 0x20_0000_0000_0000;
}

// The originals below are called first and what they drew is not used: they know what is to be refused, and how.

function randomValues(guest: ActiveGuest, [array]: readonly unknown[], original: AnyFunction): unknown {
  Reflect.apply(original, globalThis.crypto, [array]);
  fill(guest, bytesOf(array));
  return array;
}

// An offset and a size count elements, as in Node.
function randomFill(guest: ActiveGuest, given: readonly unknown[], original: AnyFunction): unknown {
  original(...given);
  const [array, offset = 0, size] = given;
  const bytes = bytesOf(array);
  const width = ArrayBuffer.isView(array) && 'BYTES_PER_ELEMENT' in array ? Number(array.BYTES_PER_ELEMENT) : 1;
  const start = Number(offset) * width;
  fill(guest, bytes.subarray(start, size === undefined ? bytes.length : start + Number(size) * width));
  return array;
}

// Callbacks come in a turn of their own, as they do in Node.
function randomBytes(
  guest: ActiveGuest,
  [size, callback]: readonly unknown[],
  original: AnyFunction,
): Buffer | undefined {
  const bytes = original(size) as Buffer;
  fill(guest, bytes);
  if (typeof callback !== 'function') return bytes;
  guest.startTimer(0, callback as AnyFunction, [null, bytes]);
  return undefined;
}

function randomInt(guest: ActiveGuest, given: readonly unknown[], original: AnyFunction): number | undefined {
  const callback = given.at(-1);
  const limits = typeof callback === 'function' ? given.slice(0, -1) : given;
  original(...limits);
  if (isBoundaryDrawn(limits.at(-1))) return 0;
  const [min, max] = limits.length > 1 && limits[1] !== undefined ? limits : [0, limits[0]];
  const value = Number(min) + Math.floor(fraction(guest) * (Number(max) - Number(min)));
  if (typeof callback !== 'function') return value;
  guest.startTimer(0, callback as AnyFunction, [null, value]);
  return undefined;
}

function bytesOf(array: unknown): Uint8Array {
  if (!ArrayBuffer.isView(array)) return new Uint8Array(array as ArrayBuffer);
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function fill(guest: ActiveGuest, bytes: Uint8Array): void {
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = guest.random() & 0xff;
}

function uuid(guest: ActiveGuest): string {
  const bytes = Buffer.alloc(16);
  fill(guest, bytes);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const text = bytes.toString('hex');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
}
