export { executeScenario } from './scenario-execution.ts';
export { scenarioExperiment } from './scenario-experiment.ts';
export type { PropertyBreach, ScenarioExecution } from './run-watch.ts';
export type { Hunt, Kill, Story } from './mutation/hunt.ts';
export { measureControl, measureMutant } from './mutation/measure.ts';
export type { Control, FalseAlarm, Fate, MeasureOptions, Measurement } from './mutation/measure.ts';
