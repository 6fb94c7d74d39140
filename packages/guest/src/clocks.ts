import type { ActiveGuest } from './active-guest.ts';
import { dates } from './dates.ts';
import { marks } from './marks.ts';
import { functionReplacement, READS_CLOCK as WHY, valueReplacement } from './replacement.ts';
import type { Replacement } from './replacement.ts';

/** Clocks: those of a guest show what the clock of its host shows, or how long ago the guest was started. */
export function clocks(): readonly Replacement[] {
  const at = (target: object, key: string, name: string) => ({ target, key, name, why: WHY });
  const hrtimes = functionReplacement(at(process, 'hrtime', 'process.hrtime'), (guest, [since]) =>
    hrtime(guest, since),
  );
  return [
    ...dates(),
    ...functionReplacement(at(Date, 'now', 'Date.now'), (guest) => guest.date()),
    ...functionReplacement(at(performance, 'now', 'performance.now'), (guest) => guest.elapsed() / 1_000),
    ...valueReplacement(at(performance, 'timeOrigin', 'performance.timeOrigin'), startOf),
    ...hrtimes,
    ...hrtimes.flatMap(({ descriptor }) =>
      functionReplacement(at(descriptor.value as object, 'bigint', 'process.hrtime.bigint'), nanoseconds),
    ),
    ...functionReplacement(at(process, 'uptime', 'process.uptime'), (guest) => guest.elapsed() / 1_000_000),
    ...temporal(at),
    ...marks(),
  ];
}

function startOf(guest: ActiveGuest): number {
  return guest.date() - Math.floor(guest.elapsed() / 1_000);
}

function nanoseconds(guest: ActiveGuest): bigint {
  return BigInt(guest.elapsed()) * 1_000n;
}

function hrtime(guest: ActiveGuest, since: unknown): readonly [number, number] {
  const [seconds = 0, rest = 0] = Array.isArray(since) ? (since as readonly unknown[]) : [];
  const passed = nanoseconds(guest) - BigInt(Number(seconds)) * 1_000_000_000n - BigInt(Number(rest));
  return [Number(passed / 1_000_000_000n), Number(passed % 1_000_000_000n)];
}

interface Instant {
  toZonedDateTimeISO(zone: unknown): Readonly<Record<string, () => unknown>>;
}

// Not there before Node 26, and not in the types of the language that we build for.
function temporal(
  at: (target: object, key: string, name: string) => Parameters<typeof functionReplacement>[0],
): readonly Replacement[] {
  const whole: unknown = Reflect.get(globalThis, 'Temporal');
  if (typeof whole !== 'object' || whole === null) return [];
  const [now, instants] = [Reflect.get(whole, 'Now') as object, Reflect.get(whole, 'Instant') as object];
  const fromEpoch = Reflect.get(instants, 'fromEpochMilliseconds') as (milliseconds: number) => Instant;
  const instant = (guest: ActiveGuest): Instant => Reflect.apply(fromEpoch, instants, [guest.date()]) as Instant;
  const zoned = (guest: ActiveGuest, zone: unknown) => instant(guest).toZonedDateTimeISO(zone ?? 'UTC');
  const parts = [
    ['plainDateTimeISO', 'toPlainDateTime'],
    ['plainDateISO', 'toPlainDate'],
    ['plainTimeISO', 'toPlainTime'],
  ] as const;
  return [
    ...functionReplacement(at(now, 'instant', 'Temporal.Now.instant'), instant),
    ...functionReplacement(at(now, 'timeZoneId', 'Temporal.Now.timeZoneId'), () => 'UTC'),
    ...functionReplacement(at(now, 'zonedDateTimeISO', 'Temporal.Now.zonedDateTimeISO'), (guest, [zone]) =>
      zoned(guest, zone),
    ),
    ...parts.flatMap(([key, part]) =>
      functionReplacement(at(now, key, `Temporal.Now.${key}`), (guest, [zone]) => zoned(guest, zone)[part]?.()),
    ),
  ];
}
