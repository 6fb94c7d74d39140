import type { Container, HttpGetAction, Lifecycle, LifecycleHandler, Pod, Probe } from './pod.ts';

/** Seconds between the request to delete a pod and SIGKILL. *Source*: SetDefaults_PodSpec in pkg/apis/core/v1/defaults.go. */
export const defaultGracePeriodSeconds = 30;

/**
 * The pod with the defaults that the API server fills in for the fields of the model. What is set stays as it is.
 *
 * *Source*: pkg/apis/core/v1/defaults.go.
 */
export function withDefaults(pod: Pod): Pod {
  const { spec } = pod;
  return {
    ...pod,
    metadata: { ...pod.metadata, namespace: pod.metadata.namespace ?? 'default' },
    spec: {
      ...spec,
      ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(containerWithDefaults) }),
      containers: spec.containers.map(containerWithDefaults),
      restartPolicy: spec.restartPolicy ?? 'Always',
      terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds ?? defaultGracePeriodSeconds,
    },
  };
}

/** The container with its defaults. *Source*: SetDefaults_Container and the defaults of its parts. */
export function containerWithDefaults(container: Container): Container {
  const { ports, lifecycle, livenessProbe, readinessProbe, startupProbe } = container;
  return {
    ...container,
    imagePullPolicy: container.imagePullPolicy ?? defaultPullPolicy(container.image),
    ...(ports === undefined ? {} : { ports: ports.map((port) => ({ ...port, protocol: port.protocol ?? 'TCP' })) }),
    ...(lifecycle === undefined ? {} : { lifecycle: lifecycleWithDefaults(lifecycle) }),
    ...(livenessProbe === undefined ? {} : { livenessProbe: probeWithDefaults(livenessProbe) }),
    ...(readinessProbe === undefined ? {} : { readinessProbe: probeWithDefaults(readinessProbe) }),
    ...(startupProbe === undefined ? {} : { startupProbe: probeWithDefaults(startupProbe) }),
  };
}

/**
 * `Always` for the tag `latest` and for an image with neither tag nor digest, else `IfNotPresent`.
 *
 * *Source*: SetDefaults_Container; ParseImageName in pkg/util/parsers.
 */
export function defaultPullPolicy(image: string): 'Always' | 'IfNotPresent' {
  const [name = '', digest] = image.split('@');
  const tag = /:([^:/]*)$/.exec(name)?.[1] ?? (digest === undefined ? 'latest' : '');
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}

/**
 * The probe with its defaults; a zero stands for the default as well.
 *
 * *Source*: SetDefaults_Probe: time-out 1 s, period 10 s, one success, three failures.
 */
export function probeWithDefaults(probe: Probe): Probe {
  return {
    ...probe,
    ...(probe.httpGet === undefined ? {} : { httpGet: httpGetWithDefaults(probe.httpGet) }),
    initialDelaySeconds: probe.initialDelaySeconds ?? 0,
    timeoutSeconds: orDefault(probe.timeoutSeconds, 1),
    periodSeconds: orDefault(probe.periodSeconds, 10),
    successThreshold: orDefault(probe.successThreshold, 1),
    failureThreshold: orDefault(probe.failureThreshold, 3),
  };
}

const orDefault = (value: number | undefined, otherwise: number): number =>
  value === undefined || value === 0 ? otherwise : value;

function lifecycleWithDefaults({ postStart, preStop, ...rest }: Lifecycle): Lifecycle {
  return {
    ...rest,
    ...(postStart === undefined ? {} : { postStart: handlerWithDefaults(postStart) }),
    ...(preStop === undefined ? {} : { preStop: handlerWithDefaults(preStop) }),
  };
}

function handlerWithDefaults(handler: LifecycleHandler): LifecycleHandler {
  return handler.httpGet === undefined ? handler : { ...handler, httpGet: httpGetWithDefaults(handler.httpGet) };
}

/** *Source*: SetDefaults_HTTPGetAction. */
function httpGetWithDefaults(action: HttpGetAction): HttpGetAction {
  return {
    ...action,
    path: action.path === undefined || action.path === '' ? '/' : action.path,
    scheme: action.scheme ?? 'HTTP',
  };
}
