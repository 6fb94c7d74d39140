import { createWorld, MILLISECOND, scripted } from '../index.ts';
import type { Behaviour, Deviation, FactBody, Message, TimerId, Turn, World } from '../index.ts';

interface Add extends Message {
  readonly kind: 'add';
  readonly replyTo: string;
}

interface Counted extends FactBody {
  readonly kind: 'counted';
  readonly total: number;
}

/** Counts on its disk what it is told to add, and says so. */
const tally: Behaviour<null, { readonly total: number }, Add> = {
  kind: 'tally',
  start: (_input, turn) => ({ total: Number(turn.disk.read('total') ?? 0) }),
  receive({ total }, { replyTo }, turn) {
    turn.disk.write('total', total + 1);
    turn.disk.sync();
    turn.record({ kind: 'counted', total: total + 1 });
    turn.send(replyTo, { kind: 'added' });
    return { total: total + 1 };
  },
};

interface Asking {
  readonly left: number;
  readonly timer: TimerId;
}
type Answer = { readonly kind: 'added' } | { readonly kind: 'timeout' };

/** Adds a number of times, one after the other, and asks again where no answer comes within 100 ms. */
const client: Behaviour<number, Asking, Answer> = {
  kind: 'client',
  start: (times, turn) => ask(times, turn),
  receive({ left, timer }, { kind }, turn) {
    if (kind === 'timeout') return ask(left, turn);
    turn.cancel(timer);
    return left > 1 ? ask(left - 1, turn) : { left: 0, timer };
  },
};

function ask(left: number, turn: Turn<Answer>): Asking {
  turn.send('server/tally', { kind: 'add', replyTo: turn.self });
  return { left, timer: turn.after(100 * MILLISECOND, { kind: 'timeout' }) };
}

/** A server and a client that adds three times, over links that may lose messages, on a server that may crash. */
export function tallyWorld(deviations: readonly Deviation[]): World<Counted> {
  const world = createWorld<Counted>({ chooser: scripted(deviations), recordAsked: true, freeze: true });
  const delay = { simplest: 5 * MILLISECOND, min: 1 * MILLISECOND, max: 300 * MILLISECOND };
  world.setLink({ from: 'client', to: 'server', both: true, rule: { delay, lose: [1, 100] } });
  world.addHost({
    name: 'server',
    boot: [{ path: 'tally', behaviour: tally, input: null }],
    crashPoints: {
      delay: { simplest: 0, min: 0, max: 1 },
      restartAfter: { simplest: 50 * MILLISECOND, min: 0, max: 1_000 * MILLISECOND },
    },
  });
  world.addHost({ name: 'client', boot: [{ path: 'main', behaviour: client, input: 3 }] });
  world.run();
  return world;
}

/** Runs the calm world, then one world for each outcome of each decision that it asked for, and lists those that miscount. */
export function sweep(): readonly string[] {
  return tallyWorld([])
    .asked()
    .flatMap(({ name, occurrence, domain: { min, max, simplest } }) =>
      [min, max].filter((outcome) => outcome !== simplest).map((outcome) => ({ name, occurrence, outcome })),
    )
    .flatMap((deviation) => {
      const total = tallyWorld([deviation]).facts().at(-1)?.body.total;
      return total === 3 ? [] : [`${deviation.name} #${deviation.occurrence} = ${deviation.outcome}: counted ${total}`];
    });
}
