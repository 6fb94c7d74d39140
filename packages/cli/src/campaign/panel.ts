import type { Io } from '../io.ts';
import { cutMiddle, printable, signsOf } from '../render/paint.ts';
import type { Terminal } from '../terminal.ts';

/** How far a campaign is. */
export interface Standing {
  readonly runs: number;
  readonly states: number;
  readonly failures: number;
  /** From 0 to 1; undefined where nobody said when it is to end. */
  readonly share: number | undefined;
  /** Milliseconds since it began, and since a state was seen for the first time. */
  readonly elapsed: number;
  readonly sinceNew: number;
  readonly paused: boolean;
}

const PATIENCE_MS = 500;
const BETWEEN_FRAMES_MS = 200;
const LINES = 4;
const LEAST_BAR = 10;

/** A few lines at the foot of a terminal, written anew in their place; what is said in between stands above them. */
export interface Panel {
  /** Draws, where it is time to. */
  draw(standing: Standing): void;
  /** Takes the lines away, so that something else can be printed. */
  clear(): void;
}

export function panelOn(io: Io, terminal: Terminal, hasKeys: boolean): Panel {
  let next = PATIENCE_MS;
  let shown = false;
  const clear = (): void => {
    if (shown) io.err(`\u001B[${LINES}A\r\u001B[J`);
    shown = false;
  };
  return {
    clear,
    draw(standing) {
      if (standing.elapsed < next) return;
      next = standing.elapsed + BETWEEN_FRAMES_MS;
      clear();
      const { ellipsis } = signsOf(terminal);
      const lines = linesOf(standing, terminal, hasKeys).map((line) =>
        cutMiddle(printable(line), terminal.width - 1, ellipsis),
      );
      io.err(`${lines.join('\n')}\n`);
      shown = true;
    },
  };
}

/** The lines of the panel: always as many. */
export function linesOf(standing: Standing, terminal: Terminal, hasKeys: boolean): readonly string[] {
  const { runs, states, failures, elapsed, sinceNew, paused } = standing;
  const rate = Math.round((runs * 1_000) / Math.max(1, elapsed));
  return [
    barOf(standing, terminal),
    ` runs      ${counted(runs)}   ${counted(rate)}/s      states ${counted(states)}      failures ${failures}`,
    ` new       last new state ${Math.round(sinceNew / 1_000)} s ago${paused ? '      paused' : ''}`,
    hasKeys ? ` i status   p ${paused ? 'go on' : 'pause'}   q finish` : ' Ctrl-C ends it; --resume goes on',
  ];
}

function barOf({ share, elapsed }: Standing, terminal: Terminal): string {
  const time = `${Math.floor(elapsed / 60_000)}:${String(Math.floor(elapsed / 1_000) % 60).padStart(2, '0')}`;
  if (share === undefined) return ` ${time}`;
  const tail = `  ${String(Math.min(100, Math.floor(share * 100))).padStart(3)} %  ${time}`;
  const room = Math.max(LEAST_BAR, terminal.width - tail.length - 3);
  const full = Math.round(Math.min(1, share) * room);
  const [done, left] = terminal.unicode ? ['━', '┄'] : ['#', '.'];
  return ` ${done.repeat(full)}${left.repeat(room - full)}${tail}`;
}

function counted(value: number): string {
  return String(value).replaceAll(/\B(?=(?:\d{3})+$)/gu, ',');
}
