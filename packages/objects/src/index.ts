export type {
  Container,
  ContainerPort,
  ContainerRestartRule,
  ExecAction,
  GrpcAction,
  HttpGetAction,
  Lifecycle,
  LifecycleHandler,
  ObjectMeta,
  Pod,
  PodSpec,
  PodTemplate,
  Probe,
  RestartPolicy,
  SleepAction,
  TcpSocketAction,
} from './pod.ts';
export { podFromTemplate, podTemplateOf, podTemplatePaths } from './pod-template.ts';
export type {
  CronJob,
  CronJobSpec,
  DaemonSet,
  DaemonSetSpec,
  Deployment,
  DeploymentSpec,
  DeploymentStrategy,
  Job,
  JobSpec,
  ReplicaSet,
  StatefulSet,
  StatefulSetSpec,
  WorkloadKind,
  WorkloadResource,
} from './workload-resource.ts';
export { restartPoliciesOf } from './workload-resource.ts';
export {
  containerWithDefaults,
  defaultGracePeriodSeconds,
  defaultPullPolicy,
  probeWithDefaults,
  withDefaults,
} from './defaults.ts';
export { knownSidecar } from './known-sidecar.ts';
export type { KnownSidecar } from './known-sidecar.ts';
export type { Problem, ProblemCode } from './problem.ts';
export { validatePod } from './validate-pod.ts';
export { validateWorkload } from './validate-workload.ts';
