import { expect, test } from 'vitest';
import { readManifests } from './read-manifests.ts';

const memcached = `# a comment
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: memcached
  namespace: cache
spec:
  serviceName: memcached
  selector: {matchLabels: {app: memcached}}
  template:
    metadata:
      labels: {app: memcached}
    spec:
      containers:
        - name: memcached
          image: bitnami/memcached:1
          ports:
            - {name: memcache, containerPort: 11211}
          lifecycle:
            preStop:
              exec: {command: [/bin/bash, -ec, "/usr/bin/pkill -10 memcached; sleep 60s"]}
          livenessProbe:
            tcpSocket: {port: memcache}
            initialDelaySeconds: 30
          volumeMounts:
            - {name: data, mountPath: /cache-state}
`;

test('a StatefulSet becomes a workload with the pod of its template', () => {
  const { workloads, diagnostics } = readManifests(memcached, { file: 'memcached.yaml' });
  expect(diagnostics).toEqual([]);
  expect(workloads).toHaveLength(1);
  expect(workloads[0]).toMatchObject({ kind: 'StatefulSet', name: 'memcached', namespace: 'cache', line: 2 });
  expect(workloads[0]?.pod).toEqual({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'memcached-0', namespace: 'cache', labels: { app: 'memcached' } },
    spec: {
      containers: [
        {
          name: 'memcached',
          image: 'bitnami/memcached:1',
          ports: [{ name: 'memcache', containerPort: 11211 }],
          lifecycle: {
            preStop: { exec: { command: ['/bin/bash', '-ec', '/usr/bin/pkill -10 memcached; sleep 60s'] } },
          },
          livenessProbe: { tcpSocket: { port: 'memcache' }, initialDelaySeconds: 30 },
        },
      ],
    },
  });
});

test('each field of the pod is found in its line of the file', () => {
  const [workload] = readManifests(memcached, { file: 'memcached.yaml' }).workloads;
  const preStop = ['spec', 'containers', 0, 'lifecycle', 'preStop'];
  expect(workload?.locate(preStop)).toEqual({ line: 20, column: 13, endColumn: 20 });
  expect(workload?.locate(['spec', 'terminationGracePeriodSeconds'])).toBeUndefined();
  expect(workload?.locateNearest(['spec', 'terminationGracePeriodSeconds'])).toEqual({
    line: 13,
    column: 5,
    endColumn: 9,
  });
  expect(workload?.lineText(20)).toBe('            preStop:');
  expect(workload?.lineText(1_000)).toBeUndefined();
});
