export type { Action, FaultBudget, Scenario } from './scenario.ts';
