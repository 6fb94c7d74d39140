/** A file that was named cannot be used; the message says which and why. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
