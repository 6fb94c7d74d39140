import { ActiveTurn } from './active-turn.ts';
import { checkForkOptions, checkWorldOptions } from './check-options.ts';
import { checkedDelay } from './delay.ts';
import { digestText } from './digest.ts';
import { assert } from './engine-error.ts';
import type { WorldFact } from './fact-log.ts';
import { forkKernel } from './fork.ts';
import { checkHost } from './host.ts';
import type { HostSpec } from './host.ts';
import { addressee, cellAt, createKernel, hostOf, knownHost, OUTSIDE } from './kernel.ts';
import type { Kernel } from './kernel.ts';
import { boot, crash } from './lifecycle.ts';
import { pause, resume } from './pause.ts';
import { saidLeavesTurn } from './plain.ts';
import type { AskedDecision } from './decision-log.ts';
import type { Deviation } from './decision.ts';
import { checkLink } from './link.ts';
import type { Link } from './link.ts';
import type { Address, FactBody, Message, SendOptions } from './process.ts';
import { setLink } from './grant.ts';
import { stateHash } from './state-hash.ts';
import type { HashCache } from './state-hash.ts';
import { runEvents } from './run-events.ts';
import type { Micros } from './time.ts';
import { TimeTravel } from './time-travel.ts';
import { tracedEvents } from './trace.ts';
import type { TracedEvent } from './trace.ts';
import { transmit } from './transmit.ts';
import type { Busy, ForkOptions, RunEnd, Snapshot, World, WorldOptions } from './world.ts';

const MANY_EVENTS = 100_000_000;
const OWN_RUN = 'a world cannot be reached from within its own run: say it to the turn';
const NOTHING: ReadonlyMap<string, unknown> = new Map();

/** An empty world at time 0. */
export function createWorld<F extends FactBody = FactBody>(options: WorldOptions<F> = {}): World<F> {
  checkWorldOptions(options);
  const kernel = createKernel({
    chooser: options.chooser,
    facts: options.facts ?? 'keep',
    onFact: listener(options.onFact),
    ties: options.ties ?? false,
    freeze: options.freeze ?? false,
    recordAsked: options.recordAsked ?? false,
    trace: options.trace ?? 0,
    limits: {
      events: checkedLimit(options.limits?.events ?? MANY_EVENTS, 'events'),
      time: checkedLimit(options.limits?.time ?? Number.MAX_SAFE_INTEGER, 'microseconds'),
    },
  });
  const { keepEvery } = options;
  return new KernelWorld<F>(kernel, {}, keepEvery === undefined ? undefined : new TimeTravel(keepEvery));
}

function checkedLimit(limit: number, what: string): number {
  assert(Number.isSafeInteger(limit) && limit >= 0, `a limit of ${limit} ${what}: a whole number from 0 on`);
  return limit;
}

// What facts the models of a world record is known by its type alone.
function listener<F extends FactBody>(
  onFact: ((fact: WorldFact<F>) => void) | undefined,
): ((fact: WorldFact) => void) | undefined {
  return onFact === undefined ? undefined : (fact) => onFact(fact as WorldFact<F>);
}

// A class, since an object with so many functions of its own takes five times as long to make as all that is in a world.
class KernelWorld<F extends FactBody> implements World<F> {
  private readonly kernel: Kernel;
  private readonly turn: ActiveTurn;
  private readonly hashes: HashCache;
  private readonly travel: TimeTravel | undefined;

  constructor(kernel: Kernel, hashes: HashCache, travel?: TimeTravel) {
    this.kernel = kernel;
    this.turn = new ActiveTurn(kernel);
    this.hashes = hashes;
    this.travel = travel;
  }

  get now(): Micros {
    return this.kernel.now;
  }

  get events(): number {
    return this.kernel.events;
  }

  get queued(): number {
    return this.kernel.queue.queued;
  }

  get dropped(): number {
    return this.kernel.dropped;
  }

  addHost(spec: HostSpec): void {
    const kernel = this.change();
    checkHost(spec);
    const host = hostOf(kernel, spec.name);
    assert(host.spec === undefined, `the host ${spec.name} is there already`);
    host.spec = spec;
    if (spec.crashPoints !== undefined) kernel.crashing = true;
    if (spec.down !== true) boot(kernel, host, -1);
  }

  send<Sent extends Message>(to: Address, message: Sent, options?: SendOptions): void {
    const kernel = this.change();
    saidLeavesTurn(message, 'a message', kernel.options.freeze);
    const delay = checkedDelay(options?.delay ?? 0);
    transmit(kernel, cellAt(kernel, OUTSIDE), addressee(kernel, to).index, message, -1, delay);
  }

  setLink(link: Link): void {
    const kernel = this.change();
    checkLink(link);
    setLink(kernel, link);
  }

  crash(host: string): void {
    crash(this.change(), knownHost(this.kernel, host), -1);
  }

  boot(host: string): void {
    boot(this.change(), knownHost(this.kernel, host), -1);
  }

  pause(host: string): void {
    pause(this.change(), knownHost(this.kernel, host));
  }

  resume(host: string): void {
    resume(this.change(), knownHost(this.kernel, host));
  }

  run(until?: Micros): RunEnd {
    return run(this.reachable(), this.turn, this.travel, until);
  }

  step(until: Micros = Number.MAX_SAFE_INTEGER): boolean {
    const kernel = this.reachable();
    checkUntil(kernel, until);
    this.travel?.keep(kernel);
    return runEvents(kernel, this.turn, until, 1) === 1;
  }

  facts(): readonly WorldFact<F>[] {
    return this.kernel.facts.all() as readonly WorldFact<F>[];
  }

  trace(): readonly TracedEvent[] {
    return tracedEvents(this.kernel.log, this.kernel);
  }

  digest(): string {
    return digestText(this.kernel.log.settled());
  }

  deviations(): readonly Deviation[] {
    return this.kernel.decisions.deviations;
  }

  asked(): readonly AskedDecision[] {
    return this.kernel.decisions.asked;
  }

  marks(): ReadonlyMap<string, number> {
    return this.kernel.marks;
  }

  stateOf(address: Address): unknown {
    return this.kernel.cells[this.kernel.cellIndex.get(address) ?? -1]?.process?.state;
  }

  diskOf(host: string): ReadonlyMap<string, unknown> {
    return this.kernel.hosts[this.kernel.hostIndex.get(host) ?? -1]?.disk.visible ?? NOTHING;
  }

  processes(): readonly Address[] {
    return this.kernel.cells.filter((cell) => cell.process !== undefined).map((cell) => cell.address);
  }

  isUp(host: string): boolean {
    return this.kernel.hosts[this.kernel.hostIndex.get(host) ?? -1]?.up ?? false;
  }

  busiest(count: number): readonly Busy[] {
    return this.kernel.cells
      .filter((cell) => cell.turns > 0)
      .toSorted((one, other) => other.turns - one.turns || one.index - other.index)
      .slice(0, count)
      .map((cell) => ({ process: cell.address, turns: cell.turns }));
  }

  fork(options: ForkOptions<F> = {}): World<F> {
    const kernel = this.reachable();
    checkForkOptions(options);
    const { chooser = kernel.options.chooser?.fork?.() ?? kernel.options.chooser } = options;
    return new KernelWorld<F>(forkKernel(kernel, { chooser, onFact: listener(options.onFact) }), this.hashes);
  }

  snapshot(): Snapshot<F> {
    const kept = this.fork();
    const { now, events } = kept;
    return { now, events, fork: (options) => kept.fork(options) };
  }

  at(time: Micros): World<F> {
    const { kernel } = this;
    assert(!kernel.busy, OWN_RUN);
    assert(this.travel !== undefined, 'a world goes back only where `keepEvery` said so when it was created');
    const then = new KernelWorld<F>(this.travel.before(kernel, time), this.hashes);
    then.run(time);
    return then;
  }

  stateHash(): string {
    return stateHash(this.kernel, this.hashes);
  }

  private reachable(): Kernel {
    const { kernel } = this;
    assert(!kernel.busy, OWN_RUN);
    if (kernel.failure !== undefined) throw kernel.failure;
    return kernel;
  }

  private change(): Kernel {
    const kernel = this.reachable();
    kernel.touched = true;
    return kernel;
  }
}

function run(kernel: Kernel, turn: ActiveTurn, travel: TimeTravel | undefined, until: Micros | undefined): RunEnd {
  const { limits } = kernel.options;
  const last = until ?? Number.MAX_SAFE_INTEGER;
  checkUntil(kernel, last);
  const end = Math.min(last, limits.time);
  for (;;) {
    const left = limits.events - kernel.events;
    if (left <= 0) {
      if (isDue(kernel, last)) return 'limit';
      break;
    }
    const most = travel === undefined ? left : Math.min(left, travel.keep(kernel));
    if (runEvents(kernel, turn, end, most) < most) break;
  }
  if (last > limits.time && isDue(kernel, last)) return 'limit';
  if (until !== undefined) kernel.now = until;
  return isDue(kernel, Number.MAX_SAFE_INTEGER) ? 'until' : 'idle';
}

function checkUntil({ now }: Kernel, until: Micros): void {
  assert(
    Number.isSafeInteger(until),
    `a run goes on until a whole number of microseconds, which ${String(until)} is not`,
  );
  assert(until >= now, `a run until ${until} cannot start at ${now}`);
}

// Whether anything is to be run by a time.
function isDue(kernel: Kernel, time: Micros): boolean {
  if (kernel.starts.length > 0 || kernel.ready.length > 0) return true;
  const next = kernel.queue.peekTime();
  return next !== undefined && next <= time;
}
