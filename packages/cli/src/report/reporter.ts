import type { Terminal } from '../terminal.ts';
import type { CheckResult, RunHead, WorkloadResult } from './result.ts';

/** A workload that has been examined: the result as data, and the words that people read. */
export interface ReportedWorkload {
  readonly result: WorkloadResult;
  /** All that is said about it. */
  readonly text: (terminal: Terminal, verbose: boolean) => readonly string[];
  /** The counter-example of one of its properties. */
  readonly findingText: (property: string, terminal: Terminal) => readonly string[];
}

/**
 * A form of output. It is told the beginning, then each workload as soon as it is examined, then the whole result, and
 * answers with the text to write at once. Nothing of the input may reach that text unescaped.
 */
export interface Reporter {
  begin(head: RunHead): string;
  workload(reported: ReportedWorkload): string;
  end(result: CheckResult): string;
}

/** What a reporter may know of the place that it writes to. */
export interface ReporterOptions {
  readonly terminal: Terminal;
  readonly quiet: boolean;
  readonly verbose: boolean;
}
