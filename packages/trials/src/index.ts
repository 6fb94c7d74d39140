export { executeScenario } from './scenario-execution.ts';
export type { PropertyBreach, ScenarioExecution } from './scenario-execution.ts';
export type { Hunt, Kill, Story } from './mutation/hunt.ts';
export { measureControl, measureMutant } from './mutation/measure.ts';
export type { Control, FalseAlarm, Fate, MeasureOptions, Measurement } from './mutation/measure.ts';
