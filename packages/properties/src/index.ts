export { judge, judging } from './judge.ts';
export { judgeNodes } from './judge-nodes.ts';
export type { NodesJudge } from './judge-nodes.ts';
export type { Judge, Judging } from './judge.ts';
export { VIOLATIONS_KEPT } from './verdict.ts';
export type { Outcome, Verdict, Violation } from './verdict.ts';
export { broken, kept } from './invariant.ts';
export type { About, Context, Finding, Invariant, InvariantKind, Standing, Step } from './invariant.ts';
export { always, eventually } from './rule.ts';
export type { Topic } from './topic.ts';
export type {
  Exit,
  History,
  HookRun,
  Instance,
  Kill,
  KillCause,
  KubeletLife,
  Life,
  SandboxLife,
  TerminationRequest,
} from './history/history.ts';
export { invariants } from './invariants.ts';
export { promises } from './promises.ts';
export { arbitraryFamilies } from './arbitraries/families.ts';
export type { Families } from './arbitraries/families.ts';
export { arbitraryFaults } from './arbitraries/faults.ts';
export { holdsOnlyValidValues, samples, shrunk } from './arbitraries/law-kit.ts';
export type { Laws } from './arbitraries/law-kit.ts';
export { arbitraryScenario } from './arbitraries/scenario.ts';
export type { ScenarioOptions } from './arbitraries/scenario.ts';
export { arbitraryPod, podOf } from './arbitraries/pod.ts';
export type { BehavedPod, PodShape } from './arbitraries/pod.ts';
export type { Mark, MarkCount } from './mark.ts';
export { mark } from './mark.ts';
export { marks } from './marks.ts';
export { MUTANTS } from '@simlet/kubelet';
export type { Mutant, MutantId } from '@simlet/kubelet';
