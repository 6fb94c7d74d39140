import type { Cell, Process } from './cell.ts';
import { checkSpec } from './check-spec.ts';
import type { Decide } from './decision.ts';
import { checkedDelay } from './delay.ts';
import { assert, EngineError } from './engine-error.ts';
import { checkSlot } from './handler.ts';
import { hostClock } from './host.ts';
import type { Host } from './host.ts';
import { cellOf, hostAt, knownHost, receiverOf } from './kernel.ts';
import type { Kernel } from './kernel.ts';
import { checkLink } from './link.ts';
import type { Link } from './link.ts';
import { saidLeavesTurn } from './plain.ts';
import type { Address, Disk, FactBody, Message, ProcessSpec, SendOptions, TimerId, Turn } from './process.ts';
import type { Micros } from './time.ts';
import { turnDisk } from './turn-disk.ts';
import { WAKE } from './wake.ts';
import { CANCEL_TIMER, SCHEDULE, SEND, SET_TIMER, UNSCHEDULE, Wishes } from './wishes.ts';
import type { Wish } from './wishes.ts';

const NOTHING: unknown = Object.freeze({});
const OVER = 'a turn was used after it had ended: keep none of it in a state';

/** The one turn of a kernel: opened for one step of one process, it is what that wishes, and of no use once closed. */
export class ActiveTurn extends Wishes implements Turn<Message> {
  readonly decide: Decide;
  readonly disk: Disk;
  private readonly kernel: Kernel;
  private readonly freeze: boolean;
  // Set while a turn is open.
  private cell: Cell | undefined;
  private process: Process | undefined;
  private firstTimer = 0;
  // What was looked at last on its way out.
  private said: unknown = NOTHING;

  constructor(kernel: Kernel) {
    super();
    this.kernel = kernel;
    this.freeze = kernel.options.freeze;
    const { decisions } = kernel;
    this.decide = {
      integer: (name, domain) => (this.open, decisions.integer(name, domain)),
      boolean: (name, odds) => (this.open, decisions.boolean(name, odds)),
      oneOf: (name, options, odds) => (this.open, decisions.oneOf(name, options, odds)),
    };
    this.disk = turnDisk(() => this.ownHost().disk, this, this.freeze);
  }

  /** For the kernel. */
  begin(cell: Cell, process: Process): void {
    this.cell = cell;
    this.process = process;
    this.firstTimer = process.nextTimer;
  }

  /** For the kernel: forgets what was asked for. */
  rollback(): void {
    if (this.process !== undefined) this.process.nextTimer = this.firstTimer;
    this.close();
  }

  /** For the kernel. */
  close(): void {
    this.drop();
    this.cell = undefined;
    this.process = undefined;
  }

  /** For the kernel: whose turn it is, if it is anybody's. */
  get taker(): Address | undefined {
    return this.cell?.address;
  }

  private get open(): Cell {
    assert(this.cell !== undefined, OVER);
    return this.cell;
  }

  private ownHost(): Host {
    return hostAt(this.kernel, this.open.host);
  }

  get now(): Micros {
    return this.kernel.now;
  }

  get clock(): Micros {
    return hostClock(this.ownHost().spec?.clock, this.kernel.now);
  }

  get self(): Address {
    return this.open.address;
  }

  get host(): string {
    return this.ownHost().name;
  }

  get incarnation(): number {
    return this.ownHost().boots - 1;
  }

  send(to: Address, message: Message, options?: SendOptions): void {
    const from = this.open;
    const delay = checkedDelay(options?.delay ?? 0);
    this.leave(message, 'a message');
    this.wishMessage(SEND, receiverOf(this.kernel, from, to), delay, message);
  }

  after(delay: Micros, message: Message): TimerId {
    const { process } = this;
    assert(process !== undefined, OVER);
    checkedDelay(delay);
    // Most timers are those of scripts, and their message is known to be plain.
    if (message !== WAKE) this.leave(message, 'a message');
    const id = process.nextTimer++;
    this.wishMessage(SET_TIMER, id, delay, message);
    return id;
  }

  cancel(timer: TimerId): void {
    void this.open;
    this.wishEvent(CANCEL_TIMER, timer, 0, 0);
  }

  schedule(delay: Micros, handler: number, target: number): void {
    void this.open;
    checkSlot(handler, target);
    this.wishEvent(SCHEDULE, target, handler, checkedDelay(delay));
  }

  unschedule(handler: number, target: number): void {
    void this.open;
    checkSlot(handler, target);
    this.wishEvent(UNSCHEDULE, target, handler, 0);
  }

  spawn<Input, State, Other extends Message>(spec: ProcessSpec<Input, State, Other>): Address {
    const { name } = this.ownHost();
    checkSpec(name, spec);
    const address = `${name}/${spec.path}`;
    if (this.occupied(address)) throw new EngineError(`${address} is spawned but is there already`);
    this.ask({ scope: 'host', kind: 'spawn', address, spec });
    return address;
  }

  stop(address: Address = this.self): void {
    const { name } = this.ownHost();
    if (typeof address !== 'string' || !address.startsWith(name) || address[name.length] !== '/') {
      throw new EngineError(`${address} is stopped by ${this.self}, which is on another host`);
    }
    this.ask({ scope: 'host', kind: 'stop', address });
  }

  monitor(host: string, message: Message): void {
    void this.open;
    knownHost(this.kernel, host);
    this.leave(message, 'a message');
    this.ask({ scope: 'host', kind: 'monitor', host, message });
  }

  crash(host: string): void {
    this.power('crash', host);
  }

  boot(host: string): void {
    this.power('boot', host);
  }

  pause(host: string): void {
    this.power('pause', host);
  }

  resume(host: string): void {
    this.power('resume', host);
  }

  link(link: Link): void {
    void this.open;
    checkLink(link);
    this.ask({ scope: 'power', kind: 'link', link });
  }

  record(fact: FactBody): void {
    void this.open;
    this.leave(fact, 'a fact');
    this.plain = false;
    this.facts.push(fact);
  }

  reach(mark: string): void {
    void this.open;
    assert(typeof mark === 'string', 'a mark is reached by its name, a text');
    this.plain = false;
    this.marks.push(mark);
  }

  private leave(value: unknown, what: string): void {
    // Most say the same again and again, and what was looked at stays as it was.
    if (value === this.said || (!this.freeze && this.process?.trusted === true)) return;
    saidLeavesTurn(value, what, this.freeze);
    this.said = value;
  }

  private ask(wish: Wish): void {
    this.plain = false;
    this.others.push(wish);
  }

  private power(kind: 'crash' | 'boot' | 'pause' | 'resume', host: string): void {
    void this.open;
    knownHost(this.kernel, host);
    this.ask({ scope: 'power', kind, host });
  }

  // Whether an address will have a process once what was asked for so far is done.
  private occupied(address: Address): boolean {
    for (let index = this.others.length - 1; index >= 0; index -= 1) {
      const wish = this.others[index];
      if (wish?.kind === 'spawn' && wish.address === address) return true;
      if (wish?.kind === 'stop' && wish.address === address) return false;
    }
    return cellOf(this.kernel, address).process !== undefined;
  }
}
