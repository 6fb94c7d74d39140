import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ForkableList } from './forkable-list.ts';
import { ForkableMap } from './forkable-map.ts';

const operation = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), which: fc.nat(9), key: fc.nat(20), value: fc.nat() }),
  fc.record({ kind: fc.constant('fork' as const), which: fc.nat(9), key: fc.nat(20), value: fc.nat() }),
);

it('maps and lists that are forked again and again have what copies of them would have', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 120, size: 'max' }), (operations) => {
      const all = [
        {
          map: new ForkableMap<number, number>(),
          list: new ForkableList<number>(),
          mapModel: new Map<number, number>(),
          listModel: [0].slice(1),
        },
      ];
      for (const { kind, which, key, value } of operations) {
        const one = all[which % all.length];
        if (one === undefined) continue;
        const { map, list, mapModel, listModel } = one;
        if (kind === 'fork') {
          all.push({ map: map.fork(), list: list.fork(), mapModel: new Map(mapModel), listModel: [...listModel] });
        } else {
          map.set(key, value);
          mapModel.set(key, value);
          list.push(value);
          listModel.push(value);
        }
      }
      for (const { map, list, mapModel, listModel } of all) {
        for (let key = 0; key <= 20; key += 1) expect(map.get(key)).toBe(mapModel.get(key));
        expect(list).toHaveLength(listModel.length);
        expect(list.all()).toEqual(listModel);
      }
    }),
  );
});
