import type { Decide } from './decision.ts';
import type { Link } from './link.ts';
import type { Address, Disk, FactBody, Message, ProcessSpec, SendOptions, Turn } from './process.ts';
import type { RecordedTurns } from './recorded-turns.ts';
import type { Micros } from './time.ts';

/** What a script may do between two waits: what a turn may do, but for timers and monitors. */
export type ScriptEnvironment = Omit<Turn<Message>, 'after' | 'cancel' | 'monitor' | 'schedule' | 'unschedule'>;

/** Hands what a script asks for to the turn in which it runs. A class, since most scripts use little of it. */
export class RecordedEnvironment implements ScriptEnvironment {
  readonly #turns: RecordedTurns;
  #decide: Decide | undefined;
  #disk: Disk | undefined;

  constructor(turns: RecordedTurns) {
    this.#turns = turns;
  }

  get now(): Micros {
    return this.#turns.now;
  }

  get clock(): Micros {
    return this.#turns.clock;
  }

  get self(): Address {
    return this.#turns.place.self;
  }

  get host(): string {
    return this.#turns.place.host;
  }

  get incarnation(): number {
    return this.#turns.place.incarnation;
  }

  get decide(): Decide {
    this.#decide ??= decideOf(this.#turns);
    return this.#decide;
  }

  get disk(): Disk {
    this.#disk ??= diskOf(this.#turns);
    return this.#disk;
  }

  spawn<Input, State, Other extends Message>(spec: ProcessSpec<Input, State, Other>): Address {
    return this.#turns.answer((turn) => turn.spawn(spec));
  }

  send<Sent extends Message>(to: Address, message: Sent, options?: SendOptions): void {
    this.#turns.tell((turn) => turn.send(to, message, options));
  }

  stop(address?: Address): void {
    this.#turns.tell((turn) => turn.stop(address));
  }

  crash(host: string): void {
    this.#turns.tell((turn) => turn.crash(host));
  }

  boot(host: string): void {
    this.#turns.tell((turn) => turn.boot(host));
  }

  pause(host: string): void {
    this.#turns.tell((turn) => turn.pause(host));
  }

  resume(host: string): void {
    this.#turns.tell((turn) => turn.resume(host));
  }

  link(link: Link): void {
    this.#turns.tell((turn) => turn.link(link));
  }

  record<Recorded extends FactBody>(fact: Recorded): void {
    this.#turns.tell((turn) => turn.record(fact));
  }

  reach(mark: string): void {
    this.#turns.tell((turn) => turn.reach(mark));
  }
}

function decideOf(turns: RecordedTurns): Decide {
  return {
    integer: (name, domain) => turns.answer((turn) => turn.decide.integer(name, domain)),
    boolean: (name, odds) => turns.answer((turn) => turn.decide.boolean(name, odds)),
    oneOf: (name, options, odds) => turns.answer((turn) => turn.decide.oneOf(name, options, odds)),
  };
}

function diskOf(turns: RecordedTurns): Disk {
  return {
    read: (key) => turns.answer((turn) => turn.disk.read(key)),
    keys: () => turns.answer((turn) => turn.disk.keys()),
    write: (key, value) => turns.tell((turn) => turn.disk.write(key, value)),
    remove: (key) => turns.tell((turn) => turn.disk.remove(key)),
    sync: () => turns.tell((turn) => turn.disk.sync()),
  };
}
