import type { PropertyOutcome } from '../check/examination.ts';
import { paint } from '../render/paint.ts';
import type { Tone } from '../render/paint.ts';
import { paragraph } from '../render/paragraph.ts';
import { summaryText } from '../render/summary.ts';
import { findingLine, foundIn } from './finding-line.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';

const SIGNS: Readonly<Record<PropertyOutcome, readonly [sign: string, tone: Tone]>> = {
  holds: ['.', 'good'],
  broken: ['F', 'bad'],
  depends: ['?', 'warning'],
  'not met': ['-', 'quiet'],
};

/** One sign for each property of each workload, then a line for each thing found. */
export function dotsReporter({ terminal }: ReporterOptions): Reporter {
  let column = 0;
  return {
    begin: () => '',
    workload({ result }) {
      return result.properties
        .map(({ outcome }) => {
          const [sign, tone] = SIGNS[outcome];
          const lineFeed = column > 0 && column % terminal.width === 0 ? '\n' : '';
          column += 1;
          return `${lineFeed}${paint(terminal, tone, sign)}`;
        })
        .join('');
    },
    end(result) {
      const found = foundIn(result).flatMap((one) => paragraph(findingLine(one), 1, terminal));
      const lines = [
        ...(column === 0 ? [] : ['', '']),
        ...found,
        ...(found.length === 0 ? [] : ['']),
        ...summaryText(result.workloads, terminal),
      ];
      return `${lines.join('\n')}\n`;
    },
  };
}
