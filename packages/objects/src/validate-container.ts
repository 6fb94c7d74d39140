import type { Container, ContainerPort, ContainerRestartRule, Lifecycle, PodSpec } from './pod.ts';
import type { Problem, ProblemPath } from './problem.ts';
import { problemAt, unless } from './problem.ts';
import { validateHandler } from './validate-handler.ts';
import { probeNames, validateProbe } from './validate-probe.ts';
import { validateLabel, validateOneOf, validatePortName, validatePortNumber } from './validate-values.ts';

/**
 * Checks a container of a pod; `init` says that it is listed under `initContainers`.
 *
 * *Source*: validateContainers, validateInitContainers and validateContainerCommon in
 * pkg/apis/core/validation/validation.go.
 */
export function validateContainer(
  container: Container,
  spec: PodSpec,
  init: boolean,
  path: ProblemPath,
): readonly Problem[] {
  const imagePath = [...path, 'image'];
  return [
    ...validateLabel(container.name, [...path, 'name']),
    ...unless((container.image ?? '') !== '', () =>
      problemAt(imagePath, 'missing-field', `container ${container.name} has no image`),
    ),
    ...validateOneOf(container.imagePullPolicy, ['Always', 'IfNotPresent', 'Never'], [...path, 'imagePullPolicy']),
    ...validatePorts(container.ports ?? [], [...path, 'ports']),
    ...validateRestart(container, path),
    ...(init && container.restartPolicy !== 'Always'
      ? validateRunToEnd(container, path)
      : validateLiving(container, spec, path)),
  ];
}

/** Hooks and probes of a container that is to stay. */
function validateLiving(container: Container, spec: PodSpec, path: ProblemPath): readonly Problem[] {
  const grace = spec.terminationGracePeriodSeconds ?? 30;
  return [
    ...(container.lifecycle === undefined ? [] : validateLifecycle(container.lifecycle, spec, [...path, 'lifecycle'])),
    ...probeNames.flatMap((name) => {
      const probe = container[name];
      return probe === undefined ? [] : validateProbe(probe, name, grace, [...path, name]);
    }),
  ];
}

function validateLifecycle(lifecycle: Lifecycle, spec: PodSpec, path: ProblemPath): readonly Problem[] {
  const { postStart, preStop, stopSignal } = lifecycle;
  const grace = spec.terminationGracePeriodSeconds ?? 30;
  const signalPath = [...path, 'stopSignal'];
  return [
    ...(postStart === undefined ? [] : validateHandler(postStart, grace, [...path, 'postStart'])),
    ...(preStop === undefined ? [] : validateHandler(preStop, grace, [...path, 'preStop'])),
    ...(stopSignal === undefined
      ? []
      : [
          ...unless(/^SIG[A-Z0-9]+(?:[+-]\d+)?$/.test(stopSignal), () =>
            problemAt(signalPath, 'invalid-value', `stopSignal is "${stopSignal}", and must be a name such as SIGTERM`),
          ),
          ...unless(spec.os !== undefined, () =>
            problemAt(
              signalPath,
              'not-allowed-here',
              'stopSignal may only be set where spec.os.name says which system the signal is of',
            ),
          ),
        ]),
  ];
}

/** An init container that runs to its end has no hooks and no probes. */
function validateRunToEnd(container: Container, path: ProblemPath): readonly Problem[] {
  return (['lifecycle', ...probeNames] as const).flatMap((name) =>
    unless(container[name] === undefined, () =>
      problemAt(
        [...path, name],
        'not-allowed-here',
        `${name} may not be set for an init container without restartPolicy: Always`,
      ),
    ),
  );
}

function validateRestart(container: Container, path: ProblemPath): readonly Problem[] {
  const { restartPolicy, restartPolicyRules: rules = [] } = container;
  const rulesPath = [...path, 'restartPolicyRules'];
  return [
    ...validateOneOf(restartPolicy, ['Always', 'OnFailure', 'Never'], [...path, 'restartPolicy']),
    ...unless(rules.length === 0 || restartPolicy !== undefined, () =>
      problemAt(rulesPath, 'missing-field', 'restartPolicyRules need a restartPolicy of the container'),
    ),
    ...unless(rules.length <= 20, () =>
      problemAt(rulesPath, 'invalid-value', 'a container may have at most 20 restartPolicyRules'),
    ),
    ...rules.flatMap((rule, index) => validateRule(rule, [...rulesPath, index])),
  ];
}

function validateRule({ action, exitCodes }: ContainerRestartRule, path: ProblemPath): readonly Problem[] {
  if (exitCodes === undefined) return [problemAt(path, 'missing-field', 'a restart rule needs exitCodes')];
  const values = exitCodes.values ?? [];
  const valuesPath = [...path, 'exitCodes', 'values'];
  return [
    ...validateOneOf(action, ['Restart', 'RestartAllContainers'], [...path, 'action']),
    ...validateOneOf(exitCodes.operator, ['In', 'NotIn'], [...path, 'exitCodes', 'operator']),
    ...unless(values.length <= 255, () =>
      problemAt(valuesPath, 'invalid-value', 'a restart rule may name at most 255 exit codes'),
    ),
    ...unless(new Set(values).size === values.length, () =>
      problemAt(valuesPath, 'invalid-value', 'an exit code is named twice in the same restart rule'),
    ),
  ];
}

function validatePorts(ports: readonly ContainerPort[], path: ProblemPath): readonly Problem[] {
  const seen = new Set<string>();
  return ports.flatMap((port, index) => {
    const { name } = port;
    const namePath = [...path, index, 'name'];
    const duplicate = name !== undefined && seen.has(name);
    if (name !== undefined) seen.add(name);
    return [
      ...validatePortNumber(port.containerPort, [...path, index, 'containerPort']),
      ...validateOneOf(port.protocol, ['TCP', 'UDP', 'SCTP'], [...path, index, 'protocol']),
      ...(name === undefined ? [] : validatePortName(name, namePath)),
      ...unless(!duplicate, () =>
        problemAt(namePath, 'duplicate-name', `two ports of the container are named "${name ?? ''}"`),
      ),
    ];
  });
}
