/** The questions about a workload that a check answers. */
export type QuestionId =
  | 'hooks-fit'
  | 'who-stops-it'
  | 'stop-order'
  | 'can-it-hang'
  | 'slow-start'
  | 'hook-repeats'
  | 'job-completes';

export interface Question {
  readonly id: QuestionId;
  /** As a team asks it, in a few words. */
  readonly asks: string;
  /** The properties whose outcomes answer it. */
  readonly properties: readonly string[];
}

/** In the order in which they are answered. */
export const QUESTIONS: readonly Question[] = [
  {
    id: 'hooks-fit',
    asks: 'does every hook fit into the grace period?',
    properties: ['prestop-completes', 'hooks-succeed', 'exits-before-sigkill', 'prestop-delivered'],
  },
  { id: 'who-stops-it', asks: 'who can stop it, and does the clean-up run then?', properties: [] },
  {
    id: 'stop-order',
    asks: 'do its containers stop in an order that works?',
    properties: ['sidecar-outlives-app', 'proxy-outlives-app'],
  },
  {
    id: 'can-it-hang',
    asks: 'can it hang in start-up or in Terminating?',
    properties: ['becomes-ready', 'deleted-pod-gone'],
  },
  { id: 'slow-start', asks: 'do probes kill a slow start?', properties: ['not-killed-by-probe', 'no-crash-loop'] },
  {
    id: 'hook-repeats',
    asks: 'what if a hook runs twice, or never?',
    properties: ['prestop-once', 'poststart-delivered', 'poststart-completes'],
  },
  { id: 'job-completes', asks: 'does the Job complete?', properties: ['job-completes'] },
];
