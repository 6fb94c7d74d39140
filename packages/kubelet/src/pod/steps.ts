/**
 * A step of a sync's plan. The real kubelet blocks in each of them; here the plan is data, and the step under way says
 * what is waited for.
 */
export type Step =
  /** Kills what runs, all at once and in termination order, then stops the sandboxes. */
  | { readonly kind: 'kill-pod'; readonly override: number | undefined }
  | { readonly kind: 'stop-sandbox'; readonly sandbox: string }
  | {
      readonly kind: 'kill-container';
      readonly instance: string;
      readonly container: string;
      readonly message: string;
      readonly reason: KillReason;
    }
  | { readonly kind: 'remove-init-instances'; readonly keepNewest: boolean }
  | { readonly kind: 'create-sandbox' }
  | StartStep;

export type KillReason = 'none' | 'liveness' | 'startup' | 'postStart';

/** *Source:* pkg/kubelet/kuberuntime/kuberuntime_container.go, startContainer; docs/fidelity.md 2.1. */
export interface StartStep {
  readonly kind: 'start-container';
  readonly container: string;
  readonly stage: 'begin' | 'image-status' | 'pull' | 'create' | 'start' | 'postStart' | 'kill';
  /** The call that it waits for. */
  readonly call: string | undefined;
  readonly instance: string | undefined;
  /** PostStart failed: what the status will say. */
  readonly failure: string | undefined;
}

/** The start of a container that has not begun. */
export const startStep = (container: string): StartStep => ({
  kind: 'start-container',
  container,
  stage: 'begin',
  call: undefined,
  instance: undefined,
  failure: undefined,
});

/** The same start at another stage. */
export const atStage = (
  step: StartStep,
  stage: StartStep['stage'],
  call: string | undefined,
  instance: string | undefined = step.instance,
  failure: string | undefined = step.failure,
): StartStep => ({ kind: 'start-container', container: step.container, stage, call, instance, failure });
