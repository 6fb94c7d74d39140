import type { Cell, Process } from './cell.ts';
import type { Decide } from './decision.ts';
import { checkedDelay } from './delay.ts';
import { assert } from './engine-error.ts';
import { hostClock } from './host.ts';
import type { Host } from './host.ts';
import { cellOf, hostAt, knownHost } from './kernel.ts';
import type { Kernel } from './kernel.ts';
import type { Link } from './link.ts';
import { leaveTurn } from './plain.ts';
import type { Address, Disk, FactBody, Message, ProcessSpec, SendOptions, TimerId, Turn } from './process.ts';
import type { QueuedEvent } from './queued-event.ts';
import type { Micros } from './time.ts';
import { turnDisk } from './turn-disk.ts';
import { dropWishes, noWishes } from './wishes.ts';
import type { Wishes } from './wishes.ts';

/** The one turn of a kernel: opened for one step of one process, it collects wishes, and is of no use once closed. */
export class ActiveTurn implements Turn<Message> {
  readonly wishes: Wishes = noWishes();
  readonly decide: Decide;
  readonly disk: Disk;
  private readonly kernel: Kernel;
  private readonly freeze: boolean;
  private running: { readonly cell: Cell; readonly process: Process; readonly host: Host } | undefined;
  private firstTimer = 0;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.freeze = kernel.options.freeze;
    const { decisions } = kernel;
    this.decide = {
      integer: (name, domain) => (this.open, decisions.integer(name, domain)),
      boolean: (name, odds) => (this.open, decisions.boolean(name, odds)),
      oneOf: (name, options, odds) => (this.open, decisions.oneOf(name, options, odds)),
    };
    this.disk = turnDisk(() => this.open.host.disk, this.wishes.disk, this.freeze);
  }

  /** For the kernel. */
  begin(cell: Cell, process: Process): void {
    this.running = { cell, process, host: hostAt(this.kernel, cell.host) };
    this.firstTimer = process.nextTimer;
  }

  /** For the kernel: forgets what was asked for. */
  rollback(): void {
    if (this.running !== undefined) this.running.process.nextTimer = this.firstTimer;
    this.close();
  }

  /** For the kernel. */
  close(): void {
    dropWishes(this.wishes);
    this.running = undefined;
  }

  private get open(): { readonly cell: Cell; readonly process: Process; readonly host: Host } {
    assert(this.running !== undefined, 'a turn was used after it had ended: keep none of it in a state');
    return this.running;
  }

  get now(): Micros {
    return this.kernel.now;
  }

  get clock(): Micros {
    return hostClock(this.open.host.spec?.clock, this.kernel.now);
  }

  get self(): Address {
    return this.open.cell.address;
  }

  get host(): string {
    return this.open.host.name;
  }

  get incarnation(): number {
    return this.open.host.boots - 1;
  }

  send(to: Address, message: Message, options?: SendOptions): void {
    const from = this.open.cell.index;
    const delay = checkedDelay(options?.delay ?? 0);
    leaveTurn(message, 'a message', this.freeze);
    const receiver = cellOf(this.kernel, to).index;
    this.later({ type: 'delivery', to: receiver, from, message, cause: this.kernel.sequence }, delay);
  }

  after(delay: Micros, message: Message): TimerId {
    const { cell, process } = this.open;
    checkedDelay(delay);
    leaveTurn(message, 'a message', this.freeze);
    const id = process.nextTimer++;
    const { instance } = process;
    this.later({ type: 'timer', to: cell.index, instance, id, message, cause: this.kernel.sequence }, delay);
    return id;
  }

  cancel(timer: TimerId): void {
    void this.open;
    this.wishes.others.push({ scope: 'host', kind: 'cancel', timer });
  }

  spawn<Input, State, Other extends Message>(spec: ProcessSpec<Input, State, Other>): Address {
    const address = `${this.open.host.name}/${spec.path}`;
    assert(!this.occupied(address), `${address} is spawned but is there already`);
    this.wishes.others.push({ scope: 'host', kind: 'spawn', address, spec });
    return address;
  }

  stop(address: Address = this.self): void {
    const { host } = this.open;
    assert(address.startsWith(`${host.name}/`), `${address} is stopped by ${this.self}, which is on another host`);
    this.wishes.others.push({ scope: 'host', kind: 'stop', address });
  }

  monitor(host: string, message: Message): void {
    void this.open;
    leaveTurn(message, 'a message', this.freeze);
    this.wishes.others.push({ scope: 'host', kind: 'monitor', host, message });
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
    this.wishes.others.push({ scope: 'power', kind: 'link', link });
  }

  record(fact: FactBody): void {
    void this.open;
    leaveTurn(fact, 'a fact', this.freeze);
    this.wishes.facts.push(fact);
  }

  reach(mark: string): void {
    void this.open;
    this.wishes.marks.push(mark);
  }

  private power(kind: 'crash' | 'boot' | 'pause' | 'resume', host: string): void {
    void this.open;
    knownHost(this.kernel, host);
    this.wishes.others.push({ scope: 'power', kind, host });
  }

  private later(event: QueuedEvent, delay: Micros): void {
    const { wishes } = this;
    wishes.events[wishes.count] = event;
    wishes.delays[wishes.count] = delay;
    wishes.count += 1;
  }

  // Whether an address will have a process once what was asked for so far is done.
  private occupied(address: Address): boolean {
    for (let index = this.wishes.others.length - 1; index >= 0; index -= 1) {
      const wish = this.wishes.others[index];
      if (wish?.kind === 'spawn' && wish.address === address) return true;
      if (wish?.kind === 'stop' && wish.address === address) return false;
    }
    return cellOf(this.kernel, address).process !== undefined;
  }
}
