import { parentPort, workerData } from 'node:worker_threads';
import { doTask } from './do-task.ts';
import type { CampaignSubject } from './subject.ts';
import type { WorkerMessage, WorkerStart, WorkerTask } from './worker-messages.ts';

/**
 * The whole of a worker thread of a campaign: `subjectsOf` builds the subjects from what the campaign gives its workers, and from
 * then on the thread does what it is asked. Call it from the module whose URL `threadPool` is given.
 */
export async function serveCampaign(
  subjectsOf: (data: unknown) => readonly CampaignSubject[] | Promise<readonly CampaignSubject[]>,
): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('this module is the worker of a campaign, and not to be started by itself');
  const { plan, subjects: data, heartbeat } = workerData as WorkerStart;
  const subjects = await subjectsOf(data);
  const say = (message: WorkerMessage): void => port.postMessage(message);
  port.on('message', (task: WorkerTask) => {
    const watched = task.kind === 'slice' ? task.watched : undefined;
    try {
      const answer = doTask(task, plan, subjects, {
        onRun(run, label) {
          Atomics.store(heartbeat, 0, run + 1);
          if (run === watched) say({ kind: 'watched', label });
        },
        onDeviation: (deviation) => say({ kind: 'deviation', deviation }),
        now: () => performance.now(),
      });
      say({ kind: 'answer', answer });
    } catch (error) {
      say({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
}
