import type { Probe } from '@simlet/objects';
import { describe, expect, test } from 'vitest';

import type { RuntimeAnswer } from '../messages.ts';
import { apiPod, container, podState, running, runtimeStatus } from '../testing/builders.ts';
import { judgeProbe, probeHandler } from './probe-outcome.ts';
import type { ProbeVerdict } from './probe-outcome.ts';

const main = container('main', { ports: [{ name: 'web', containerPort: 8080 }] });
const pod = podState(apiPod({ containers: [main] }), { runtime: runtimeStatus([running('main#0')]) });

const judge = (probe: Probe, answer: Partial<RuntimeAnswer>): ProbeVerdict =>
  judgeProbe(pod, 'liveness', main, probe, { kind: 'answer', call: '0:0', ok: false, ...answer });

const exec: Probe = { exec: { command: ['cat', '/ready'] }, timeoutSeconds: 2 };
const http: Probe = { httpGet: { path: '/healthz', port: 'web' } };
const tcp: Probe = { tcpSocket: { port: 8080 } };

test('a probe has the handler that its spec names, and is gRPC otherwise', () => {
  expect([exec, http, tcp, { grpc: { port: 1 } }].map(probeHandler)).toEqual(['exec', 'httpGet', 'tcpSocket', 'grpc']);
});

test('a probe that succeeds says nothing', () => {
  expect(judge(exec, { ok: true, outcome: 'ok' })).toEqual({ ok: true, errored: false });
});

describe('a command', () => {
  test('that exits with another code than 0 fails', () => {
    expect(judge(exec, { outcome: 'fail', exitCode: 1 })).toEqual({
      ok: false,
      errored: false,
      event: 'Liveness probe failed: ',
    });
  });

  test('that takes too long fails, and says how long it may take', () => {
    expect(judge(exec, { outcome: 'timeout' }).event).toBe(
      'Liveness probe failed: command timed out: "cat /ready" timed out after 2s',
    );
  });

  test.each([
    ['notRunning', 'container is in CONTAINER_EXITED state'],
    ['canceled', 'context canceled'],
  ] as const)('that could not be run (%s) is an error and no failure', (outcome, text) => {
    const verdict = judge(exec, { outcome });
    expect(verdict).toMatchObject({ ok: false, errored: true });
    expect(verdict.event).toContain('Liveness probe errored and resulted in unknown state: ');
    expect(verdict.event).toContain(text);
  });
});

describe('a request', () => {
  test('that is answered with an error status fails with it', () => {
    expect(judge(http, { outcome: 'fail', httpStatus: 503 }).event).toBe(
      'Liveness probe failed: HTTP probe failed with statuscode: 503',
    );
  });

  test.each([
    ['timeout', 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)'],
    ['containerExited', 'EOF'],
    ['notRunning', 'dial tcp 10.88.0.1:8080: connect: connection refused'],
  ] as const)('that ends with %s fails and names the address, with the port looked up by name', (outcome, text) => {
    expect(judge(http, { outcome })).toEqual({
      ok: false,
      errored: false,
      event: `Liveness probe failed: Get "http://10.88.0.1:8080/healthz": ${text}`,
    });
  });

  test('goes to the host and by the scheme that the probe names', () => {
    const probe: Probe = { httpGet: { port: 443, host: 'example.org', scheme: 'HTTPS' } };
    expect(judge(probe, { outcome: 'containerExited' }).event).toBe(
      'Liveness probe failed: Get "https://example.org:443/": EOF',
    );
  });
});

test.each([
  ['notRunning', 'dial tcp 10.88.0.1:8080: connect: connection refused'],
  ['timeout', 'dial tcp 10.88.0.1:8080: i/o timeout'],
] as const)('a connection that ends with %s fails', (outcome, text) => {
  expect(judge(tcp, { outcome })).toEqual({ ok: false, errored: false, event: `Liveness probe failed: ${text}` });
});
