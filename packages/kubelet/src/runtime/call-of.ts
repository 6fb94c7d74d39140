import type { CriFact } from '../facts.ts';
import { unreachable } from '../unreachable.ts';
import type { PendingCall } from './state.ts';

/** A call of which a fact is recorded. */
export type RecordedCall = Exclude<PendingCall, { kind: 'hook' | 'probe' }>;

/** What a fact says of a call that was under way. */
export const callOf = (
  pending: RecordedCall,
): Pick<CriFact, 'call' | 'container' | 'sandbox' | 'attempt' | 'timeoutSeconds'> => {
  switch (pending.kind) {
    case 'run-sandbox':
      return { call: 'RunPodSandbox', sandbox: pending.id };
    case 'stop-sandbox':
      return { call: 'StopPodSandbox', sandbox: pending.sandbox };
    case 'create-container':
      return { call: 'CreateContainer', container: pending.id, attempt: pending.request.attempt };
    case 'start-container':
      return { call: 'StartContainer', container: pending.id };
    case 'stop-container':
      return { call: 'StopContainer', container: pending.id, timeoutSeconds: pending.timeoutSeconds };
    default:
      return unreachable(pending);
  }
};
