import type { LifecycleHandler } from '@simlet/objects';
import { describe, expect, test } from 'vitest';

import type { RuntimeAnswer } from '../messages.ts';
import { apiPod, container, podState, running, runtimeStatus } from '../testing/builders.ts';
import { hookFailure, hookOf, hookSucceeded, isRunnable, portNumber } from './hook.ts';

const main = container('main', { ports: [{ name: 'admin', containerPort: 9000 }] });
const pod = podState(apiPod({ containers: [main] }), { runtime: runtimeStatus([running('main#0')]) });
const answer = (fields: Partial<RuntimeAnswer>): RuntimeAnswer => ({
  kind: 'answer',
  call: '0:0',
  ok: false,
  ...fields,
});
const failure = (handler: LifecycleHandler, fields: Partial<RuntimeAnswer>): string =>
  hookFailure(pod, main, handler, answer(fields));

describe('whether a hook succeeded', () => {
  test('any answer to a request is success, also 404 and 500', () => {
    expect(hookSucceeded(answer({ outcome: 'fail', httpStatus: 404 }))).toBe(true);
    expect(hookSucceeded(answer({ outcome: 'fail', httpStatus: 500 }))).toBe(true);
  });

  test('a refused connection, and a command that exits with another code than 0, are failures', () => {
    expect(hookSucceeded(answer({ outcome: 'fail' }))).toBe(false);
    expect(hookSucceeded(answer({ outcome: 'fail', exitCode: 1 }))).toBe(false);
    expect(hookSucceeded(answer({ outcome: 'notRunning' }))).toBe(false);
  });

  test('exit code 0 is success', () => {
    expect(hookSucceeded(answer({ ok: true, outcome: 'ok' }))).toBe(true);
  });
});

test('a tcpSocket handler is accepted and can never run', () => {
  expect(isRunnable({ tcpSocket: { port: 80 } })).toBe(false);
  expect([{ exec: {} }, { httpGet: { port: 80 } }, { sleep: { seconds: 1 } }].every(isRunnable)).toBe(true);
});

test('a container has the hooks that its lifecycle names', () => {
  const hooked = container('main', { lifecycle: { preStop: { sleep: { seconds: 5 } } } });
  expect(hookOf(hooked, 'preStop')).toEqual({ sleep: { seconds: 5 } });
  expect(hookOf(hooked, 'postStart')).toBeUndefined();
  expect(hookOf(undefined, 'preStop')).toBeUndefined();
});

describe('what is said of a hook that failed', () => {
  test('a command: itself and its exit code', () => {
    expect(failure({ exec: { command: ['sh', '-c', 'exit 3'] } }, { outcome: 'fail', exitCode: 3 })).toBe(
      'Exec lifecycle hook ([sh -c exit 3]) for Container "main" in Pod "web_default(uid-web-0)" failed - error: ' +
        `command 'sh -c exit 3' exited with 3: , message: ""`,
    );
  });

  test('a command in a container that had ended: the error of the runtime', () => {
    expect(failure({ exec: { command: ['true'] } }, { outcome: 'notRunning' })).toContain(
      'failed to exec in container: container is in CONTAINER_EXITED state',
    );
  });

  test('a request: its address, with the port looked up by name, and how the connection ended', () => {
    const handler: LifecycleHandler = { httpGet: { path: '/stop', port: 'admin' } };
    const head = 'HTTP lifecycle hook (/stop) for Container "main" in Pod "web_default(uid-web-0)" failed - error: ';
    expect(failure(handler, { outcome: 'fail' })).toBe(
      `${head}Get "http://10.88.0.1:9000/stop": dial tcp 10.88.0.1:9000: connect: connection refused`,
    );
    expect(failure(handler, { outcome: 'containerExited' })).toBe(`${head}Get "http://10.88.0.1:9000/stop": EOF`);
  });

  test('a handler that cannot run: that it is invalid', () => {
    expect(failure({ tcpSocket: { port: 80 } }, {})).toContain('Cannot run handler: invalid handler: ');
  });
});

test('a port is a number, a number in a string, or the name of a port of the container', () => {
  expect([8080, '8080', 'admin'].map((port) => portNumber(main, port))).toEqual([8080, 8080, 9000]);
});
