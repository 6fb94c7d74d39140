import { printable, signsOf } from '../render/paint.ts';
import { paragraph } from '../render/paragraph.ts';
import { summaryText } from '../render/summary.ts';
import type { Terminal } from '../terminal.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';
import type { RunHead } from './result.ts';

/** For people: a list for each workload, each counter-example with its time-line, a summary. */
export function humanReporter({ terminal, quiet, verbose }: ReporterOptions): Reporter {
  let file: string | undefined;
  return {
    begin: (head) => (quiet || head.workloadCount === 0 ? '' : `${headLines(head, terminal).join('\n')}\n\n`),
    workload({ result, text }) {
      if (quiet && result.properties.every(({ outcome }) => outcome === 'holds' || outcome === 'not met')) return '';
      const heading = result.file === file ? '' : ` ${printable(result.file)}\n`;
      file = result.file;
      return `${heading}${text(terminal, verbose).join('\n')}\n`;
    },
    end({ workloads, skippedKinds }) {
      if (workloads.length === 0) return '';
      const kinds = `Not read  ${skippedKinds.join(', ')}: no pod template in them`;
      const skipped = skippedKinds.length === 0 ? [] : paragraph(kinds, 1, terminal);
      return `${[...summaryText(workloads, terminal), ...skipped].join('\n')}\n`;
    },
  };
}

function headLines(head: RunHead, terminal: Terminal): readonly string[] {
  const { dot, dash } = signsOf(terminal);
  const { from, runs } = head.seeds;
  const seeds = runs === 0 ? 'no seeds' : `seeds ${from}${dash}${from + runs - 1}`;
  const grace = head.gracePeriodSeconds === undefined ? [] : [`deleted with a grace of ${head.gracePeriodSeconds} s`];
  const faults = head.faults ? 'kubelet crash at every step' : 'no faults';
  const words = [`simlet ${head.simlet}`, `kubelet model ${head.kubernetesVersion}`, seeds, faults, ...grace];
  return paragraph(words.join(` ${dot} `), 1, terminal);
}
