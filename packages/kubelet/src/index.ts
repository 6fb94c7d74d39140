export type { ContainerBehaviour, EndByHook, HookBehaviour, ProbeBehaviour, RuntimeLatencies } from './behaviour.ts';
export type {
  ActionFact,
  ApiFact,
  CallOutcome,
  CompactContainerStatus,
  CompactStatus,
  CompactTermination,
  ContainerFact,
  CriCall,
  CriFact,
  CriResult,
  EventFact,
  Fact,
  HandlerKind,
  HookFact,
  HookName,
  KubeletFact,
  RuntimeFact,
  Phase,
  ProbeFact,
  SignalFact,
  StatusFact,
} from './facts.ts';
export type { KubeletLimits } from './kubelet-limits.ts';
export { kubeletProcesses, runtimeProcesses } from './node.ts';
export {
  API_SERVER,
  apiPodAddress,
  apiStoreAddress,
  loopAddress,
  manifestsAddress,
  nodeHosts,
  runtimeAddress,
} from './names.ts';
export type { NodeHosts } from './names.ts';
export { DEFAULT_KUBERNETES_VERSION, featuresOf, KUBERNETES_VERSIONS } from './features.ts';
export type { Features, KubernetesVersion, MessageFormats } from './features.ts';
export { MUTANTS, mutantsOf } from './mutants.ts';
export type { Mutant, MutantId, Mutants } from './mutants.ts';
export { containerHash } from './container-hash.ts';
export { mergeStatus } from './api-merge.ts';
export { isPodTerminal } from './pod/terminal.ts';
export { sameStatus } from './pod/same-status.ts';
export { copyOfApiPod, NEW_STATUS } from './api-pod.ts';
export type { ApiPod, ApiPodStatus } from './api-pod.ts';
export type { Writable } from './writable.ts';
export type { ApiRequest, LoopMessage, MirrorRequest, StatusOfAnother, WatchMessage } from './messages.ts';
export type { RuntimeFaults } from './runtime/faults.ts';
export type { Foresight, RuntimeRootMessage } from './runtime/root-process.ts';
export type { Disturbance } from './foresight.ts';
export { latenciesOf } from './behaviour.ts';
