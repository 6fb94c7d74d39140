import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DeviationTextError, formatDeviations, parseDeviations } from './deviation-text.ts';

const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }),
  fc.constantFrom('crash/node-1/pod/uid-web-0:hook-ended', 'stop/app', "it's", 'a;b#1=2', '100%'),
);
const deviation = fc.record({
  name,
  occurrence: fc.integer({ min: 0, max: 10_000 }),
  outcome: fc.oneof(fc.integer(), fc.constantFrom(0, 1, 1_000, 2_500_000, 3_000_000, 604_800_000_000)),
});

test('what is written is read back as it was', () => {
  fc.assert(
    fc.property(fc.array(deviation, { maxLength: 5 }), (deviations) => {
      expect(parseDeviations(formatDeviations(deviations))).toEqual(deviations);
    }),
  );
});

test('the written form can stand between single quotes in a shell', () => {
  fc.assert(
    fc.property(fc.array(deviation, { maxLength: 5 }), (deviations) => {
      expect(formatDeviations(deviations)).toMatch(/^[\x20-\x26\x28-\x7e]*$/u);
    }),
  );
});

test('the usual occurrence and outcome are left out, and times have units', () => {
  expect(
    formatDeviations([
      { name: 'crash/node-1/pod/web:hook-ended', occurrence: 0, outcome: 1 },
      { name: 'restart/node-1', occurrence: 2, outcome: 3_000_000 },
      { name: 'stop/app', occurrence: 0, outcome: 250_000 },
      { name: 'tie', occurrence: 0, outcome: 2 },
    ]),
  ).toBe('crash/node-1/pod/web:hook-ended; restart/node-1#2=3s; stop/app=250ms; tie=2');
});

test.each(['=3', 'a=b', 'a#x', 'a=1=2', 'a=99999999999h', '%zz', 'a=1y'])('%s is refused with a reason', (text) => {
  expect(() => parseDeviations(text)).toThrow(DeviationTextError);
});
