import type { FactBody } from '../process.ts';
import { receiveWithin, script, sleep } from '../script.ts';
import { createWorld } from '../create-world.ts';
import type { World, WorldOptions } from '../world.ts';
import { chaosProcess } from './chaos.ts';
import type { Deed } from './chaos.ts';

/** Two hosts that crash now and then while they talk over bad links, and a script that listens in and decides. */
export function talkingHosts(options: WorldOptions): World {
  const world = createWorld(options);
  const rule = { delay: { simplest: 1, min: 0, max: 9 }, lose: [1, 10], duplicate: [1, 10] } as const;
  world.setLink({ from: 'a', to: ['b', 'ear'], rule });
  world.setLink({ from: 'b', to: ['a', 'ear'], rule: { ...rule, reorder: true } });
  const send = (to: string, next: readonly Deed[]): Deed => ({ kind: 'send', to, delay: 0, next });
  let volley: readonly Deed[] = [{ kind: 'write', key: 'last', value: 1 }];
  for (let round = 0; round < 4; round += 1) volley = [send('a/one', volley), send('b/one', volley), { kind: 'sync' }];
  for (const name of ['a', 'b']) {
    world.addHost({
      name,
      boot: [chaosProcess('one', [...volley, send('ear/main', [])])],
      crashPoints: {
        delay: { simplest: 0, min: 0, max: 3, distribution: { kind: 'uniform', odds: [1, 100] } },
        restartAfter: { simplest: 10, min: 1, max: 20 },
      },
    });
  }
  world.addHost({ name: 'ear', boot: [script('main', listen)], clock: { offset: 7 } });
  return world;
}

interface Listened extends FactBody {
  readonly kind: 'listened';
  readonly round: number;
  readonly to: string;
  readonly since: number;
}

const listen: Parameters<typeof script>[1] = function* (env) {
  let since = env.clock;
  for (let round = 0; round < 30; round += 1) {
    const message = yield* receiveWithin(env.decide.integer('patience', { simplest: 5, min: 1, max: 9 }));
    const before = env.disk.read('rounds');
    env.disk.write('rounds', typeof before === 'number' ? before + 1 : 1);
    const fact: Listened = { kind: 'listened', round, to: `${message?.kind ?? 'nothing'} ${String(before)}`, since };
    env.record(fact);
    since = env.clock;
    yield* sleep(1);
  }
};
