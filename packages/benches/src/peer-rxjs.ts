import { TIMEOUT, type Contestant } from './contestant.ts';
import type { Delays } from './delays.ts';
import type { Meter } from './meter.ts';
import { peerPackage } from './peer-packages.ts';

/** What is used here of rxjs. */
interface Rxjs {
  readonly VirtualTimeScheduler: new () => Scheduler;
}
interface Scheduler {
  schedule(work: () => void, delay: number): { unsubscribe(): void };
  flush(): void;
}

// Each event is scheduled on the scheduler and not by the action that ran, which would keep all before it alive.
async function hold(n: number, meter: Meter, delays: Delays): Promise<void> {
  const { VirtualTimeScheduler } = await peerPackage<Rxjs>('rxjs');
  const scheduler = new VirtualTimeScheduler();
  let going = true;
  const arm = (id: number): void => {
    scheduler.schedule(() => {
      if (!going) return;
      arm(id);
      going = meter.tick(id);
    }, delays.next());
  };
  for (let id = 0; id < n; id += 1) arm(id);
  scheduler.flush();
}

async function cancel(n: number, meter: Meter, delays: Delays): Promise<void> {
  const { VirtualTimeScheduler } = await peerPackage<Rxjs>('rxjs');
  const scheduler = new VirtualTimeScheduler();
  let going = true;
  const reply = (client: number, timeout: { unsubscribe(): void } | undefined): void => {
    scheduler.schedule(() => {
      if (!going) return;
      timeout?.unsubscribe();
      const next = scheduler.schedule(() => undefined, TIMEOUT);
      reply(client, next);
      going = meter.tick(client);
    }, delays.next());
  };
  for (let client = 0; client < n; client += 1) reply(client, undefined);
  scheduler.flush();
}

/** The VirtualTimeScheduler of rxjs, which sorts all that is pending at every schedule: above 1,000 it comes to no end. */
export const rxjsPeer: Contestant = {
  name: 'rxjs',
  onDemand: true,
  largest: 1_000,
  workloads: { hold, 'hold-dense': hold, cancel },
};
