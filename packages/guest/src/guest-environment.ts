import type { Decide, Disk, Message, Micros, ScriptEnvironment } from '@simlet/core';
import type { GuestRun } from './guest-run.ts';
import { httpPath } from './http-message.ts';
import type { RequestHandler } from './http-message.ts';
import { plainCopy } from './plain-copy.ts';
import { portListener } from './port-listener.ts';

/** What a guest can ask of its world, beside what ordinary code asks of Node. */
export interface GuestEnvironment extends ScriptEnvironment {
  /** The next message that was sent to this guest. Answers to its own `fetch` are none. */
  receive(): Promise<Message>;
  /** The next message, or undefined where none comes within that many microseconds. */
  receive(within: Micros): Promise<Message | undefined>;
  /**
   * Has `handler` answer what others `fetch` from this host, at a port or, without one, where URLs name none. Keeps the
   * guest alive after its function has returned.
   */
  serve(handler: RequestHandler, options?: ServeOptions): void;
}

export interface ServeOptions {
  /** From 1 to 65535; default the port that URLs leave out. */
  readonly port?: number;
}

/** Hands what a guest asks for to the turn in which it runs. */
export function guestEnvironment(run: GuestRun): GuestEnvironment {
  return {
    decide: decideOf(run),
    disk: diskOf(run),
    get now() {
      return run.turns.now;
    },
    get clock() {
      return run.turns.clock;
    },
    get self() {
      return run.turns.place.self;
    },
    get host() {
      return run.turns.place.host;
    },
    get incarnation() {
      return run.turns.place.incarnation;
    },
    receive: ((within?: Micros) => run.receive(within)) as GuestEnvironment['receive'],
    serve: (handler, options) => serve(run, handler, options?.port),
    spawn: (spec) => run.turns.answer((turn) => turn.spawn(spec)),
    send: (to, message, options) => {
      const copy = plainCopy(message, 'a message');
      run.turns.tell((turn) => turn.send(to, copy, options));
    },
    stop: (address) => run.turns.tell((turn) => turn.stop(address)),
    crash: (host) => run.turns.tell((turn) => turn.crash(host)),
    boot: (host) => run.turns.tell((turn) => turn.boot(host)),
    pause: (host) => run.turns.tell((turn) => turn.pause(host)),
    resume: (host) => run.turns.tell((turn) => turn.resume(host)),
    link: (link) => run.turns.tell((turn) => turn.link(link)),
    record: (fact) => {
      const copy = plainCopy(fact, 'a fact');
      run.turns.tell((turn) => turn.record(copy));
    },
    reach: (mark) => run.turns.tell((turn) => turn.reach(mark)),
  };
}

function decideOf(run: GuestRun): Decide {
  return {
    integer: (name, domain) => run.turns.answer((turn) => turn.decide.integer(name, domain)),
    boolean: (name, odds) => run.turns.answer((turn) => turn.decide.boolean(name, odds)),
    oneOf: <Option extends string>(name: string, options: readonly Option[], odds?: Parameters<Decide['oneOf']>[2]) =>
      run.turns.answer((turn) => turn.decide.oneOf(name, options, odds)),
  };
}

function diskOf(run: GuestRun): Disk {
  return {
    read: (key) => run.turns.answer((turn) => turn.disk.read(key)),
    keys: () => run.turns.answer((turn) => turn.disk.keys()),
    write: (key, value) => {
      const copy = plainCopy(value, `what is written to ${key}`);
      run.turns.tell((turn) => turn.disk.write(key, copy));
    },
    remove: (key) => run.turns.tell((turn) => turn.disk.remove(key)),
    sync: () => run.turns.tell((turn) => turn.disk.sync()),
  };
}

function serve(run: GuestRun, handler: RequestHandler, port: number | undefined): void {
  run.serve(port, handler);
  const { self, host } = run.turns.place;
  const path = httpPath(port);
  if (self !== `${host}/${path}`) run.turns.answer((turn) => turn.spawn(portListener(path, self)));
}
