import { setTimeout } from 'node:timers/promises';
import { createWorld, MILLISECOND, scripted } from '@simlet/core';
import type { Deviation, FactBody, World } from '@simlet/core';
import { guest } from '../index.ts';
import type { Guest } from '../index.ts';

/** Has an order paid, and asks again where no answer comes in time. */
async function pay(order: string): Promise<void> {
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    try {
      const signal = AbortSignal.timeout(200);
      const response = await fetch('http://bank/charges', { method: 'POST', body: JSON.stringify({ order }), signal });
      if (response.ok) return;
    } catch {
      await setTimeout(50 * attempt);
    }
  }
}

interface Said extends FactBody {
  readonly kind: 'charged' | 'paid';
  readonly order: string;
}

/** Charges what it is asked for, which takes it 20 ms. */
const bank: Guest = async (env) => {
  env.serve(async (request) => {
    const { order } = (await request.json()) as { readonly order: string };
    await setTimeout(20);
    env.record<Said>({ kind: 'charged', order });
    return Response.json({ order });
  });
};

const shop: Guest = async (env) => {
  for (const order of ['tea', 'pot']) {
    await pay(order);
    env.record<Said>({ kind: 'paid', order });
  }
};

/** A shop that has two orders paid by a bank that may crash, over links that may lose messages. */
export function chargesWorld(deviations: readonly Deviation[]): World<Said> {
  const world = createWorld<Said>({ chooser: scripted(deviations), recordAsked: true, freeze: true });
  const delay = { simplest: 5 * MILLISECOND, min: 1 * MILLISECOND, max: 100 * MILLISECOND };
  world.setLink({ from: 'shop', to: 'bank', both: true, rule: { delay, lose: [1, 100] } });
  world.addHost({
    name: 'bank',
    boot: [guest('http', bank)],
    crashPoints: {
      delay: { simplest: 0, min: 0, max: 1 },
      restartAfter: { simplest: 50 * MILLISECOND, min: 0, max: 1_000 * MILLISECOND },
    },
  });
  world.addHost({ name: 'shop', boot: [guest('main', shop)] });
  return world;
}

/** Runs the calm world, then one for each outcome of each decision that it asked for, and lists those that charge twice. */
export function sweep(): readonly string[] {
  const calm = chargesWorld([]);
  calm.run();
  return calm
    .asked()
    .flatMap(({ name, occurrence, domain: { min, max, simplest } }) =>
      [min, max].filter((outcome) => outcome !== simplest).map((outcome) => ({ name, occurrence, outcome })),
    )
    .filter((deviation) => {
      const world = chargesWorld([deviation]);
      world.run();
      return world.facts().filter(({ body }) => body.kind === 'charged').length > 2;
    })
    .map(({ name, occurrence, outcome }) => `${name} #${occurrence} = ${outcome}`);
}
