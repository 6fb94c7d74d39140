import type { SliceResult } from '@simlet/explorer';
import type { Io } from '../io.ts';
import { printable } from '../render/paint.ts';
import type { Terminal } from '../terminal.ts';
import type { CampaignSpec } from './campaign-folder.ts';
import { panelOn } from './panel.ts';
import type { Standing } from './panel.ts';

/**
 * What a campaign tells while it runs, on the error stream: a line for each new failure at once, and how far it is: on a terminal
 * a panel, elsewhere a line every five seconds. `SIMLET_PROGRESS=never` leaves out how far it is.
 */
export interface Progress {
  add(slice: SliceResult): void;
  /** Called often. */
  tick(paused: boolean): void;
  /** Says how far it is, in a line that stays. */
  status(): void;
  end(): void;
}

export interface ProgressOptions {
  readonly quiet: boolean;
  readonly terminal: Terminal;
  /** After so many milliseconds it ends. */
  readonly milliseconds: number;
  /** Whether keys are listened to. */
  readonly hasKeys: boolean;
}

const EVERY_MS = 5_000;

export function progressOf(
  { sources, plan }: CampaignSpec,
  io: Io,
  { quiet, terminal, milliseconds, hasKeys }: ProgressOptions,
): Progress {
  const began = performance.now();
  const told = new Set<string>();
  const showsMore = !quiet && io.env['SIMLET_PROGRESS'] !== 'never';
  const inPlace = showsMore && io.errIsTerminal === true && io.env['TERM'] !== 'dumb';
  const panel = panelOn(io, terminal, hasKeys);
  let last = began;
  let newest = began;
  let runs = 0;
  let states = 0;
  const standing = (paused: boolean): Standing => {
    const elapsed = performance.now() - began;
    const byRuns = plan.runs === undefined ? 0 : runs / plan.runs;
    const byTime = Number.isFinite(milliseconds) ? elapsed / milliseconds : 0;
    const share = plan.runs === undefined && !Number.isFinite(milliseconds) ? undefined : Math.max(byRuns, byTime);
    return { runs, states, failures: told.size, share, elapsed, sinceNew: performance.now() - newest, paused };
  };
  const say = (line: string): void => {
    panel.clear();
    io.err(`${line}\n`);
  };
  const status = (): void => {
    const seconds = (performance.now() - began) / 1_000;
    const of = plan.runs === undefined ? '' : ` of about ${plan.runs}`;
    say(
      `explore: ${Math.round(seconds)}s, runs ${runs}${of} (${Math.round(runs / seconds)}/s), states ${states}, failures ${told.size}`,
    );
  };
  return {
    status,
    end: () => panel.clear(),
    tick(paused) {
      if (inPlace) panel.draw(standing(paused));
    },
    add(slice) {
      runs += slice.runs;
      states += slice.states.length;
      if (slice.states.length > 0) newest = performance.now();
      if (quiet) return;
      const subject = printable(sources[slice.subject]?.name ?? '');
      for (const { breachId, label } of slice.findings) {
        const key = `${breachId} ${subject}`;
        if (told.has(key)) continue;
        told.add(key);
        say(`explore: FAIL ${key} by ${slice.strategy}, ${printable(label)}`);
      }
      for (const { label, why } of slice.lost) say(`explore: LOST ${subject}, ${printable(label)}: ${why}`);
      if (inPlace || !showsMore || performance.now() - last < EVERY_MS) return;
      last = performance.now();
      status();
    },
  };
}
