/** A stream of random 32-bit numbers. */
export interface RandomStream {
  /** The next, from 0 to 2^32 - 1. */
  next(): number;
}

/** The stream of a name and a seed (Chris Doty-Humphrey's sfc32): whole numbers only, so that platforms agree. */
export function randomStream(name: string, seed: number): RandomStream {
  let [a, b, c, counter] = [hash(name), seed | 0, 0x9e3779b9 | 0, 1];
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  // The first outputs still look like the seed.
  for (let warmUp = 0; warmUp < 15; warmUp += 1) next();
  return { next };
}

// FNV-1a over code units.
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value | 0;
}
