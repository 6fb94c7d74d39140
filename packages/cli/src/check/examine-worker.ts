import { parentPort } from 'node:worker_threads';
import { readManifests } from '@simlet/manifest';
import type { ManifestReading } from '@simlet/manifest';
import { promises } from '@simlet/properties';
import { conclude } from './conclude.ts';
import { examine } from './examine.ts';
import { toPortable } from './portable.ts';
import type { Portable } from './portable.ts';
import type { Settings } from './settings.ts';

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

export type ExamineAnswer = { readonly examination: Portable } | { readonly failed: string };

const readings = new Map<string, ManifestReading>();

/** A file is read once, however many of its workloads this thread examines. */
function readingOf({ file, text, strict }: ExamineTask): ManifestReading {
  const known = readings.get(file);
  if (known !== undefined) return known;
  const reading = readManifests(text, { file, strict });
  readings.set(file, reading);
  return reading;
}

function answerTo(task: ExamineTask): ExamineAnswer {
  try {
    const workload = readingOf(task).workloads[task.index];
    if (workload === undefined) return { failed: `${task.file} has no workload ${task.index}` };
    const asked = promises.filter(({ id }) => task.properties.includes(id));
    return { examination: toPortable(conclude(examine(workload, asked, task.settings), task.settings)) };
  } catch (error) {
    return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

const port = parentPort;
port?.on('message', (task: ExamineTask) => port.postMessage(answerTo(task)));
