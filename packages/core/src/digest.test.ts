import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWorld } from './create-world.ts';
import { createDigest, digestText, hashText, mixFact, mixNumber, mixValue } from './digest.ts';
import { chaosProcess, outsideJob } from './testing/chaos.ts';
import type { World } from './world.ts';

function textOf(value: unknown): string {
  const digest = createDigest();
  mixValue(digest, value);
  return digestText(digest);
}

describe('the digest of data', () => {
  it('is one for equal data and another for other data', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(textOf(structuredClone(one))).toBe(textOf(one));
        expect(textOf(one) === textOf(other)).toBe(same);
      }),
    );
  });

  it.each([
    [{ a: 1 }, { b: 1 }],
    [
      { a: 1, b: 2 },
      { a: 2, b: 1 },
    ],
    [[], {}],
    [[], 0],
    ['', 0],
    [{}, -1],
    [
      [[1], 2],
      [1, [2]],
    ],
    [[[], []], [[[]]]],
    [
      ['ab', 'c'],
      ['a', 'bc'],
    ],
    [
      { a: [1], b: [] },
      { a: [], b: [1] },
    ],
    [0, null],
    [1, true],
    ['1', 1],
    [0.1, 0.2],
    [2_147_483_648, -2_147_483_648],
    [4_294_967_296, 0],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - 1],
  ])('tells %j from %j', (one, other) => {
    expect(textOf(one)).not.toBe(textOf(other));
  });

  it('takes an absent field for an undefined one', () => {
    expect(textOf({ a: 1, b: undefined })).toBe(textOf({ a: 1 }));
  });

  it('has sixteen digits, and texts that differ little hash far apart', () => {
    const digests = Array.from({ length: 2_000 }, (_, index) => {
      const digest = createDigest();
      mixNumber(digest, index);
      mixFact(digest, { kind: `fact-${index % 7}` });
      return digestText(digest);
    });
    expect(new Set(digests).size).toBe(2_000);
    expect(digests.every((digest) => /^[0-9a-f]{16}$/.test(digest))).toBe(true);
    const hashes = Array.from({ length: 20_000 }, (_, index) => hashText(`node-${index % 200}/pod/uid-${index}`));
    // 20,000 of 2^32 values meet by chance with odds of 1 in 20.
    expect(new Set(hashes).size).toBeGreaterThan(19_997);
  });
});

describe('the digest of a world', () => {
  const sent = (change: (world: World) => void): string => {
    const world = createWorld({ facts: 'none' });
    world.addHost({ name: 'a', boot: [chaosProcess('one'), chaosProcess('two')] });
    world.addHost({ name: 'b', boot: [] });
    change(world);
    world.run();
    return world.digest();
  };
  const job = outsideJob([], 0, 0);

  it('covers who got what and when, what was dropped, crashes and boots', () => {
    const digests = [
      sent(() => {}),
      sent((world) => world.send('a/one', job)),
      sent((world) => world.send('a/two', job)),
      sent((world) => world.send('a/one', job, { delay: 1 })),
      sent((world) => world.send('a/one', { ...job, kind: 'timer' })),
      sent((world) => world.send('a/none', job)),
      sent((world) => world.send('b/none', job)),
      sent((world) => world.crash('b')),
      sent((world) => {
        world.crash('b');
        world.boot('b');
      }),
    ];
    expect(new Set(digests).size).toBe(digests.length);
  });
});
