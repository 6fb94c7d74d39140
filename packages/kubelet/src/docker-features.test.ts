import { expect, test } from 'vitest';

import { dockerFeaturesOf } from './docker-features.ts';
import { featuresOf, KUBERNETES_VERSIONS } from './features.ts';

test('1.17 has all that its documentation shows', () => {
  expect(Object.values(dockerFeaturesOf(17))).not.toContain(false);
});

test.each(KUBERNETES_VERSIONS.filter((version) => version !== '1.17'))(
  '%s has nothing of the Docker manager',
  (version) => {
    expect(Object.values(featuresOf(version).docker)).not.toContain(true);
  },
);
