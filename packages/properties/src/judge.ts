import type { Scenario } from '@simlet/cluster';
import type { Micros } from '@simlet/core';
import type { Fact } from '@simlet/kubelet';
import { advance } from './history/advance.ts';
import type { History } from './history/history.ts';
import { emptyStore, sweep } from './history/store.ts';
import { causalOrder } from './instant.ts';
import { close, hear, newDocket } from './docket.ts';
import type { Docket } from './docket.ts';
import type { Context, Invariant } from './invariant.ts';
import type { Mark, MarkCount } from './mark.ts';
import { byTopic } from './topic.ts';
import type { Topic } from './topic.ts';
import type { Verdict } from './verdict.ts';

/** Watches one run. */
export interface Judge {
  /** A fact at a time that is not before the last one. */
  observe(fact: Fact, time: Micros): void;
  /** What the run says about each invariant, in their order. Ends the run at `end`; nothing may be observed afterwards. */
  verdicts(end: Micros): readonly Verdict[];
  /** How often the run brought each mark about, in their order. */
  marks(): readonly MarkCount[];
}

/**
 * Judges a run by invariants and counts its marks while it goes on, in memory that does not grow with its length. `onMark` is told
 * of each mark when the run first brings it about.
 */
export function judge(
  scenario: Scenario,
  invariants: readonly Invariant[],
  marks: readonly Mark[] = [],
  onMark: (mark: string) => void = () => {},
): Judge {
  const store = emptyStore(scenario);
  const dockets = invariants.map((invariant) => newDocket(invariant, scenario));
  const listenersTo = byTopic(dockets, listening);
  const counters = marks.map((mark) => ({ mark, count: 0 }));
  const countersOf = byTopic(counters, (counter, isAbout) => (isAbout(counter.mark.facts) ? counter : undefined));
  let now: Micros = 0;
  let instant: Fact[] = [];

  function context(): Context {
    return { at: now, scenario, history: store };
  }

  function settle(): void {
    if (instant.length === 0) return;
    const facts = causalOrder(instant);
    instant = [];
    const here = context();
    for (const fact of facts) {
      const ofMirror = isOfMirror(fact, store);
      for (const { docket, begins } of listenersTo(fact))
        if (!ofMirror || docket.invariant.seesMirrors === true) hear(docket, begins, fact, here);
      if (ofMirror) continue;
      for (const counter of countersOf(fact)) {
        if (!counter.mark.reached(fact, here)) continue;
        counter.count += 1;
        if (counter.count === 1) onMark(counter.mark.name);
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
      return dockets.map((docket) => close(docket, context()));
    },
    marks() {
      settle();
      return counters.map(({ mark, count }) => ({ mark: mark.name, count }));
    },
  };
}

/** What the API shows of a static pod is its mirror: few promises are about that. */
function isOfMirror(fact: Fact, { lives }: History): boolean {
  return (fact.kind === 'status' || fact.kind === 'api') && lives.get(fact.pod)?.static === true;
}

/** What an invariant wants of a topic: to be shown its facts, and whether also those about pods of which it knows nothing. */
function listening(
  docket: Docket,
  isAbout: (topics: readonly Topic[]) => boolean,
): { readonly docket: Docket; readonly begins: boolean } | undefined {
  const { facts, begins } = docket.invariant;
  return isAbout(facts) ? { docket, begins: begins === undefined || isAbout(begins) } : undefined;
}
