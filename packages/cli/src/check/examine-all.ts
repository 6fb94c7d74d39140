import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Workload } from '@simlet/manifest';
import type { Invariant } from '@simlet/properties';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import { conclude } from './conclude.ts';
import { examineInSteps } from './examine.ts';
import type { Examination } from './examination.ts';
import type { ExamineAnswer, ExamineTask } from './examine-worker.ts';
import { fromPortable } from './portable.ts';
import type { Settings } from './settings.ts';
import type { Steps } from './steps.ts';

/** What is to be examined, and how. */
export interface Examining {
  /** With the index of each among the workloads of its file. */
  readonly workloads: readonly { readonly workload: Workload; readonly index: number }[];
  readonly properties: readonly Invariant[];
  readonly settings: Settings;
  /** Threads; 1: this one alone. */
  readonly workers: number;
  /** Whether the manifests were read strictly, as a thread must read them again. */
  readonly strict: boolean;
  /** Called often, with the runs of the workload that comes next where they are known. */
  readonly onProgress: (runs: number | undefined) => void;
}

/** How far an examination came that was interrupted: known only where it was made in this thread. */
export interface Interrupted {
  readonly interrupted: true;
  readonly runs?: number;
  readonly broken?: ReadonlySet<string>;
}

/** A thread is not worth its start for less. */
const WORKLOADS_PER_WORKER = 2;

/** How many threads to take where nobody says: sources cannot be run in threads, what was built can. */
export function usualWorkers(workloads: number): number {
  const isBuilt = import.meta.url.endsWith('.js');
  return isBuilt ? Math.max(1, Math.min(availableParallelism(), Math.floor(workloads / WORKLOADS_PER_WORKER))) : 1;
}

/** The examinations in the order of the workloads, each as soon as it and those before it are there. */
export async function* examineAll(
  examining: Examining,
  io: Io,
): AsyncGenerator<Examination | Interrupted, void, undefined> {
  if (examining.workers > 1) yield* inThreads(examining, io);
  else yield* inThisThread(examining, io);
}

/** So many runs are made before signals may come in again. */
const RUNS_AT_A_TIME = 4;

async function* inThisThread(
  { workloads, properties, settings, onProgress }: Examining,
  io: Io,
): AsyncGenerator<Examination | Interrupted, void, undefined> {
  for (const { workload } of workloads) {
    const steps = wholeExamination(workload, properties, settings);
    const broken = new Set<string>();
    for (let runs = 0; ; runs += 1) {
      if (runs % RUNS_AT_A_TIME === 0 && (await io.isInterrupted?.()) === true) {
        yield { interrupted: true, runs, broken };
        return;
      }
      onProgress(runs);
      const step = steps.next();
      if (step.done === true) {
        yield step.value;
        break;
      }
      for (const id of step.value) broken.add(id);
    }
  }
}

function* wholeExamination(
  workload: Workload,
  properties: readonly Invariant[],
  settings: Settings,
): Steps<Examination> {
  return yield* conclude(yield* examineInSteps(workload, properties, settings), settings);
}

const POLL_MS = 50;

async function* inThreads(
  { workloads, properties, settings, workers, strict, onProgress }: Examining,
  io: Io,
): AsyncGenerator<Examination | Interrupted, void, undefined> {
  const threads = Array.from({ length: workers }, () => new Worker(new URL('./examine-worker.js', import.meta.url)));
  const tasks = workloads.map(({ workload, index }): ExamineTask => {
    return {
      file: workload.file,
      text: workload.fileText,
      strict,
      index,
      properties: properties.map(({ id }) => id),
      settings,
    };
  });
  const settle: ((answer: ExamineAnswer) => void)[] = [];
  const answers = tasks.map(
    (_task, index) =>
      new Promise<ExamineAnswer>((resolve) => {
        settle[index] = resolve;
      }),
  );
  let next = 0;
  for (const thread of threads) {
    let mine = -1;
    const take = (): void => {
      mine = next;
      next += 1;
      const task = tasks[mine];
      if (task !== undefined) thread.postMessage(task);
    };
    thread.on('message', (answer: ExamineAnswer) => {
      settle[mine]?.(answer);
      take();
    });
    thread.on('error', (error) => settle[mine]?.({ failed: error.stack ?? error.message, refused: false }));
    take();
  }
  try {
    for (const [at, { workload }] of workloads.entries()) {
      const answer = await unlessInterrupted(answers[at], io, onProgress);
      if (answer === undefined) {
        yield { interrupted: true };
        return;
      }
      if ('failed' in answer) throw answer.refused ? new UsageError(answer.failed) : new Error(answer.failed);
      yield fromPortable(answer.examination, workload, properties);
    }
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

/** The answer, or undefined where the user asked to stop before it came. */
async function unlessInterrupted(
  answer: Promise<ExamineAnswer> | undefined,
  io: Io,
  onProgress: Examining['onProgress'],
): Promise<ExamineAnswer | undefined> {
  for (;;) {
    const tick = new Promise<'tick'>((resolve) => {
      setTimeout(() => resolve('tick'), POLL_MS).unref();
    });
    const first = await Promise.race([answer, tick]);
    if (first !== 'tick') return first;
    onProgress(undefined);
    if ((await io.isInterrupted?.()) === true) return undefined;
  }
}
