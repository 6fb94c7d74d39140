/** 53 bits that depend on every character of a text: FNV-1a, twice with other beginnings. */
export function hashOf(text: string): number {
  let low = 0x81_1c_9d_c5;
  let high = 0x9e_37_79_b9;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 0x01_00_01_93);
    high = Math.imul(high ^ (code + 0x55), 0x01_00_01_93);
  }
  return (high >>> 11) * 4_294_967_296 + (low >>> 0);
}
