import { present } from './present.ts';
import { READS_CLOCK as WHY, refuse } from './replacement.ts';
import type { AnyFunction, Replacement } from './replacement.ts';

/** Dates: those of now show what the clock of the host shows, all others are the real thing. */
export function dates(): readonly Replacement[] {
  const date = dateProxy(Date);
  const placed = (target: object, key: string, value: unknown): Replacement => ({
    target,
    key,
    descriptor: { value, writable: true, enumerable: false, configurable: true },
  });
  return [
    placed(globalThis, 'Date', date),
    // So that `new Date().constructor === Date`, by which code tells dates from other objects.
    placed(Date.prototype, 'constructor', date),
    ...formats(Intl.DateTimeFormat.prototype),
  ];
}

// `new Date()` and `Date()` without arguments read the clock; a date from given numbers is the real thing.
function dateProxy(real: DateConstructor): DateConstructor {
  const traps = {
    construct(_: object, given: readonly unknown[], newTarget: AnyFunction): object {
      if (given.length > 0) return Reflect.construct(real, given, newTarget) as object;
      if (present.guest !== undefined) return Reflect.construct(real, [present.guest.date()], newTarget) as object;
      if (present.guarded) throw refuse('new Date()', WHY, traps.construct);
      return Reflect.construct(real, given, newTarget) as object;
    },
    apply(): string {
      if (present.guest !== undefined) return new real(present.guest.date()).toString();
      if (present.guarded) throw refuse('Date()', WHY, traps.apply);
      return real();
    },
  };
  return new Proxy(real, traps) as DateConstructor;
}

type Instant = Date | number | undefined;

// What formats a date formats that of now where it is given none. `format` is a getter: its function is bound to its format.
function formats(target: Intl.DateTimeFormat): readonly Replacement[] {
  const format = Reflect.getOwnPropertyDescriptor(target, 'format');
  const parts = Reflect.getOwnPropertyDescriptor(target, 'formatToParts');
  const bound = format?.get as (this: Intl.DateTimeFormat) => (when: Instant) => string;
  const formatToParts = parts?.value as (this: Intl.DateTimeFormat, when: Instant) => Intl.DateTimeFormatPart[];
  const get = function (this: Intl.DateTimeFormat): (when?: Instant) => string {
    const original = bound.call(this);
    return function formatted(when?: Instant): string {
      return original(when ?? dateOfNow('Intl.DateTimeFormat.format', formatted));
    };
  };
  const value = function (this: Intl.DateTimeFormat, when?: Instant): Intl.DateTimeFormatPart[] {
    return formatToParts.call(this, when ?? dateOfNow('Intl.DateTimeFormat.formatToParts', value));
  };
  return [
    { target, key: 'format', descriptor: { ...format, get } },
    { target, key: 'formatToParts', descriptor: { ...parts, value } },
  ];
}

// For the code of no guest, where that may, the date of the machine.
function dateOfNow(name: string, called: (when?: Instant) => unknown): Instant {
  if (present.guest !== undefined) return present.guest.date();
  if (present.guarded) throw refuse(name, WHY, called);
  return undefined;
}
