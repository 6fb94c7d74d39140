import type { ProbeBehaviour } from '@simlet/kubelet';
import type { Probe } from '@simlet/objects';
import fc from 'fast-check';
import { arbitrarySpan } from './span.ts';

/** A probe before it is known which of the three it is. */
export interface ProbeShape {
  readonly handler: 'exec' | 'httpGet' | 'tcpSocket';
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
  /** Of readiness probes; the others need one success. */
  readonly successThreshold: number;
  readonly initialDelaySeconds: number;
  /** Of the kill that the probe causes. Readiness probes have none. */
  readonly graceSeconds: number | undefined;
  /** What the probe finds, one period of the process after the other. */
  readonly outcomes: readonly { readonly forMs: number; readonly outcome: 'ok' | 'fail' | 'hang' }[];
}

/** Any probe. */
export function arbitraryProbe(): fc.Arbitrary<ProbeShape> {
  return fc.record({
    handler: fc.constantFrom('exec' as const, 'httpGet' as const, 'tcpSocket' as const),
    periodSeconds: fc.integer({ min: 1, max: 10 }),
    timeoutSeconds: fc.integer({ min: 1, max: 2 }),
    failureThreshold: fc.integer({ min: 1, max: 3 }),
    successThreshold: fc.integer({ min: 1, max: 2 }),
    initialDelaySeconds: fc.nat(5),
    graceSeconds: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
    outcomes: fc.array(
      fc.record({
        forMs: arbitrarySpan(12_000),
        outcome: fc.oneof(
          { arbitrary: fc.constant('ok' as const), weight: 2 },
          { arbitrary: fc.constantFrom('fail' as const, 'hang' as const), weight: 1 },
        ),
      }),
      { maxLength: 3 },
    ),
  });
}

/** The probe as a manifest has it. */
export function probeOf(shape: ProbeShape, name: 'liveness' | 'readiness' | 'startup', port: number): Probe {
  const grace =
    name === 'readiness' || shape.graceSeconds === undefined
      ? {}
      : { terminationGracePeriodSeconds: shape.graceSeconds };
  const { periodSeconds, timeoutSeconds, failureThreshold, initialDelaySeconds } = shape;
  return {
    ...targetOf(shape, name, port),
    periodSeconds,
    timeoutSeconds,
    failureThreshold,
    initialDelaySeconds,
    ...(name === 'readiness' && shape.successThreshold > 1 ? { successThreshold: shape.successThreshold } : {}),
    ...grace,
  };
}

function targetOf(shape: ProbeShape, name: string, port: number): Pick<Probe, 'exec' | 'httpGet' | 'tcpSocket'> {
  switch (shape.handler) {
    case 'exec':
      return { exec: { command: ['probe', name] } };
    case 'httpGet':
      return { httpGet: { path: `/${name}`, port } };
    case 'tcpSocket':
      return { tcpSocket: { port } };
  }
}

/** What the probe finds. A startup probe succeeds in the end, so that the container it guards is started some time. */
export function probeBehaviourOf(shape: ProbeShape, name: 'liveness' | 'readiness' | 'startup'): ProbeBehaviour {
  let from = 0;
  const timeline = shape.outcomes.map(({ forMs, outcome }): readonly [number, 'ok' | 'fail' | 'hang'] => {
    const since = from;
    from += forMs + 1;
    return [since, outcome];
  });
  const last: readonly [number, 'ok'] = [from, 'ok'];
  return { timeline: name === 'startup' || timeline.length === 0 ? [...timeline, last] : timeline };
}
