import type { Scenario } from '@simlet/cluster';
import type { Micros } from '@simlet/core';
import type { Fact } from '@simlet/kubelet';
import { advance } from './history/advance.ts';
import { emptyStore, sweep } from './history/store.ts';
import { causalOrder } from './instant.ts';
import type { Context, Finding, Invariant } from './invariant.ts';
import type { Mark, MarkCount } from './mark.ts';
import { VIOLATIONS_KEPT } from './verdict.ts';
import type { Verdict, Violation } from './verdict.ts';

/** Watches one run. */
export interface Judge {
  /** A fact at a time that is not before the last one. */
  observe(fact: Fact, time: Micros): void;
  /** What the run says about each invariant, in their order. Ends the run at `end`; nothing may be observed afterwards. */
  verdicts(end: Micros): readonly Verdict[];
  /** How often the run brought each mark about, in their order. */
  marks(): readonly MarkCount[];
}

interface Docket {
  readonly invariant: Invariant;
  state: unknown;
  situations: number;
  broken: number;
  readonly violations: Violation[];
}

/** Judges a run by invariants and counts its marks while it goes on, in memory that does not grow with its length. */
export function judge(scenario: Scenario, invariants: readonly Invariant[], marks: readonly Mark[] = []): Judge {
  const store = emptyStore(scenario);
  const dockets = invariants.map((invariant): Docket => {
    return { invariant, state: invariant.start(scenario), situations: 0, broken: 0, violations: [] };
  });
  const byKind = grouped(dockets, ({ invariant }) => invariant.facts);
  const counters = marks.map((mark) => ({ mark, count: 0 }));
  const countersByKind = grouped(counters, ({ mark }) => mark.facts);
  let now: Micros = 0;
  let instant: Fact[] = [];

  function context(): Context {
    return { at: now, scenario, history: store };
  }

  function settle(): void {
    const facts = causalOrder(instant);
    instant = [];
    const here = context();
    for (const fact of facts) {
      for (const docket of byKind.get(fact.kind) ?? []) {
        const step = docket.invariant.step(docket.state, fact, here);
        docket.state = step.state;
        enter(docket, step.findings, now);
      }
      for (const counter of countersByKind.get(fact.kind) ?? []) {
        if (counter.mark.reached(fact, here)) counter.count += 1;
      }
      advance(store, fact, now);
    }
    sweep(store);
  }

  return {
    observe(fact, time) {
      if (time < now) throw new RangeError(`A fact of ${time} µs comes after one of ${now} µs.`);
      if (time > now) settle();
      now = time;
      instant.push(fact);
    },
    verdicts(end) {
      settle();
      now = Math.max(now, end);
      for (const docket of dockets) enter(docket, docket.invariant.finish(docket.state, context()), now);
      return dockets.map(verdictOf);
    },
    marks() {
      settle();
      return counters.map(({ mark, count }) => ({ mark: mark.name, count }));
    },
  };
}

function grouped<Item>(
  items: readonly Item[],
  kindsOf: (item: Item) => readonly Fact['kind'][],
): ReadonlyMap<Fact['kind'], readonly Item[]> {
  const byKind = new Map<Fact['kind'], Item[]>();
  for (const item of items) {
    for (const kind of kindsOf(item)) byKind.set(kind, [...(byKind.get(kind) ?? []), item]);
  }
  return byKind;
}

function enter(docket: Docket, findings: readonly Finding[], time: Micros): void {
  for (const finding of findings) {
    docket.situations += 1;
    if (finding.kind === 'kept') continue;
    docket.broken += 1;
    if (docket.violations.length >= VIOLATIONS_KEPT) continue;
    const { pod, message } = finding;
    const place = finding.container === undefined ? { pod } : { pod, container: finding.container };
    docket.violations.push({ invariant: docket.invariant.id, time, ...place, message });
  }
}

function verdictOf(docket: Docket): Verdict {
  const { invariant, situations, broken, violations } = docket;
  const outcome = broken > 0 ? 'broken' : situations > 0 ? 'holds' : 'not met';
  const { id, kind, standing } = invariant;
  return { invariant: id, kind, standing, outcome, situations, broken, violations };
}
