import { printable } from '../render/paint.ts';
import { findingLine, foundIn } from './finding-line.ts';
import type { Reporter } from './reporter.ts';

/** One line for each thing found, `file:line:column: level: what`, as compilers print it. */
export function linesReporter(): Reporter {
  return {
    begin: ({ diagnostics, unreadable }) =>
      asText([
        ...unreadable.map(({ name, message }) => `${name}: error: ${message}`),
        ...diagnostics.map(
          ({ file, line, column, severity, code, message }) =>
            `${file}:${line}:${column}: ${severity}: ${code}: ${message}`,
        ),
      ]),
    workload: ({ result }) => asText(foundIn({ workloads: [result] }).map(findingLine)),
    end: () => '',
  };
}

function asText(lines: readonly string[]): string {
  return lines.map((line) => `${printable(line)}\n`).join('');
}
