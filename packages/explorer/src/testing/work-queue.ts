import { createWorld, MILLISECOND, SECOND } from '@simlet/core';
import type { Behaviour, FactBody, Message, World, WorldOptions } from '@simlet/core';
import { rule } from '../index.ts';
import type { Model } from '../index.ts';

interface Deliver extends Message {
  readonly kind: 'deliver';
  readonly job: number;
}
type ToQueue = Readonly<{ kind: 'ack'; job: number }> | Readonly<{ kind: 'overdue'; job: number }>;
type ToWorker = Deliver | Readonly<{ kind: 'finished'; job: number }>;

interface Applied extends FactBody {
  readonly kind: 'applied';
  readonly job: number;
}

/** Delivers each job, and again each second until somebody says that it is done. */
const queue: Behaviour<number, readonly number[], ToQueue> = {
  kind: 'queue',
  start(jobs, turn) {
    const all = Array.from({ length: jobs }, (_, job) => job);
    for (const job of all) {
      turn.send('worker/main', { kind: 'deliver', job });
      turn.after(1 * SECOND, { kind: 'overdue', job });
    }
    return all;
  },
  receive(open, { kind, job }, turn) {
    if (kind === 'ack') return open.filter((one) => one !== job);
    if (!open.includes(job)) return open;
    turn.reach('a job was delivered again');
    turn.send('worker/main', { kind: 'deliver', job });
    turn.after(1 * SECOND, { kind: 'overdue', job });
    return open;
  },
};

/** Does a job, remembers on its disk that it did, and answers 20 ms later; a job that it remembers is answered at once. */
function worker(syncs: boolean): Behaviour<null, null, ToWorker> {
  return {
    kind: 'worker',
    start: () => null,
    receive(_state, { kind, job }, turn) {
      const done = `done/${job}`;
      if (kind === 'deliver' && turn.disk.read(done) === undefined) {
        const applied: Applied = { kind: 'applied', job };
        turn.record(applied);
        turn.disk.write(done, true);
        // The planted bug: without this line a crash may lose what was written.
        if (syncs) turn.disk.sync();
        turn.after(20 * MILLISECOND, { kind: 'finished', job });
      } else turn.send('queue/main', { kind: 'ack', job });
      return null;
    },
  };
}

const once = rule<Applied, readonly number[]>({
  id: 'applied-once',
  sentence: 'No job is applied twice.',
  start: [],
  step(before, { body: { job }, time }, broken) {
    if (before.includes(job)) broken(`job ${job} is applied again at ${time / SECOND} s`);
    return [...before, job];
  },
});

/** A queue with so many jobs, and a worker that may crash after each of its turns, over links that may lose messages. */
export function workQueue(jobs: number, syncs: boolean): Model<Applied> {
  const complete = rule<Applied, readonly number[]>({
    id: 'applied-in-the-end',
    sentence: 'Each job is applied in the end.',
    start: Array.from({ length: jobs }, (_, job) => job),
    step: (open, { body: { job } }) => open.filter((one) => one !== job),
    finish(open, broken) {
      if (open.length > 0) broken(`never applied: ${open.join(', ')}`);
    },
  });
  return {
    until: 60 * SECOND,
    rules: [once, complete],
    marks: ['a job was delivered again'],
    world(options: WorldOptions<Applied>): World<Applied> {
      const world = createWorld<Applied>(options);
      world.setLink({ from: 'queue', to: 'worker', both: true, rule: { lose: [1, 20] } });
      world.addHost({ name: 'queue', boot: [{ path: 'main', behaviour: queue, input: jobs }] });
      world.addHost({
        name: 'worker',
        boot: [{ path: 'main', behaviour: worker(syncs), input: null }],
        crashPoints: {
          delay: { simplest: 0, min: 0, max: 1, distribution: { kind: 'uniform', odds: [1, 10] } },
          restartAfter: { simplest: 50 * MILLISECOND, min: 0, max: 2 * SECOND },
        },
      });
      return world;
    },
  };
}
