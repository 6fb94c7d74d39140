import type { Scenario } from '@simlet/cluster';
import type { Chooser, Micros, World, WorldFact } from '@simlet/core';
import { textHash } from '@simlet/explorer';
import type { Execution, ExperimentOptions } from '@simlet/explorer';
import type { Fact } from '@simlet/kubelet';
import { judging } from '@simlet/properties';
import type { Invariant, Judging, Mark, Verdict, Violation } from '@simlet/properties';
import { factStates } from './fact-states.ts';
import { measuring } from './measures.ts';

/** A violation as the explorer knows it: by the id of its invariant. */
export interface PropertyBreach extends Violation {
  readonly id: string;
}

/** A judged run of a scenario. */
export interface ScenarioExecution extends Execution<PropertyBreach> {
  readonly verdicts: readonly Verdict[];
  /** The situations that the run came into, by the names of their marks. */
  readonly reached: readonly string[];
  /** Virtual time that passed, in microseconds. */
  readonly elapsed: Micros;
}

/** What a run is judged by, and the situations that are looked for. */
export interface Judged {
  readonly invariants: readonly Invariant[];
  readonly marks: readonly Mark[];
}

/** How far a run came: to its end; until it was stopped; or to as many events as a run may take. */
export type RunReach = 'ended' | 'stopped' | 'endless';

/** What is seen of a run while it goes on. */
export interface RunWatch {
  /** The chooser, with what it is asked counted. */
  counting(chooser: Chooser): Chooser;
  observe(fact: Pick<WorldFact<Fact>, 'body' | 'time'>): void;
  /** The same of a fact that came when so many decisions had been asked for. */
  observeAt(fact: Pick<WorldFact<Fact>, 'body' | 'time'>, asked: number): void;
  /** From here on decisions are counted from so many on. */
  begin(asked: number): void;
  /** Stands for all facts so far; only where the options have an `onEvent`. */
  seen(): number;
  /** What the run came to. */
  execution(world: World<Fact>, reach: RunReach): ScenarioExecution;
}

export function watchRun(
  scenario: Scenario,
  { invariants, marks }: Judged,
  { recordAsked = false, recordStates = false, isSurvey = false, onEvent }: ExperimentOptions,
): RunWatch {
  let asked = 0;
  let seen = 0;
  const reached = new Map<string, number>();
  const looksAt = isSurvey ? judgingOf(NOTHING, NOTHING) : judgingOf(invariants, marks);
  const judge = looksAt(scenario, (mark) => reached.set(mark, asked));
  const measures = measuring();
  const states = factStates();
  const observe: RunWatch['observe'] = ({ body, time }) => {
    judge.observe(body, time);
    measures.observe(body, time);
    if (recordStates) states.observe(body);
    if (onEvent !== undefined) seen = textHash(`${seen} ${time} ${JSON.stringify(body)}`);
  };
  return {
    counting: (chooser) => ({
      choose(name, occurrence, domain) {
        asked += 1;
        return chooser.choose(name, occurrence, domain);
      },
    }),
    observe,
    observeAt(fact, before) {
      asked = before;
      observe(fact);
    },
    begin(before) {
      asked = before;
    },
    seen: () => seen,
    execution(world, reach) {
      // A run that was stopped or given up has come no further than this: what is asked of its end is asked of that instant.
      const elapsed = reach === 'ended' ? scenario.untilMs * 1_000 : world.now;
      const verdicts = judge.verdicts(elapsed);
      return {
        digest: world.digest(),
        deviations: world.deviations(),
        asked: recordAsked ? world.asked() : [],
        // Of a run that did not come to its end nothing is known but what went wrong before.
        breaches: verdicts
          .filter(({ kind }) => reach === 'ended' || kind === 'always')
          .flatMap(({ violations }) => violations.map((violation) => ({ ...violation, id: violation.invariant }))),
        verdicts,
        reached: [...reached.keys()],
        elapsed,
        marks: reached,
        measures: measures.values(),
        ...(recordStates ? { states: states.states } : {}),
        ...(reach === 'stopped' ? { stopped: true } : {}),
        ...(reach === 'endless' ? { endless: endless(world) } : {}),
      };
    },
  };
}

const NOTHING: readonly never[] = [];

// Which facts matter to whom is the same for all runs that are judged by the same lists, of which there are few.
const judgings = new WeakMap<readonly Invariant[], WeakMap<readonly Mark[], Judging>>();

function judgingOf(invariants: readonly Invariant[], marks: readonly Mark[]): Judging {
  const byMarks = judgings.get(invariants) ?? new WeakMap<readonly Mark[], Judging>();
  judgings.set(invariants, byMarks);
  const known = byMarks.get(marks) ?? judging(invariants, marks);
  byMarks.set(marks, known);
  return known;
}

function endless(world: World<Fact>): string {
  const busiest = world.busiest(2).map(({ process, turns }) => `${process} (${turns} turns)`);
  return `no end after ${world.events} events: ${busiest.join(', ')}`;
}
