import { Worker } from 'node:worker_threads';
import type { Deviation } from '@simlet/core';
import type { CampaignPlan } from './plan.ts';
import type { Pool } from './pool.ts';
import type { LostRun } from './slice-result.ts';
import type { WorkerAnswer, WorkerMessage, WorkerStart, WorkerTask } from './worker-messages.ts';

export interface ThreadPoolOptions {
  readonly plan: CampaignPlan;
  /** What `serveCampaign` gets. Plain data. */
  readonly subjects: unknown;
  /** The module that calls `serveCampaign`. */
  readonly entry: URL;
  readonly workers: number;
  /** A run that takes longer never ends: its worker is given up, twice, and the run is lost. Milliseconds, default 30 s. */
  readonly runTimeout?: number;
}

const USUAL_TIMEOUT = 30_000;
const LOOKS = 10;

/** Does the tasks of a campaign in worker threads. A run that never ends, or takes its worker with it, costs that run only. */
export function threadPool(options: ThreadPoolOptions): Pool {
  const idle: Thread[] = Array.from({ length: options.workers }, () => threadOf(options));
  const waiting: ((thread: Thread) => void)[] = [];
  const all = new Set(idle);
  const take = (): Promise<Thread> => {
    const thread = idle.pop();
    return thread === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(thread);
  };
  const give = (thread: Thread): void => {
    const next = waiting.shift();
    if (next === undefined) idle.push(thread);
    else next(thread);
  };
  return {
    size: options.workers,
    async run(task) {
      const thread = await take();
      try {
        return await runWhateverItTakes(thread, task);
      } finally {
        give(thread);
      }
    },
    async close() {
      await Promise.all([...all].map((thread) => thread.end()));
    },
  };
}

/** A task again and again, each time without one more run that is known never to end. */
async function runWhateverItTakes(thread: Thread, task: WorkerTask): Promise<WorkerAnswer> {
  let next = task;
  for (;;) {
    const outcome = await thread.run(next);
    if ('answer' in outcome) return outcome.answer;
    const { run, label, deviations, why } = outcome;
    if (next.kind === 'survey') throw new Error(`the calm run of subject ${next.subject}: ${why}`);
    if (next.kind === 'shrink') {
      // The first run of a shrink is the failing one again: it and what was tried before the run that is lost.
      if ((next.mostRuns ?? Number.POSITIVE_INFINITY) < run)
        throw new Error(`shrinking subject ${next.subject}: ${why}`);
      next = { ...next, mostRuns: run - 1 };
      continue;
    }
    const { slice, lost, watched } = next;
    // Once more and watched, to see whether it is the run or the machine, and what led to it.
    if (watched !== run) next = { kind: 'slice', slice, lost, watched: run };
    else next = { kind: 'slice', slice, lost: [...lost, { run, label, deviations, why }] };
  }
}

type Outcome = { readonly answer: WorkerAnswer } | LostRun;

interface Thread {
  run(task: WorkerTask): Promise<Outcome>;
  end(): Promise<void>;
}

function threadOf({ plan, subjects, entry, runTimeout = USUAL_TIMEOUT }: ThreadPoolOptions): Thread {
  const heartbeat = new Int32Array(new SharedArrayBuffer(4));
  const start: WorkerStart = { plan, subjects, heartbeat };
  let worker: Worker | undefined;
  return {
    async run(task) {
      Atomics.store(heartbeat, 0, 0);
      worker ??= new Worker(entry, { workerData: start });
      const outcome = await outcomeOf(worker, task, heartbeat, runTimeout);
      if ('answer' in outcome) return outcome;
      await worker.terminate();
      worker = undefined;
      return outcome;
    },
    async end() {
      await worker?.terminate();
    },
  };
}

function outcomeOf(worker: Worker, task: WorkerTask, heartbeat: Int32Array, timeout: number): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    let label = '';
    const deviations: Deviation[] = [];
    let beat = 0;
    let looks = 0;
    // Several looks, so that a main thread that is held up itself does not take its own pause for that of the worker.
    const timer = setInterval(() => {
      const now = Atomics.load(heartbeat, 0);
      // Before the first run the worker is being started, which takes as long as it takes.
      looks = now > 0 && now === beat ? looks + 1 : 0;
      beat = now;
      if (looks >= LOOKS) lose(`no end after ${timeout / 1_000} s`);
    }, timeout / LOOKS);
    const settle = (): void => {
      clearInterval(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
    };
    const lose = (why: string): void => {
      settle();
      resolve({ run: Atomics.load(heartbeat, 0) - 1, label, deviations, why });
    };
    const onMessage = (message: WorkerMessage): void => {
      if (message.kind === 'watched') label = message.label;
      else if (message.kind === 'deviation') deviations.push(message.deviation);
      else {
        settle();
        if (message.kind === 'answer') resolve({ answer: message.answer });
        else reject(new Error(message.message));
      }
    };
    const onError = (error: Error): void => {
      // Before its first run a worker has no run to blame.
      if (Atomics.load(heartbeat, 0) > 0) lose(`the worker died: ${error.message}`);
      else {
        settle();
        reject(error);
      }
    };
    const onExit = (code: number): void => lose(`the worker ended with ${code}`);
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(task);
  });
}
