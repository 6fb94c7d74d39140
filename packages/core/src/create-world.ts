import { ActiveTurn } from './active-turn.ts';
import { checkedDelay } from './delay.ts';
import { digestText } from './digest.ts';
import { assert } from './engine-error.ts';
import type { WorldFact } from './fact-log.ts';
import { forkKernel } from './fork.ts';
import type { HostSpec } from './host.ts';
import { cellOf, createKernel, hostOf, OUTSIDE } from './kernel.ts';
import type { Kernel } from './kernel.ts';
import { boot, crash } from './lifecycle.ts';
import { pause, resume } from './pause.ts';
import { leaveTurn } from './plain.ts';
import type { FactBody } from './process.ts';
import { setLink } from './run-turn.ts';
import { stateHash } from './state-hash.ts';
import type { HashCache } from './state-hash.ts';
import { step } from './step.ts';
import type { Micros } from './time.ts';
import { TimeTravel } from './time-travel.ts';
import { transmit } from './transmit.ts';
import type { Busy, RunEnd, World, WorldOptions } from './world.ts';

const MANY_EVENTS = 100_000_000;
const NOTHING: ReadonlyMap<string, unknown> = new Map();

/** An empty world at time 0. */
export function createWorld<F extends FactBody = FactBody>(options: WorldOptions<F> = {}): World<F> {
  const kernel = createKernel({
    chooser: options.chooser,
    facts: options.facts ?? 'keep',
    onFact: listener(options.onFact),
    ties: options.ties ?? false,
    freeze: options.freeze ?? false,
    recordAsked: options.recordAsked ?? false,
    limits: {
      events: options.limits?.events ?? MANY_EVENTS,
      time: options.limits?.time ?? Number.MAX_SAFE_INTEGER,
    },
  });
  const { keepEvery } = options;
  return worldOf(kernel, new WeakMap(), keepEvery === undefined ? undefined : new TimeTravel(keepEvery));
}

// What facts the models of a world record is known by its type alone.
function listener<F extends FactBody>(
  onFact: ((fact: WorldFact<F>) => void) | undefined,
): ((fact: WorldFact) => void) | undefined {
  return onFact === undefined ? undefined : (fact) => onFact(fact as WorldFact<F>);
}

function worldOf<F extends FactBody>(kernel: Kernel, hashes: HashCache, travel?: TimeTravel): World<F> {
  const turn = new ActiveTurn(kernel);
  return {
    get now() {
      return kernel.now;
    },
    get events() {
      return kernel.events;
    },
    get dropped() {
      return kernel.dropped;
    },
    ...changesOf(kernel),
    run: (until) => run(kernel, turn, travel, until),
    step() {
      fromOutside(kernel);
      travel?.keep(kernel);
      return step(kernel, turn, Number.MAX_SAFE_INTEGER);
    },
    facts: () => kernel.facts.all() as readonly WorldFact<F>[],
    digest: () => digestText(kernel.digest),
    deviations: () => kernel.decisions.deviations,
    asked: () => kernel.decisions.asked,
    marks: () => kernel.marks,
    stateOf: (address) => kernel.cells[kernel.cellIndex.get(address) ?? -1]?.process?.state,
    diskOf: (host) => kernel.hosts[kernel.hostIndex.get(host) ?? -1]?.disk.visible ?? NOTHING,
    processes: () => kernel.cells.filter((cell) => cell.process !== undefined).map((cell) => cell.address),
    isUp: (host) => kernel.hosts[kernel.hostIndex.get(host) ?? -1]?.up ?? false,
    busiest: (count) => busiest(kernel, count),
    fork(options = {}) {
      fromOutside(kernel);
      const { chooser = kernel.options.chooser?.fork?.() ?? kernel.options.chooser } = options;
      return worldOf<F>(forkKernel(kernel, { chooser, onFact: listener(options.onFact) }), hashes);
    },
    at(time) {
      fromOutside(kernel);
      assert(travel !== undefined, 'a world goes back only where `keepEvery` said so when it was created');
      const then = worldOf<F>(travel.before(kernel, time), hashes);
      then.run(time);
      return then;
    },
    stateHash: () => stateHash(kernel, hashes),
  };
}

/** What the outside may do to a world. */
function changesOf(
  kernel: Kernel,
): Pick<World, 'addHost' | 'send' | 'setLink' | 'crash' | 'boot' | 'pause' | 'resume'> {
  function change(): Kernel {
    fromOutside(kernel);
    kernel.touched = true;
    return kernel;
  }

  return {
    addHost: (spec) => addHost(change(), spec),
    send(to, message, options) {
      leaveTurn(message, 'a message', kernel.options.freeze);
      const delay = checkedDelay(options?.delay ?? 0);
      const delivery = { type: 'delivery', to: cellOf(kernel, to).index, from: OUTSIDE, message, cause: -1 } as const;
      transmit(change(), delivery, delay);
    },
    setLink: (link) => setLink(change(), link),
    crash: (host) => crash(change(), hostOf(kernel, host), -1),
    boot: (host) => boot(change(), hostOf(kernel, host), -1),
    pause: (host) => pause(change(), hostOf(kernel, host)),
    resume: (host) => resume(change(), hostOf(kernel, host)),
  };
}

function addHost(kernel: Kernel, spec: HostSpec): void {
  assert(spec.name !== '' && !spec.name.includes('/'), `'${spec.name}' is no name of a host: not empty, no slash`);
  const host = hostOf(kernel, spec.name);
  assert(host.spec === undefined, `the host ${spec.name} is there already`);
  host.spec = spec;
  if (spec.down !== true) boot(kernel, host, -1);
}

function run(kernel: Kernel, turn: ActiveTurn, travel: TimeTravel | undefined, until: Micros | undefined): RunEnd {
  fromOutside(kernel);
  const { limits } = kernel.options;
  const last = until ?? Number.MAX_SAFE_INTEGER;
  assert(Number.isSafeInteger(last) && last >= kernel.now, `a run until ${last} cannot start at ${kernel.now}`);
  const end = Math.min(last, limits.time);
  for (;;) {
    if (kernel.events >= limits.events && pending(kernel)) return 'limit';
    travel?.keep(kernel);
    if (!step(kernel, turn, end)) break;
  }
  const more = pending(kernel);
  if (more && last > limits.time) return 'limit';
  if (until !== undefined) kernel.now = until;
  return more ? 'until' : 'idle';
}

function pending(kernel: Kernel): boolean {
  return kernel.starts.length > 0 || kernel.ready.length > 0 || kernel.queue.size > 0;
}

function busiest(kernel: Kernel, count: number): readonly Busy[] {
  return kernel.cells
    .filter((cell) => cell.turns > 0)
    .toSorted((one, other) => other.turns - one.turns || one.index - other.index)
    .slice(0, count)
    .map((cell) => ({ process: cell.address, turns: cell.turns }));
}

function fromOutside(kernel: Kernel): void {
  assert(!kernel.busy, 'a world cannot be reached from within its own run: say it to the turn');
  if (kernel.failure !== undefined) throw kernel.failure;
}
