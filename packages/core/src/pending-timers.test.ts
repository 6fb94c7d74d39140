import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PendingTimers } from './pending-timers.ts';

it('the pending timers of a process are what a map would hold, few or many, and copies go their own way', () => {
  const id = fc.integer({ min: 1, max: 40 });
  const operation = fc.oneof(
    fc.record({ kind: fc.constant('add' as const), id }),
    fc.record({ kind: fc.constant('take' as const), id }),
    fc.record({ kind: fc.constant('fork' as const), id }),
  );
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 100, size: 'max' }), (operations) => {
      let timers = new PendingTimers();
      const model = new Map<number, number>();
      for (const { kind, id: timer } of operations) {
        if (kind === 'add' && !model.has(timer)) {
          timers.addTimer(timer, timer * 1_000);
          model.set(timer, timer * 1_000);
        } else if (kind === 'take') {
          expect(timers.takeTimer(timer)).toBe(model.get(timer));
          model.delete(timer);
        } else if (kind === 'fork') {
          const original = timers;
          timers = new PendingTimers(original);
          for (const place of original.timerPlaces()) original.takeTimer(place / 1_000);
          expect(original.timerPlaces()).toEqual([]);
        }
        expect(timers.hasTimer(timer)).toBe(model.has(timer));
        expect(new Set(timers.timerPlaces())).toEqual(new Set(model.values()));
      }
    }),
  );
});
