import type { Reporter } from './reporter.ts';
import { safeJson } from './safe-json.ts';

/** The whole result as one JSON value; `schema/result-1.schema.json` describes it. */
export function jsonReporter(): Reporter {
  return {
    begin: () => '',
    workload: () => '',
    end: (result) => `${safeJson(result, 2)}\n`,
  };
}
