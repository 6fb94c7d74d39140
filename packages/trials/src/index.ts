export { executeScenario } from './scenario-execution.ts';
export { scenarioExperiment } from './scenario-experiment.ts';
export type { PropertyBreach, ScenarioExecution } from './run-watch.ts';
export type { Hunt, Kill } from './mutation/hunt.ts';
export type { Story } from './mutation/story.ts';
export type { StrategyTally } from './mutation/strategy-ledger.ts';
export { measureControl, measureMutant } from './mutation/measure.ts';
export type { Control, FalseAlarm, Fate, MeasureOptions, Measurement } from './mutation/measure.ts';
