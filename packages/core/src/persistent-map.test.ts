import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { hashText } from './digest.ts';
import { emptyMap, entryOf, entryValues, withEntry, withoutEntry } from './persistent-map.ts';
import type { PersistentMap } from './persistent-map.ts';

const key = fc.oneof(fc.constantFrom('a', 'b', 'c', 'd', 'uid-web-1-0', 'uid-web-2-0'), fc.string({ maxLength: 3 }));
const change = fc.record({ key, value: fc.option(fc.integer(), { nil: undefined }) });

test('it says the same as a Map after any changes, in the same order, and no change touches an earlier map', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 80 }), (changes) => {
      const model = new Map<string, number>();
      let map: PersistentMap<number> = emptyMap();
      const earlier: { readonly map: PersistentMap<number>; readonly values: readonly number[] }[] = [];
      for (const each of changes) {
        if (each.value === undefined) {
          model.delete(each.key);
          map = withoutEntry(map, each.key);
        } else {
          model.set(each.key, each.value);
          map = withEntry(map, each.key, each.value);
        }
        expect(map.size).toBe(model.size);
        expect(entryOf(map, each.key)).toBe(model.get(each.key));
        expect(entryValues(map)).toEqual([...model.values()]);
        earlier.push({ map, values: [...model.values()] });
      }
      for (const past of earlier) expect(entryValues(past.map)).toEqual(past.values);
    }),
    { numRuns: 300, seed: 7 },
  );
});

test('ten thousand keys are found, and taken out again until nothing is left', () => {
  const keys = Array.from({ length: 10_000 }, (_, index) => `pod-${index}`);
  let map: PersistentMap<string> = emptyMap();
  for (const each of keys) map = withEntry(map, each, each);
  expect(keys.every((each) => entryOf(map, each) === each)).toBe(true);
  expect(entryValues(map)).toEqual(keys);
  for (const each of keys) map = withoutEntry(map, each);
  expect(map).toEqual({ size: 0, next: 0, root: undefined });
});

test('keys with one hash are told apart', () => {
  const [one, other] = ['p7669v-8lw7hx', '16hsj5q-fhv31u'];
  expect(hashText(one)).toBe(hashText(other));
  const both = withEntry(withEntry(emptyMap<number>(), one, 1), other, 2);
  expect(entryOf(both, one)).toBe(1);
  expect(entryOf(both, other)).toBe(2);
  expect(entryValues(withoutEntry(both, one))).toEqual([2]);
  expect(entryValues(withEntry(both, one, 3))).toEqual([3, 2]);
});
