import type { FactBody } from './process.ts';

/** A rolling hash: two 32-bit lanes, computed with whole numbers alone, so that it is the same wherever it runs. */
export interface Digest {
  high: number;
  low: number;
}

export function createDigest(): Digest {
  // Within 32 bits with a sign from the start: what an engine has once seen as a larger number it keeps as one, at a price.
  return { high: 0x51_6d_6c_74, low: 0x9e_37_79_b9 | 0 };
}

/** Sixteen hexadecimal digits. */
export function digestText(digest: Digest): string {
  return hex(avalanche(digest.high ^ digest.low)) + hex(avalanche(digest.low));
}

/** Stirs one 32-bit word in. */
export function mix(digest: Digest, word: number): void {
  digest.low = stir(digest.low, word);
  digest.high = lift(digest.high, digest.low);
}

/** The low lane with one 32-bit word more. */
export function stir(low: number, word: number): number {
  const stirred = Math.imul(low ^ word, 0x85_eb_ca_6b);
  return (stirred << 13) | (stirred >>> 19);
}

/** The high lane, by the low one with the same words. */
export function lift(high: number, low: number): number {
  return (Math.imul(high, 31) + low) | 0;
}

// The bits of a number in a fixed byte order.
const bits = new DataView(new ArrayBuffer(8));

export function mixNumber(digest: Digest, value: number): void {
  if ((value | 0) === value) {
    mix(digest, value | 0);
    return;
  }
  bits.setFloat64(0, value);
  mix(digest, bits.getInt32(0));
  mix(digest, bits.getInt32(4));
}

/** 32 bits that depend on every character of a text. */
export function hashText(text: string): number {
  let hash = text.length;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01_00_01_93);
  }
  return avalanche(hash);
}

/** Stirs in plain data to its depth. Keys count in their own order, which plain code makes the same in each run. */
export function mixValue(digest: Digest, value: unknown): void {
  switch (typeof value) {
    case 'number':
      return mixNumber(digest, value);
    case 'string':
      // The hash of no characters is 0.
      return value === '' ? mixRare(digest, 11) : mix(digest, hashText(value));
    case 'boolean':
      return mixRare(digest, value ? 2 : 3);
    case 'object':
      return value === null ? mixRare(digest, 5) : mixObject(digest, value);
    case 'bigint':
      return mix(digest, hashText(value.toString()));
    default:
      return mixRare(digest, 7);
  }
}

/** What is neither a number nor a text: two words, so that it is told from the whole number that the second one is. */
function mixRare(digest: Digest, word: number): void {
  mix(digest, 0x5b_d1_e9_95);
  mix(digest, word);
}

function mixObject(digest: Digest, value: object): void {
  if (Array.isArray(value)) {
    // So that [[1], 2] is told from [1, [2]], and [] from 0.
    mixRare(digest, 13);
    mix(digest, value.length);
    for (const element of value as readonly unknown[]) mixValue(digest, element);
    return;
  }
  let fields = 0;
  // Plain data has no keys but its own; a list of them would be made for each fact.
  for (const key in value) {
    const field = (value as Readonly<Record<string, unknown>>)[key];
    // Absent and undefined say the same.
    if (field === undefined) continue;
    fields += 1;
    mix(digest, hashText(key));
    mixValue(digest, field);
  }
  if (fields === 0) mixRare(digest, 17);
  else mix(digest, ~fields);
}

export function mixFact(digest: Digest, body: FactBody): void {
  mixObject(digest, body);
}

function avalanche(word: number): number {
  let hash = word;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35);
  return hash ^ (hash >>> 16);
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
