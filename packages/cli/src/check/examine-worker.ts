import { parentPort } from 'node:worker_threads';
import { readManifests } from '@simlet/manifest';
import type { ManifestReading } from '@simlet/manifest';
import { usageErrorIn } from '../usage-error.ts';
import { conclude } from './conclude.ts';
import { examine } from './examine.ts';
import { toPortable } from './portable.ts';
import type { Portable } from './portable.ts';
import { knownProperties } from '../own-properties.ts';
import type { Settings } from './settings.ts';
import { finish } from './steps.ts';

/** What a worker thread of a check is asked for: one workload of a text. */
export interface ExamineTask {
  readonly file: string;
  readonly text: string;
  readonly strict: boolean;
  /** Among the workloads of that text. */
  readonly index: number;
  readonly properties: readonly string[];
  readonly settings: Settings;
}

export type ExamineAnswer =
  | { readonly examination: Portable }
  /** `refused`: it is the user who erred. */
  | { readonly failed: string; readonly refused: boolean };

const readings = new Map<string, ManifestReading>();

/** A file is read once, however many of its workloads this thread examines. */
function readingOf({ file, text, strict }: ExamineTask): ManifestReading {
  const known = readings.get(file);
  if (known !== undefined) return known;
  const reading = readManifests(text, { file, strict });
  readings.set(file, reading);
  return reading;
}

async function answerTo(task: ExamineTask): Promise<ExamineAnswer> {
  try {
    const workload = readingOf(task).workloads[task.index];
    if (workload === undefined) return { failed: `${task.file} has no workload ${task.index}`, refused: false };
    const known = await knownProperties(task.settings.ownProperties);
    const asked = known.filter(({ id }) => task.properties.includes(id));
    return { examination: toPortable(finish(conclude(examine(workload, asked, task.settings), task.settings))) };
  } catch (error) {
    const refused = usageErrorIn(error);
    if (refused !== undefined) return { failed: refused.message, refused: true };
    return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error), refused: false };
  }
}

const port = parentPort;
port?.on('message', (task: ExamineTask) => {
  void answerTo(task).then((answer) => port.postMessage(answer));
});
