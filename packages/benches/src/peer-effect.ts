import type { Contestant } from './contestant.ts';
import type { Delays } from './delays.ts';
import type { Meter } from './meter.ts';
import { peerPackage } from './peer-packages.ts';

/** What is used here of effect 4; what its effects are is its own business. */
interface EffectModule {
  readonly Effect: {
    gen(body: () => Generator<unknown, void, unknown>): unknown;
    sleep(milliseconds: number): Iterable<unknown>;
    forkChild(effect: unknown): Iterable<unknown>;
    provide(effect: unknown, layer: unknown): unknown;
    runPromise(effect: unknown): Promise<unknown>;
  };
}
interface TestingModule {
  readonly TestClock: { adjust(milliseconds: number): Iterable<unknown>; layer(): unknown };
}

async function tasks(n: number, meter: Meter, delays: Delays): Promise<void> {
  const { Effect } = await peerPackage<EffectModule>('effect');
  const { TestClock } = await peerPackage<TestingModule>('effect/testing');
  let going = true;
  const task = (id: number): unknown =>
    Effect.gen(function* () {
      while (going) {
        yield* Effect.sleep(delays.next());
        if (going) going = meter.tick(id);
      }
    });
  const all = Effect.gen(function* () {
    for (let id = 0; id < n; id += 1) yield* Effect.forkChild(task(id));
    while (going) yield* TestClock.adjust(1);
  });
  await Effect.runPromise(Effect.provide(all, TestClock.layer()));
}

/** Fibers of effect that sleep under its TestClock. */
export const effectPeer: Contestant = { name: 'effect', onDemand: true, workloads: { async: tasks } };
