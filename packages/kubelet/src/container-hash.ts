const OFFSET_BASIS = 0x81_1c_9d_c5;
const PRIME = 0x01_00_01_93;
const WORDS = 8;

/**
 * The identifier that the runtime gives to an instance (`main#2`) of a container of a pod: 64 hexadecimal digits, the
 * same in every run. Real ones are random; here eight FNV-1a hashes stand side by side.
 */
export const containerHash = (uid: string, instance: string): string => {
  const text = `${uid}/${instance}`;
  let digits = '';
  for (let word = 0; word < WORDS; word += 1) digits += hash(`${word}/${text}`).toString(16).padStart(8, '0');
  return digits;
};

const hash = (text: string): number => {
  let value = OFFSET_BASIS;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), PRIME);
  // FNV-1a leaves texts that differ at the end close to each other: the bits are mixed once more.
  value = Math.imul(value ^ (value >>> 16), 0x85_eb_ca_6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2_b2_ae_35);
  return (value ^ (value >>> 16)) >>> 0;
};

/** How Docker shortens an identifier. */
export const shortHash = (hash64: string): string => hash64.slice(0, 12);
