import { AsyncLocalStorage } from 'node:async_hooks';
import type { ActiveGuest } from './active-guest.ts';
import { present } from './present.ts';

// Follows each promise and callback back to the guest that asked for it. It about doubles what a bare turn costs, so it
// is there in guarded runs only.
const storage = new AsyncLocalStorage<ActiveGuest>();

// As it is when this module is loaded: what guests call is replaced.
const { run } = AsyncLocalStorage.prototype;

/** Runs what a guest does in its turn, so that what comes of it is known to be its own where runs are guarded. */
export function attributed(guest: ActiveGuest, task: () => void): void {
  if (present.guarded) Reflect.apply(run, storage, [guest, task]);
  else task();
}

/** The guest whose code runs, where that is not the one whose turn it is: the two share a promise, or another object. */
export function intruder(): ActiveGuest | undefined {
  const guest = present.guarded ? storage.getStore() : undefined;
  return guest === present.guest ? undefined : guest;
}

/** Stops to follow promises, at the end of guarded runs. */
export function stopAttribution(): void {
  storage.disable();
}
