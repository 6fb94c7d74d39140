import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { calm, scripted } from '@simlet/core';
import { readManifests } from '@simlet/manifest';
import { promises } from '@simlet/properties';
import { expect, test } from 'vitest';
import { subjectOf } from './workload-experiment.ts';

const NONE = { kubernetesVersion: undefined, gracePeriodSeconds: undefined, hook: [], start: [], stop: [], run: [] };

test.each(['memcached', 'vault', 'linkerd-proxy', 'rabbitmq'])(
  'each crash point of %s is the same run forked off the calm one and from the beginning',
  (name) => {
    const path = fileURLToPath(new URL(`../../samples/${name}.yaml`, import.meta.url));
    const { workloads } = readManifests(readFileSync(path, 'utf8'), { file: `${name}.yaml` });
    for (const workload of workloads) {
      const experiment = subjectOf(workload, NONE, true).experiment('all', promises);
      const { asked } = experiment(calm(), { recordAsked: true });
      const crashes = asked.filter(({ name: site }) => site.startsWith('crash/'));
      expect(crashes.length).toBeGreaterThan(50);
      for (const { name: site, occurrence } of crashes) {
        const chooser = scripted([{ name: site, occurrence, outcome: 1 }]);
        const whole = experiment(chooser.fork(), { fromStart: true });
        expect(experiment(chooser)).toEqual(whole);
      }
    }
  },
);
