export type { Contestant, Workload } from './contestant.ts';
export { contestants } from './contestants.ts';
