import type { Finding } from '../check/examination.ts';
import type { Terminal } from '../terminal.ts';

/** How a report is to be written. */
export interface ReportOptions {
  readonly terminal: Terminal;
  /** Every counter-example with its time-line, and every situation that was reached. */
  readonly verbose: boolean;
  /** The line that makes the run of a finding again. */
  readonly replay: (finding: Finding) => string;
  /** The command that makes the run of the usual numbers again, to which `--stopped-by` may be added. */
  readonly again: string;
}
