import type { Scenario } from '@simlet/cluster';
import type { Micros } from '@simlet/core';
import type { Fact } from '@simlet/kubelet';
import { advance } from './history/advance.ts';
import type { History } from './history/history.ts';
import { emptyStore, sweep } from './history/store.ts';
import { causalOrder } from './instant.ts';
import { close, hear, newDockets, rowsFor } from './docket.ts';
import type { Docket } from './docket.ts';
import type { Context, Invariant } from './invariant.ts';
import type { Mark, MarkCount } from './mark.ts';
import { keepRow, rowOf } from './pod-rows.ts';
import type { PodRows } from './pod-rows.ts';
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

/** Makes the judge of a run; `onMark` is told of each mark when the run first brings it about. */
export type Judging = (scenario: Scenario, onMark?: (mark: string) => void) => Judge;

/**
 * Judges runs by invariants and counts their marks while they go on, each in memory that does not grow with its length. What
 * facts are of interest to which of them is worked out once for all of these runs.
 */
export function judging(invariants: readonly Invariant[], marks: readonly Mark[] = []): Judging {
  const audienceOf = byTopic((isAbout) => audience(invariants, marks, isAbout));
  return (scenario, onMark) => judgeOne(scenario, invariants, marks, audienceOf, onMark);
}

/** The judge of a single run. */
export function judge(scenario: Scenario, invariants: readonly Invariant[], marks: readonly Mark[] = []): Judge {
  return judging(invariants, marks)(scenario);
}

function judgeOne(
  scenario: Scenario,
  invariants: readonly Invariant[],
  marks: readonly Mark[],
  audienceOf: (fact: Fact) => Audience,
  onMark: (mark: string) => void = () => {},
): Judge {
  const store = emptyStore(scenario);
  const dockets = newDockets(invariants, scenario);
  const rows = rowsFor(dockets);
  const counters = marks.map((mark) => ({ mark, count: 0 }));
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
      const { hearings, counted } = audienceOf(fact);
      hearAll(dockets, rows, hearings, ofMirror, fact, here);
      if (ofMirror) continue;
      for (const place of counted) {
        const counter = counters[place];
        if (counter?.mark.reached(fact, here) !== true) continue;
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
      return dockets.map((docket) => close(docket, rows, context()));
    },
    marks() {
      settle();
      return counters.map(({ mark, count }) => ({ mark: mark.name, count }));
    },
  };
}

function hearAll(
  dockets: readonly Docket[],
  rows: PodRows,
  hearings: Audience['hearings'],
  ofMirror: boolean,
  fact: Fact,
  context: Context,
): void {
  const row = rowOf(rows, fact);
  for (const { place, begins } of hearings) {
    const docket = dockets[place];
    if (docket === undefined || (ofMirror && docket.invariant.seesMirrors !== true)) continue;
    hear(docket, rows, row, begins, fact, context);
  }
  if (row !== undefined) keepRow(rows, row);
}

/** What the API shows of a static pod is its mirror: few promises are about that. */
function isOfMirror(fact: Fact, { lives }: History): boolean {
  return (fact.kind === 'status' || fact.kind === 'api') && lives.get(fact.pod)?.static === true;
}

/** Who wants to be shown the facts of a topic, by their places in the lists of invariants and marks. */
interface Audience {
  /** `begins`: also those about pods of which the invariant knows nothing. */
  readonly hearings: readonly { readonly place: number; readonly begins: boolean }[];
  readonly counted: readonly number[];
}

function audience(
  invariants: readonly Invariant[],
  marks: readonly Mark[],
  isAbout: (topics: readonly Topic[]) => boolean,
): Audience {
  return {
    hearings: invariants.flatMap(({ facts, begins }, place) =>
      isAbout(facts) ? [{ place, begins: begins === undefined || isAbout(begins) }] : [],
    ),
    counted: marks.flatMap(({ facts }, place) => (isAbout(facts) ? [place] : [])),
  };
}
