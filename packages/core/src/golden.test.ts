import { describe, expect, it } from 'vitest';
import type { Behaviour, FactBody, Message } from './process.ts';
import { script, sleep } from './script.ts';
import { seeded } from './seeded.ts';
import { talkingHosts } from './testing/talking-hosts.ts';
import { createWorld } from './create-world.ts';

interface Served extends FactBody {
  readonly kind: 'served';
  readonly customer: number;
  readonly waiting: number;
}

interface Queue {
  readonly served: number;
  readonly waiting: number;
}

const counter: Behaviour<null, Queue, Message> = {
  kind: 'counter',
  start: () => ({ served: 0, waiting: 0 }),
  receive({ served, waiting }, message, turn) {
    const service = { simplest: 7, min: 1, max: 20 };
    if (message.kind === 'arrival') {
      if (waiting === 0) turn.after(turn.decide.integer('service', service), { kind: 'done' });
      return { served, waiting: waiting + 1 };
    }
    const fact: Served = { kind: 'served', customer: served, waiting: waiting - 1 };
    turn.record(fact);
    if (waiting > 1) turn.after(turn.decide.integer('service', service), { kind: 'done' });
    return { served: served + 1, waiting: waiting - 1 };
  },
};

describe('the digest of a fixed world', () => {
  it('is the recorded one for a counter that serves a thousand customers', () => {
    const world = createWorld({ chooser: seeded('golden') });
    world.addHost({ name: 'shop', boot: [{ path: 'counter', behaviour: counter, input: null }] });
    world.addHost({
      name: 'street',
      boot: [
        script('main', function* (env) {
          for (let customer = 0; customer < 1_000; customer += 1) {
            yield* sleep(env.decide.integer('gap', { simplest: 10, min: 0, max: 25 }));
            env.send('shop/counter', { kind: 'arrival' });
          }
        }),
      ],
    });
    world.run();
    expect(world.facts()).toHaveLength(1_000);
    expect(world.digest()).toMatchInlineSnapshot(`"32d4852f85dc7013"`);
  });

  it('is the recorded one for hosts that crash while they talk over bad links', () => {
    const world = talkingHosts({ chooser: seeded('golden'), ties: true });
    world.run(1_000);
    expect(world.events).toBeGreaterThan(100);
    expect(world.digest()).toMatchInlineSnapshot(`"f1b34a8843bfafed"`);
  });
});
