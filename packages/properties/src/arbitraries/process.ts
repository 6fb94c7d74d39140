import type { ContainerBehaviour } from '@simlet/kubelet';
import fc from 'fast-check';
import type { Role } from '../history/pod-parts.ts';
import type { Families } from './families.ts';
import { arbitrarySpan } from './span.ts';

/** How one instance of a container runs. */
export interface ProcessShape {
  /** How long it runs if it ends by itself. */
  readonly runMs: number;
  /** It runs for ten minutes more. */
  readonly runsLong: boolean;
  readonly endsByItself: boolean;
  readonly exitCode: number;
  /** What it needs after SIGTERM; null: it ignores it. */
  readonly sigtermMs: number | null;
  readonly sigtermCode: number;
  readonly trouble: 'none' | 'create' | 'start';
}

/** Longer than a back-off is remembered, for most of the time that is drawn on top. */
const LONG_RUN_MS = 595_000;

/** The longest run of a process in a crash loop. */
const SHORT_RUN_MS = 3_000;

/** Any process. */
export function arbitraryProcess(): fc.Arbitrary<ProcessShape> {
  return fc.record({
    runMs: arbitrarySpan(20_000),
    runsLong: fc.nat(3).map((drawn) => drawn === 3),
    endsByItself: fc.boolean(),
    exitCode: fc.constantFrom(0, 1, 137),
    sigtermMs: fc.oneof({ arbitrary: arbitrarySpan(12_000), weight: 4 }, { arbitrary: fc.constant(null), weight: 1 }),
    sigtermCode: fc.constantFrom(0, 143),
    trouble: fc.oneof(
      { arbitrary: fc.constant('none' as const), weight: 9 },
      { arbitrary: fc.constantFrom('create' as const, 'start' as const), weight: 1 },
    ),
  });
}

/** The process as the runtime of the world knows it; the last one that is described stands for all after it as well. */
export function processOf(shape: ProcessShape, role: Role, families: Families, isLast: boolean): ContainerBehaviour {
  const { completions, crashLoops, longRuns } = families;
  const ends = role === 'init' || completions || crashLoops || (families.exits && shape.endsByItself);
  const runMs = crashLoops ? Math.min(shape.runMs, SHORT_RUN_MS) : shape.runMs;
  const succeeds = (completions && isLast) || (role === 'init' && !families.failures);
  const exitAfterMs = shape.sigtermMs === null && !families.hangs ? 100 : shape.sigtermMs;
  return {
    runMs: ends ? runMs + ((longRuns || crashLoops) && role !== 'init' && shape.runsLong ? LONG_RUN_MS : 0) : null,
    exitCode: succeeds ? 0 : shape.exitCode,
    sigterm: { exitAfterMs, exitCode: shape.sigtermCode },
    createError: families.failures && shape.trouble === 'create',
    startError: families.failures && shape.trouble === 'start',
  };
}
