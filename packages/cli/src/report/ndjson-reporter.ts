import type { Reporter } from './reporter.ts';
import { safeJson } from './safe-json.ts';

/** One JSON value a line, each as soon as it is known: `begin`, a `workload` for each, `end` with the summary. */
export function ndjsonReporter(): Reporter {
  const line = (event: string, value: object): string => `${safeJson({ event, ...value })}\n`;
  return {
    begin: (head) => line('begin', head),
    workload: ({ result }) => line('workload', result),
    end: ({ summary }) => line('end', { summary }),
  };
}
