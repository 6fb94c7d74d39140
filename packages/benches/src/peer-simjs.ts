import { createRequire } from 'node:module';
import { TIMEOUT, type Contestant } from './contestant.ts';
import type { Delays } from './delays.ts';
import type { Meter } from './meter.ts';

/** What is used here of simjs, which has no types of its own. */
interface Request {
  done(callback: () => void): Request;
  cancel(): void;
  readonly deliverAt: number;
}
interface SimjsEntity {
  setTimer(delay: number): Request;
  useFacility(facility: unknown, duration: number): Request;
  send(message: number, delay: number, to: SimjsEntity): void;
  start?(id: number): void;
  onMessage?(from: SimjsEntity, message: number): void;
}
interface Simulation {
  addEntity(entity: new (...given: never[]) => SimjsEntity, name: null, id: number): SimjsEntity;
  step(): boolean;
  time(): number;
}
interface Simjs {
  readonly Sim: new () => Simulation;
  readonly Entity: new (...given: never[]) => SimjsEntity;
  readonly Facility: new (name: string) => unknown;
}

// The package puts itself into a browser's window and exports nothing.
const browser: { readonly Sim?: Simjs } = {};
Object.assign(globalThis, { window: browser });
const require = createRequire(import.meta.url);
require('simjs');
const simjs = browser.Sim;
if (simjs === undefined) throw new Error('simjs did not put itself into the window');
const { Sim, Entity, Facility } = simjs;

function hold(n: number, meter: Meter, delays: Delays): void {
  const simulation = new Sim();
  let going = true;
  class Timer extends Entity {
    #id = -1;
    override start(id: number): void {
      this.#id = id;
      this.arm();
    }
    arm(): void {
      this.setTimer(delays.next()).done(this.#fire);
    }
    readonly #fire = (): void => {
      this.arm();
      going = meter.tick(this.#id);
    };
  }
  for (let id = 0; id < n; id += 1) simulation.addEntity(Timer, null, id);
  while (going) simulation.step();
}

function cancel(n: number, meter: Meter, delays: Delays): void {
  const simulation = new Sim();
  let going = true;
  class Client extends Entity {
    #id = -1;
    #timeout: Request | undefined;
    override start(id: number): void {
      this.#id = id;
      this.setTimer(delays.next()).done(this.#reply);
    }
    readonly #reply = (): void => {
      if (this.#timeout !== undefined && this.#timeout.deliverAt > simulation.time()) this.#timeout.cancel();
      this.#timeout = this.setTimer(TIMEOUT).done(() => undefined);
      this.setTimer(delays.next()).done(this.#reply);
      going = meter.tick(this.#id);
    };
  }
  for (let id = 0; id < n; id += 1) simulation.addEntity(Client, null, id);
  while (going) simulation.step();
}

function processes(n: number, meter: Meter, delays: Delays): void {
  let going = true;
  while (going) {
    const simulation = new Sim();
    let left = n * 100;
    class Waits extends Entity {
      #id = -1;
      #left = 100;
      override start(id: number): void {
        this.#id = id;
        this.arm();
      }
      arm(): void {
        this.setTimer(delays.next()).done(this.#fire);
      }
      readonly #fire = (): void => {
        left -= 1;
        this.#left -= 1;
        going = meter.tick(this.#id);
        if (this.#left > 0) this.arm();
      };
    }
    for (let id = 0; id < n; id += 1) simulation.addEntity(Waits, null, id);
    while (going && left > 0) simulation.step();
  }
}

function pingpong(_n: number, meter: Meter): void {
  const simulation = new Sim();
  let going = true;
  const players: SimjsEntity[] = [];
  class Player extends Entity {
    #id = -1;
    override start(id: number): void {
      this.#id = id;
      players.push(this);
      // Entities start as they are added, so the first one can only be served by the second.
      if (id === 1 && players[0] !== undefined) players[0].send(0, 0, this);
    }
    override onMessage(from: SimjsEntity, message: number): void {
      going = meter.tick(this.#id);
      this.send(message + 1, 0, from);
    }
  }
  for (const id of [0, 1]) simulation.addEntity(Player, null, id);
  while (going) simulation.step();
}

function mm1(_n: number, meter: Meter, delays: Delays): void {
  const simulation = new Sim();
  const server = new Facility('server');
  let going = true;
  class Source extends Entity {
    override start(): void {
      this.setTimer(delays.next()).done(this.#arrive);
    }
    readonly #arrive = (): void => {
      this.useFacility(server, Math.trunc(delays.next() * 0.8)).done(() => {
        going = meter.tick(0);
      });
      this.setTimer(delays.next()).done(this.#arrive);
    };
  }
  simulation.addEntity(Source, null, 0);
  while (going) simulation.step();
}

/** simjs 2: entities with timers, messages and a facility. */
export const simjsPeer: Contestant = {
  name: 'simjs',
  workloads: { hold, 'hold-dense': hold, cancel, process: processes, pingpong, mm1 },
};
