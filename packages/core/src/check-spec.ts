import { assert } from './engine-error.ts';
import type { Address } from './process.ts';

/** What may turn out to be of a process to be, where nothing has checked its type. */
interface Unchecked {
  readonly path?: unknown;
  readonly behaviour?: { readonly kind?: unknown; readonly start?: unknown; readonly receive?: unknown } | null;
}

/** @throws EngineError where what is to be started on a host is no process. */
export function checkSpec(host: string, spec: unknown): void {
  const { path, behaviour }: Unchecked = spec ?? {};
  const named = typeof path === 'string' && path !== '';
  assert(named, `a process of ${host} has no path: { path, behaviour, input }, the path a text that is not empty`);
  const behaves = typeof behaviour?.start === 'function' && typeof behaviour.receive === 'function';
  assert(behaves, `${host}/${path} has no behaviour: { kind, start, receive }, the last two of them functions`);
  assert(typeof behaviour.kind === 'string', `the behaviour of ${host}/${path} has no text as its kind`);
}

/** @throws EngineError where an address that is sent to can have no process. */
export function checkAddress(address: Address): Address {
  const slash = typeof address === 'string' ? address.indexOf('/') : -1;
  assert(
    slash > 0 && slash + 1 < address.length,
    `'${String(address)}' is no address to send to: host/path, e.g. server/main`,
  );
  return address;
}
