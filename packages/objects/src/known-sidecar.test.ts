import { expect, test } from 'vitest';
import { knownSidecar } from './known-sidecar.ts';

test.each([
  ['istio-proxy', 'auto', 'istio-proxy'],
  ['mesh', 'docker.io/istio/proxyv2:1.27.0', 'istio-proxy'],
  ['proxy', 'cr.l5d.io/linkerd/proxy:edge-25.1.1', 'linkerd-proxy'],
  ['cloud-sql-proxy', 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.1', 'cloud-sql-proxy'],
  ['cloudsql', 'gcr.io/cloudsql-docker/gce-proxy:1.33.1', 'cloud-sql-proxy'],
  ['logs', 'fluent/fluent-bit:3.2', 'fluent-bit'],
  ['linkerd-init', 'cr.l5d.io/linkerd/proxy-init:v2.4.1', undefined],
  ['proxy', 'nginx:1.27', undefined],
])('the container %s of the image %s is %s', (name, image, expected) => {
  expect(knownSidecar({ name, image })?.name).toBe(expected);
});
