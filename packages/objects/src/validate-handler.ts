import type { HttpGetAction, LifecycleHandler, Probe, SleepAction } from './pod.ts';
import type { Problem, ProblemPath } from './problem.ts';
import { problemAt, unless } from './problem.ts';
import { validateOneOf, validatePort } from './validate-values.ts';

const handlerNames = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;

/**
 * Checks the handler of a hook or a probe: exactly one, and that one well formed.
 *
 * *Source*: validateHandler in pkg/apis/core/validation/validation.go.
 */
export function validateHandler(
  handler: LifecycleHandler & Pick<Probe, 'grpc'>,
  gracePeriodSeconds: number,
  path: ProblemPath,
): readonly Problem[] {
  const given = handlerNames.filter((name) => handler[name] !== undefined);
  const [first, ...more] = given;
  const what = String(path.at(-1));
  if (first === undefined) return [problemAt(path, 'no-handler', `${what} has no handler`)];
  return [
    ...more.map((name) =>
      problemAt([...path, name], 'two-handlers', `${what} has two handlers, ${first} and ${name}; it may have one`),
    ),
    ...validateAction(handler, gracePeriodSeconds, path),
  ];
}

function validateAction(
  { exec, httpGet, tcpSocket, grpc, sleep }: LifecycleHandler & Pick<Probe, 'grpc'>,
  gracePeriodSeconds: number,
  path: ProblemPath,
): readonly Problem[] {
  const command = [...path, 'exec', 'command'];
  return [
    ...(exec === undefined
      ? []
      : unless((exec.command ?? []).length > 0, () => problemAt(command, 'missing-field', 'exec has no command'))),
    ...(httpGet === undefined ? [] : validateHttpGet(httpGet, [...path, 'httpGet'])),
    ...(tcpSocket === undefined ? [] : validatePort(tcpSocket.port, [...path, 'tcpSocket', 'port'])),
    ...(grpc === undefined ? [] : validatePort(grpc.port, [...path, 'grpc', 'port'])),
    ...(sleep === undefined ? [] : validateSleep(sleep, gracePeriodSeconds, [...path, 'sleep', 'seconds'])),
  ];
}

function validateHttpGet(action: HttpGetAction, path: ProblemPath): readonly Problem[] {
  return [
    ...validatePort(action.port, [...path, 'port']),
    ...validateOneOf(action.scheme, ['HTTP', 'HTTPS'], [...path, 'scheme']),
    ...(action.httpHeaders ?? []).flatMap((header, index) =>
      unless(/^[-A-Za-z0-9]+$/.test(header.name), () =>
        problemAt(
          [...path, 'httpHeaders', index, 'name'],
          'invalid-value',
          `"${header.name}" is not the name of an HTTP header`,
        ),
      ),
    ),
  ];
}

function validateSleep({ seconds }: SleepAction, gracePeriodSeconds: number, path: ProblemPath): readonly Problem[] {
  if (seconds < 0) return [problemAt(path, 'negative-number', `sleep.seconds is ${seconds}, and must not be negative`)];
  return unless(seconds <= gracePeriodSeconds, () => {
    const grace = `the grace period of the pod, ${gracePeriodSeconds} s`;
    return problemAt(path, 'invalid-value', `sleep.seconds is ${seconds}, and must not be longer than ${grace}`);
  });
}
