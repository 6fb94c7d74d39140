import { expect, test } from 'vitest';

import { containerHash, shortHash } from './container-hash.ts';

test('an identifier has 64 hexadecimal digits and is the same each time', () => {
  expect(containerHash('uid-web-0', 'main#0')).toMatch(/^[0-9a-f]{64}$/u);
  expect(containerHash('uid-web-0', 'main#0')).toBe(containerHash('uid-web-0', 'main#0'));
});

test('instances, containers and pods have identifiers of their own, also when shortened', () => {
  const uids = Array.from({ length: 40 }, (_, index) => `uid-web-${index}`);
  const instances = Array.from({ length: 40 }, (_, index) => `main#${index}`);
  const short = uids.flatMap((uid) => instances.map((instance) => shortHash(containerHash(uid, instance))));
  expect(new Set(short).size).toBe(uids.length * instances.length);
});
