import type { SliceResult } from '@simlet/explorer';
import type { Io } from '../io.ts';
import { printable } from '../render/paint.ts';
import type { CampaignSpec } from './campaign-folder.ts';

/** What a campaign tells while it runs, on the error stream: a line every five seconds, and one for each new failure at once. */
export interface Progress {
  add(slice: SliceResult): void;
}

const EVERY_MS = 5_000;

export function progressOf({ sources, plan }: CampaignSpec, io: Io, quiet: boolean): Progress {
  const began = performance.now();
  const told = new Set<string>();
  let last = began;
  let runs = 0;
  let states = 0;
  return {
    add(slice) {
      runs += slice.runs;
      states += slice.states.length;
      if (quiet) return;
      const seconds = (performance.now() - began) / 1_000;
      const subject = printable(sources[slice.subject]?.name ?? '');
      for (const { breachId, label } of slice.findings) {
        const key = `${breachId} ${subject}`;
        if (told.has(key)) continue;
        told.add(key);
        io.err(`explore: FAIL ${key} by ${slice.strategy}, ${printable(label)}\n`);
      }
      for (const { label, why } of slice.lost) io.err(`explore: LOST ${subject}, ${printable(label)}: ${why}\n`);
      if (performance.now() - last < EVERY_MS) return;
      last = performance.now();
      const rate = Math.round(runs / seconds);
      const of = plan.runs === undefined ? '' : ` of about ${plan.runs}`;
      io.err(
        `explore: ${Math.round(seconds)}s, runs ${runs}${of} (${rate}/s), states ${states}, failures ${told.size}\n`,
      );
    },
  };
}
