import type { Scenario } from '@simlet/cluster';

/** The names of the workloads that are scenarios of the kubelet model. */
export const SCALE_WORKLOADS = ['node', 'node-crash', 'rolling', 'cluster', 'idle'] as const;
export type ScaleName = (typeof SCALE_WORKLOADS)[number];

/** Limits of a real node that are parts of the model and can be switched off by name. */
export const LIMITS = ['serial-image-pulls', 'registry-limit', 'api-rate'] as const;
export type Limit = (typeof LIMITS)[number];

/** How large a workload is. */
export interface Size {
  readonly nodes: number;
  readonly pods: number;
  /** Virtual hours that the pods run; of `idle`: that pass. */
  readonly hours: number;
}

/** A workload of one size as the world sees it. */
export interface ScaleWorkload {
  readonly name: ScaleName;
  readonly size: Size;
  readonly scenario: Scenario;
  /** When all pods are there and nothing has been done to them yet, in virtual milliseconds. */
  readonly restAtMs: number;
}

/** What is usual, where the command line does not say it. */
export const USUAL_SIZES: Readonly<Record<ScaleName, Size>> = {
  node: { nodes: 1, pods: 1_000, hours: 1 },
  'node-crash': { nodes: 1, pods: 1_000, hours: 1 },
  rolling: { nodes: 100, pods: 10_000, hours: 0 },
  cluster: { nodes: 5_000, pods: 150_000, hours: 1 },
  idle: { nodes: 100, pods: 0, hours: 24 },
};
