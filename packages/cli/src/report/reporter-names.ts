/** The forms of output, as `--reporter` names them. */
export const REPORTER_NAMES = [
  'human',
  'dots',
  'lines',
  'json',
  'ndjson',
  'junit',
  'sarif',
  'github',
  'markdown',
  'html',
] as const;

export type ReporterName = (typeof REPORTER_NAMES)[number];
