import { createHash } from 'node:crypto';

/**
 * `crypto.subtle.digest`, which Node has its threads compute, computed at once.
 * @throws as Node rejects, where there is no such algorithm or what is digested is no bytes.
 */
export async function subtleDigest([algorithm, data]: readonly unknown[]): Promise<ArrayBuffer> {
  const named = typeof algorithm === 'object' && algorithm !== null && 'name' in algorithm ? algorithm.name : algorithm;
  const name = String(named).toUpperCase();
  if (!['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'].includes(name)) {
    throw new DOMException('Unrecognized algorithm name', 'NotSupportedError');
  }
  const bytes = ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data as ArrayBuffer);
  return new Uint8Array(createHash(name.replace('-', '')).update(bytes).digest()).buffer;
}
