import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { ExitCode } from '../exit-code.ts';
import { EXIT } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { printable } from '../render/paint.ts';
import { openOutputs } from '../report/outputs.ts';
import type { OutputFlags } from '../report/outputs.ts';
import { readResult } from '../report/read-result.ts';
import { reportedResult } from '../report/reported-result.ts';
import type { CheckResult } from '../report/result.ts';
import { terminalOf } from '../terminal.ts';
import type { TerminalFlags } from '../terminal.ts';

export interface ReportFlags extends OutputFlags, TerminalFlags {
  readonly output?: string;
  readonly open?: boolean;
}

const USUAL_PAGE = 'simlet-report.html';

/** `simlet report`: a result that was saved, as a page for a browser and in every other form. */
export function report(path: string, flags: ReportFlags, io: Io): ExitCode {
  const result = readResult(path, io.cwd);
  if (flags.reporter === undefined || flags.output !== undefined || flags.open === true) {
    const page = flags.output ?? USUAL_PAGE;
    tell(result, { reporter: [`html=${page}`] }, { ...io, out: () => undefined }, flags);
    io.err(` wrote ${printable(page)}\n`);
    if (flags.open === true) open(resolve(io.cwd, page), io);
  }
  if (flags.reporter !== undefined) tell(result, flags, io, flags);
  return EXIT.held;
}

/** Gives a whole result to the reporters. */
export function tell(result: CheckResult, outputs: OutputFlags, io: Io, terminal: TerminalFlags): void {
  const { workloads, summary: _summary, ...head } = result;
  const opened = openOutputs(outputs, io, terminalOf(io, terminal));
  opened.begin(head);
  for (const workload of workloads) opened.workload(reportedResult(workload));
  opened.end(result);
}

/** Asks the system to show a page; where it cannot, its path has been told. */
function open(page: string, io: Io): void {
  const [command, ...words] =
    process.platform === 'darwin' ? ['open'] : process.platform === 'win32' ? ['cmd', '/c', 'start', ''] : ['xdg-open'];
  const child = spawn(command ?? '', [...words, page], { detached: true, stdio: 'ignore' });
  child.on('error', () => io.err(` no program opens ${printable(page)} here\n`));
  child.unref();
}
