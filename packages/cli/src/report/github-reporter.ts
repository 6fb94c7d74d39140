import { printable } from '../render/paint.ts';
import { isFailing } from './failing.ts';
import { foundIn, objectName } from './finding-line.ts';
import type { Reporter } from './reporter.ts';

/** Annotations of GitHub Actions: workflow commands, which put what was found beside the lines of a change. */
export function githubReporter(): Reporter {
  return {
    begin: ({ diagnostics, unreadable }) =>
      [
        ...unreadable.map(({ name, message }) => command('error', { file: name, title: 'simlet' }, message)),
        ...diagnostics.map(({ severity, file, line, column, endColumn, code, message, hint }) =>
          command(
            severity,
            { file, line, col: column, endColumn, title: code },
            hint === undefined ? message : `${message}\n${hint}`,
          ),
        ),
      ].join(''),
    workload: () => '',
    end(result) {
      return foundIn(result)
        .map(({ workload, property: { id, outcome, words, counterExample } }) => {
          const level = isFailing(outcome, result.failOn) ? 'error' : 'warning';
          const { line, column, endColumn } = counterExample?.place ?? { line: workload.line, column: 1 };
          const said = [`${objectName(workload)}: ${counterExample?.message ?? words}`];
          if (outcome === 'depends') said.push(`It ${words}.`);
          if (counterExample?.fix !== undefined) said.push(`Fix: ${counterExample.fix}`);
          if (counterExample !== undefined) said.push(`Replay: ${counterExample.replay}`);
          return command(
            level,
            { file: workload.file, line, col: column, endColumn, title: `simlet ${id}` },
            said.join('\n'),
          );
        })
        .join('');
    },
  };
}

function command(
  level: string,
  properties: Readonly<Record<string, string | number | undefined>>,
  text: string,
): string {
  const written = Object.entries(properties)
    // Standard input is no file that a change could be annotated in.
    .filter(([name, value]) => value !== undefined && !(name === 'file' && value === '-'))
    .map(([name, value]) => `${name}=${escapeProperty(printable(String(value)))}`);
  const lines = text.split('\n').map((line) => escapeData(printable(line)));
  return `::${level} ${written.join(',')}::${lines.join('%0A')}\n`;
}

/** *Source*: the escaping of workflow commands, @actions/core, command.ts. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
