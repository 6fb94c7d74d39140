import type { Decide } from './decision.ts';
import type { Disk, Message, Turn } from './process.ts';
import type { RecordedTurns } from './recorded-turns.ts';

/** What a script may do between two waits: what a turn may do, but for timers and monitors. */
export type ScriptEnvironment = Omit<Turn<Message>, 'after' | 'cancel' | 'monitor' | 'schedule' | 'unschedule'>;

/** Hands what a script asks for to the turn in which it runs. */
export function scriptEnvironment(turns: RecordedTurns): ScriptEnvironment {
  const decide: Decide = {
    integer: (name, domain) => turns.answer((turn) => turn.decide.integer(name, domain)),
    boolean: (name, odds) => turns.answer((turn) => turn.decide.boolean(name, odds)),
    oneOf: (name, options, odds) => turns.answer((turn) => turn.decide.oneOf(name, options, odds)),
  };
  const disk: Disk = {
    read: (key) => turns.answer((turn) => turn.disk.read(key)),
    keys: () => turns.answer((turn) => turn.disk.keys()),
    write: (key, value) => turns.tell((turn) => turn.disk.write(key, value)),
    remove: (key) => turns.tell((turn) => turn.disk.remove(key)),
    sync: () => turns.tell((turn) => turn.disk.sync()),
  };
  return {
    decide,
    disk,
    get now() {
      return turns.now;
    },
    get clock() {
      return turns.clock;
    },
    get self() {
      return turns.place.self;
    },
    get host() {
      return turns.place.host;
    },
    get incarnation() {
      return turns.place.incarnation;
    },
    spawn: (spec) => turns.answer((turn) => turn.spawn(spec)),
    send: (to, message, options) => turns.tell((turn) => turn.send(to, message, options)),
    stop: (address) => turns.tell((turn) => turn.stop(address)),
    crash: (host) => turns.tell((turn) => turn.crash(host)),
    boot: (host) => turns.tell((turn) => turn.boot(host)),
    pause: (host) => turns.tell((turn) => turn.pause(host)),
    resume: (host) => turns.tell((turn) => turn.resume(host)),
    link: (link) => turns.tell((turn) => turn.link(link)),
    record: (fact) => turns.tell((turn) => turn.record(fact)),
    reach: (mark) => turns.tell((turn) => turn.reach(mark)),
  };
}
