import type { HookBehaviour, HookName } from '@simlet/kubelet';
import type { LifecycleHandler } from '@simlet/objects';
import fc from 'fast-check';
import type { Families } from './families.ts';
import { arbitrarySpan } from './span.ts';

/** A hook before it is known where it stands: what runs, and how each delivery goes. */
export interface HookShape {
  readonly handler: 'exec' | 'httpGet' | 'sleep' | 'tcpSocket';
  /** Of a `sleep` handler, before it is cut to the grace period of its pod. */
  readonly sleepSeconds: number;
  readonly deliveries: readonly DeliveryShape[];
}

interface DeliveryShape {
  readonly ms: number;
  readonly outcome: 'ok' | 'fail' | 'answer 500' | 'hang';
  /** When the entry point ends because the hook says so, counted from its begin; undefined: it does not. */
  readonly endsMs: number | undefined;
  readonly endsWith: number;
}

/** Any hook. */
export function arbitraryHook(): fc.Arbitrary<HookShape> {
  const delivery: fc.Arbitrary<DeliveryShape> = fc.record({
    ms: arbitrarySpan(12_000),
    outcome: fc.oneof(
      { arbitrary: fc.constant('ok' as const), weight: 6 },
      { arbitrary: fc.constantFrom('fail' as const, 'answer 500' as const, 'hang' as const), weight: 4 },
    ),
    endsMs: fc.option(arbitrarySpan(12_000), { nil: undefined, freq: 2 }),
    endsWith: fc.constantFrom(0, 1, 143),
  });
  return fc.record({
    handler: fc.oneof(
      { arbitrary: fc.constantFrom('exec' as const, 'httpGet' as const, 'sleep' as const), weight: 12 },
      { arbitrary: fc.constant('tcpSocket' as const), weight: 1 },
    ),
    sleepSeconds: fc.nat(12),
    deliveries: fc.array(delivery, { minLength: 1, maxLength: 2 }),
  });
}

/** The hook as a manifest has it. `port` is one of its container's own. */
export function handlerOf(shape: HookShape, hook: HookName, graceSeconds: number, port: number): LifecycleHandler {
  switch (shape.handler) {
    case 'exec':
      return { exec: { command: ['hook', hook] } };
    case 'httpGet':
      return { httpGet: { path: `/${hook}`, port } };
    case 'sleep':
      return { sleep: { seconds: Math.min(shape.sleepSeconds, graceSeconds) } };
    case 'tcpSocket':
      return { tcpSocket: { port } };
  }
}

/** How the deliveries of the hook go, without the trouble that the families leave out. */
export function deliveriesOf(shape: HookShape, families: Families): readonly HookBehaviour[] {
  return shape.deliveries.map((delivery) => ({
    ...endOf(delivery, shape, families),
    ...(families.endingHooks && delivery.endsMs !== undefined
      ? { ends: { afterMs: delivery.endsMs, exitCode: delivery.endsWith } }
      : {}),
  }));
}

function endOf({ ms, outcome }: DeliveryShape, shape: HookShape, families: Families): HookBehaviour {
  if (outcome === 'hang') return { ms: families.hangs ? null : ms, ok: true };
  if (outcome === 'ok' || !families.failures) return { ms, ok: true };
  return outcome === 'answer 500' && shape.handler === 'httpGet'
    ? { ms, ok: false, httpStatus: 500 }
    : { ms, ok: false };
}
