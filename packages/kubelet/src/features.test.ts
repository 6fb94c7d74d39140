import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { DEFAULT_KUBERNETES_VERSION, featuresOf, KUBERNETES_VERSIONS } from './features.ts';
import type { Features, KubernetesVersion } from './features.ts';

/** The oldest modelled version in which a switch is on. */
const since = (feature: keyof Features): KubernetesVersion | undefined =>
  KUBERNETES_VERSIONS.find((version) => featuresOf(version)[feature] === true);

test('the newest version is the default, and the list goes from the oldest to the newest', () => {
  const minors = KUBERNETES_VERSIONS.map((version) => Number(version.slice(2)));
  expect(minors).toEqual(minors.toSorted((left, right) => left - right));
  expect(DEFAULT_KUBERNETES_VERSION).toBe(KUBERNETES_VERSIONS[KUBERNETES_VERSIONS.length - 1]);
});

test.each(KUBERNETES_VERSIONS)('the features of %s say which version they are of', (version) => {
  expect(featuresOf(version).version).toBe(version);
});

describe('a behaviour begins with the version that brought it', () => {
  test.each([
    ['hook time counts against the grace of a deletion', 'overrideBeforePreStop', '1.28'],
    ['a grace of 0 is 1 s and not that of the spec', 'zeroGraceIsOne', '1.30'],
    ['a back-off is retried when it ends (1.35)', 'retryAtBackoffEnd', '1.36'],
    ['readiness is kept over a restart of the kubelet (1.35)', 'keepsReadinessOverRestart', '1.36'],
    ['a sync that did something is followed by a relist', 'onDemandRelist', '1.36'],
    ['PodReadyToStartContainers is written', 'sandboxCondition', '1.29'],
    ['PodReadyToStartContainers is written as soon as the sandbox is ready', 'sandboxConditionAtOnce', '1.36'],
  ] as const)('%s', (_, feature, version) => {
    expect(since(feature)).toBe(version);
    const later = KUBERNETES_VERSIONS.slice(KUBERNETES_VERSIONS.indexOf(version));
    expect(later.every((each) => featuresOf(each)[feature])).toBe(true);
  });
});

describe('docs/kubernetes-versions.md', () => {
  const text = readFileSync(new URL('../../../docs/kubernetes-versions.md', import.meta.url), 'utf8');
  /** The second column of a feature's row: a version, in italics or not, or words. */
  const onIn = new Map(
    [...text.matchAll(/^\| `([A-Za-z.]+)` \| ([^|]+) \|/gm)].map(([, feature = '', when = '']) => [
      feature,
      when.replaceAll('*', ''),
    ]),
  );
  const { version: _version, docker: _docker, mutants: _mutants, messages, ...switches } = featuresOf('1.36');
  const names = [...Object.keys(switches), ...Object.keys(messages).map((name) => `messages.${name}`)];
  const isOn = (version: KubernetesVersion, name: string): unknown => {
    const { messages: texts, ...rest } = featuresOf(version);
    return new Map<string, unknown>([
      ...Object.entries(rest),
      ...Object.entries(texts).map(([key, value]) => [`messages.${key}`, value] as const),
    ]).get(name);
  };

  test('has a row for each switch, and no other', () => {
    expect(new Set(onIn.keys())).toEqual(new Set(names));
  });

  test('says of each switch from which version on it is on', () => {
    const dated = [...onIn].filter(([name, when]) => /^1\.\d+$/.test(when) && typeof isOn('1.36', name) === 'boolean');
    expect(dated.length).toBeGreaterThan(25);
    for (const [name, when] of dated) {
      const from = Number(when.slice(2));
      const wrong = KUBERNETES_VERSIONS.filter((version) => Number(version.slice(2)) >= from !== isOn(version, name));
      expect([name, wrong]).toEqual([name, []]);
    }
  });
});

test('events of the newest version no longer name the container', () => {
  expect(featuresOf('1.36').messages).toMatchObject({ created: 'Container created', started: 'Container started' });
  expect(featuresOf('1.30').messages).toMatchObject({
    created: 'Created container: <c>',
    started: 'Started container <c>',
  });
});
