import type { ContainerBehaviour, RuntimeLatencies } from '@simlet/kubelet';
import type { Pod } from '@simlet/objects';
import type { Action, Scenario } from '../scenario.ts';
import type { TraceEntry } from './trace.ts';

/** A scenario and the trace that the real kubelet left for it; `packages/cluster/conformance/README.md` has the format. */
export interface ConformanceCase {
  /** Absent: 1.36. */
  readonly kubernetesVersion?: string;
  readonly scenario: CaseScenario;
  readonly trace: readonly TraceEntry[];
}

/** The scenario of a case as its file has it. */
export interface CaseScenario {
  readonly id: string;
  readonly title?: string;
  readonly tags?: readonly string[];
  readonly pods: readonly Pod[];
  readonly behaviour?: Readonly<Record<string, ContainerBehaviour>>;
  readonly actions: readonly Action[];
  readonly untilMs: number;
  readonly runtime?: RuntimeLatencies;
}

/** A case, or why the text is none. */
export type ParsedCase =
  | { readonly kind: 'case'; readonly case: ConformanceCase }
  | { readonly kind: 'problem'; readonly problem: string };

/** The case that a JSON text holds, or what is wrong with it. Looks at the frame of the case, not into its pods. */
export function parseCase(text: string): ParsedCase {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { kind: 'problem', problem: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const problem = problemOf(value);
  return problem === undefined ? { kind: 'case', case: value as ConformanceCase } : { kind: 'problem', problem };
}

/** The scenario of a case as one that can be run: a calm world, since whatever is random was pinned when it was recorded. */
export function toScenario(conformanceCase: ConformanceCase): Scenario {
  const { kubernetesVersion, scenario } = conformanceCase;
  return {
    format: 'simlet.scenario/1',
    ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
    pods: scenario.pods,
    behaviour: scenario.behaviour ?? {},
    actions: scenario.actions,
    untilMs: scenario.untilMs,
    ...(scenario.runtime === undefined ? {} : { runtime: scenario.runtime }),
  };
}

function problemOf(value: unknown): string | undefined {
  if (!isRecord(value)) return 'a case is an object with the fields scenario and trace';
  const { scenario, trace, kubernetesVersion } = value as Partial<Record<keyof ConformanceCase, unknown>>;
  if (kubernetesVersion !== undefined && typeof kubernetesVersion !== 'string')
    return 'kubernetesVersion is not a string';
  if (!Array.isArray(trace)) return 'trace is not a list';
  const entries: readonly unknown[] = trace;
  const bad = entries.findIndex((entry) => !isTraceEntry(entry));
  if (bad >= 0) return `trace[${bad}] is not an object with a number tMs and a string kind`;
  if (!isRecord(scenario)) return 'scenario is not an object';
  const { id, pods, actions, untilMs } = scenario as Partial<Record<keyof CaseScenario, unknown>>;
  if (typeof id !== 'string') return 'scenario.id is not a string';
  if (!Array.isArray(pods)) return 'scenario.pods is not a list';
  if (!Array.isArray(actions)) return 'scenario.actions is not a list';
  if (typeof untilMs !== 'number') return 'scenario.untilMs is not a number';
  return undefined;
}

function isTraceEntry(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { tMs, kind } = value as { readonly tMs?: unknown; readonly kind?: unknown };
  return typeof tMs === 'number' && typeof kind === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
