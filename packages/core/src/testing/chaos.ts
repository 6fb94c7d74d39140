import { unreachable } from '../engine-error.ts';
import type { Address, Behaviour, FactBody, Message, ProcessSpec, TimerId, Turn } from '../process.ts';
import type { Micros } from '../time.ts';

/** One thing that a turn of the chaos model does. A job is a tree of them: what it sends carries jobs of its own. */
export type Deed =
  | { readonly kind: 'send'; readonly to: Address; readonly delay: Micros; readonly next: readonly Deed[] }
  | { readonly kind: 'after'; readonly delay: Micros; readonly next: readonly Deed[] }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'spawn'; readonly next: readonly Deed[] }
  | { readonly kind: 'stop' }
  | { readonly kind: 'crash'; readonly host: string }
  | { readonly kind: 'boot'; readonly host: string }
  | { readonly kind: 'write'; readonly key: string; readonly value: number }
  | { readonly kind: 'sync' }
  | { readonly kind: 'decide'; readonly name: string; readonly max: number }
  | { readonly kind: 'throw' };

/** A message of the chaos model. */
export interface Job extends Message {
  readonly kind: 'job' | 'timer';
  readonly deeds: readonly Deed[];
  readonly from: Address;
  /** Counts what one incarnation of the sender sent and set. */
  readonly number: number;
  readonly sentAt: Micros;
  readonly delay: Micros;
  readonly incarnation: number;
  readonly host: string;
}

/** A turn of the chaos model, as it saw itself. */
export interface Ran extends FactBody {
  readonly kind: 'ran';
  readonly now: Micros;
  readonly job: Omit<Job, 'deeds'>;
}

/** An outcome of a decision of the chaos model. */
export interface Decided extends FactBody {
  readonly kind: 'decided';
  readonly name: string;
  readonly outcome: number;
}

export type ChaosFact = Ran | Decided;

export interface ChaosState {
  readonly turns: number;
  readonly sent: number;
  readonly timers: readonly TimerId[];
}

/** Does what its messages say. */
export const chaos: Behaviour<readonly Deed[], ChaosState, Job> = {
  kind: 'chaos',
  start: (deeds, turn) => perform({ turns: 0, sent: 0, timers: [] }, deeds, turn),
  receive(state, { deeds, ...job }, turn) {
    const fact: Ran = { kind: 'ran', now: turn.now, job };
    turn.record(fact);
    turn.reach(job.kind);
    return perform({ ...state, turns: state.turns + 1 }, deeds, turn);
  },
};

export function chaosProcess(path: string, deeds: readonly Deed[] = []): ProcessSpec<readonly Deed[], ChaosState, Job> {
  return { path, behaviour: chaos, input: deeds };
}

/** A job that comes from outside. */
export function outsideJob(deeds: readonly Deed[], number: number, delay: Micros): Job {
  return { kind: 'job', deeds, from: '', number, sentAt: 0, delay, incarnation: 0, host: '' };
}

function perform(state: ChaosState, deeds: readonly Deed[], turn: Turn<Job>): ChaosState {
  return deeds.reduce((current, deed) => performOne(current, deed, turn), state);
}

function performOne(state: ChaosState, deed: Deed, turn: Turn<Job>): ChaosState {
  switch (deed.kind) {
    case 'send':
      turn.send(deed.to, jobOf(state, 'job', deed, turn), { delay: deed.delay });
      return { ...state, sent: state.sent + 1 };
    case 'after': {
      const timer = turn.after(deed.delay, jobOf(state, 'timer', deed, turn));
      return { ...state, sent: state.sent + 1, timers: [...state.timers, timer] };
    }
    case 'cancel': {
      const timer = state.timers.at(-1);
      if (timer !== undefined) turn.cancel(timer);
      return { ...state, timers: state.timers.slice(0, -1) };
    }
    case 'spawn':
      turn.spawn(
        chaosProcess(`child-${turn.now}-${state.sent}-of-${turn.self.slice(turn.host.length + 1)}`, deed.next),
      );
      return { ...state, sent: state.sent + 1 };
    case 'decide': {
      const outcome = turn.decide.integer(deed.name, { simplest: 0, min: 0, max: deed.max });
      const fact: Decided = { kind: 'decided', name: deed.name, outcome };
      turn.record(fact);
      return state;
    }
    default:
      command(deed, turn);
      return state;
  }
}

type Command = Extract<Deed, { kind: 'stop' | 'crash' | 'boot' | 'write' | 'sync' | 'throw' }>;

function command(deed: Command, turn: Turn<Job>): void {
  switch (deed.kind) {
    case 'stop':
      return turn.stop();
    case 'crash':
      return turn.crash(deed.host);
    case 'boot':
      return turn.boot(deed.host);
    case 'write':
      return turn.disk.write(deed.key, deed.value);
    case 'sync':
      return turn.disk.sync();
    case 'throw':
      throw new Error('a deed of the chaos model');
    default:
      return unreachable(deed);
  }
}

function jobOf(
  state: ChaosState,
  kind: Job['kind'],
  deed: { readonly delay: Micros; readonly next: readonly Deed[] },
  turn: Turn<Job>,
): Job {
  const { now: sentAt, self: from, incarnation, host } = turn;
  return { kind, deeds: deed.next, from, number: state.sent, sentAt, delay: deed.delay, incarnation, host };
}
