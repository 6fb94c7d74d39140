import type { ObjectMeta, Pod, PodTemplate } from './pod.ts';

/** The kinds that make pods, and the Pod itself. Field names as in the Kubernetes API reference, v1.36. */
export type WorkloadResource = Pod | Deployment | ReplicaSet | StatefulSet | DaemonSet | Job | CronJob;

export type WorkloadKind = WorkloadResource['kind'];

export interface Deployment {
  readonly apiVersion: 'apps/v1';
  readonly kind: 'Deployment';
  readonly metadata: ObjectMeta;
  readonly spec: DeploymentSpec;
}

export interface DeploymentSpec {
  /** Default 1. */
  readonly replicas?: number;
  /** Default 0. */
  readonly minReadySeconds?: number;
  /** Default 600. */
  readonly progressDeadlineSeconds?: number;
  readonly paused?: boolean;
  readonly strategy?: DeploymentStrategy;
  readonly template: PodTemplate;
}

export interface DeploymentStrategy {
  /** Default RollingUpdate. */
  readonly type?: 'Recreate' | 'RollingUpdate';
  /** Each a number of pods or a percentage; default 25%. */
  readonly rollingUpdate?: { readonly maxSurge?: number | string; readonly maxUnavailable?: number | string };
}

export interface ReplicaSet {
  readonly apiVersion: 'apps/v1';
  readonly kind: 'ReplicaSet';
  readonly metadata: ObjectMeta;
  readonly spec: { readonly replicas?: number; readonly minReadySeconds?: number; readonly template: PodTemplate };
}

export interface StatefulSet {
  readonly apiVersion: 'apps/v1';
  readonly kind: 'StatefulSet';
  readonly metadata: ObjectMeta;
  readonly spec: StatefulSetSpec;
}

export interface StatefulSetSpec {
  /** Default 1. */
  readonly replicas?: number;
  readonly minReadySeconds?: number;
  readonly serviceName?: string;
  /** Default OrderedReady. */
  readonly podManagementPolicy?: 'OrderedReady' | 'Parallel';
  readonly updateStrategy?: {
    readonly type?: 'RollingUpdate' | 'OnDelete';
    readonly rollingUpdate?: { readonly partition?: number; readonly maxUnavailable?: number | string };
  };
  readonly ordinals?: { readonly start?: number };
  readonly template: PodTemplate;
}

export interface DaemonSet {
  readonly apiVersion: 'apps/v1';
  readonly kind: 'DaemonSet';
  readonly metadata: ObjectMeta;
  readonly spec: DaemonSetSpec;
}

export interface DaemonSetSpec {
  readonly minReadySeconds?: number;
  readonly updateStrategy?: {
    readonly type?: 'RollingUpdate' | 'OnDelete';
    readonly rollingUpdate?: { readonly maxSurge?: number | string; readonly maxUnavailable?: number | string };
  };
  readonly template: PodTemplate;
}

export interface Job {
  readonly apiVersion: 'batch/v1';
  readonly kind: 'Job';
  readonly metadata: ObjectMeta;
  readonly spec: JobSpec;
}

export interface JobSpec {
  readonly parallelism?: number;
  readonly completions?: number;
  /** Default 6. */
  readonly backoffLimit?: number;
  readonly activeDeadlineSeconds?: number;
  readonly ttlSecondsAfterFinished?: number;
  readonly suspend?: boolean;
  readonly completionMode?: 'NonIndexed' | 'Indexed';
  readonly podReplacementPolicy?: 'TerminatingOrFailed' | 'Failed';
  readonly template: PodTemplate;
}

export interface CronJob {
  readonly apiVersion: 'batch/v1';
  readonly kind: 'CronJob';
  readonly metadata: ObjectMeta;
  readonly spec: CronJobSpec;
}

export interface CronJobSpec {
  readonly schedule: string;
  readonly concurrencyPolicy?: 'Allow' | 'Forbid' | 'Replace';
  readonly startingDeadlineSeconds?: number;
  readonly suspend?: boolean;
  readonly jobTemplate: { readonly metadata?: ObjectMeta; readonly spec: JobSpec };
}

/** The restart policies that the pod template of a kind may have. *Source*: pkg/apis/{apps,batch}/validation. */
export const restartPoliciesOf: Readonly<Record<WorkloadKind, readonly string[]>> = {
  Pod: ['Always', 'OnFailure', 'Never'],
  Deployment: ['Always'],
  ReplicaSet: ['Always'],
  StatefulSet: ['Always'],
  DaemonSet: ['Always'],
  Job: ['OnFailure', 'Never'],
  CronJob: ['OnFailure', 'Never'],
};
