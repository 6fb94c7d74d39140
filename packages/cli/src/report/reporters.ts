import { dotsReporter } from './dots-reporter.ts';
import { githubReporter } from './github-reporter.ts';
import { humanReporter } from './human-reporter.ts';
import { htmlReporter } from './html/html-reporter.ts';
import { jsonReporter } from './json-reporter.ts';
import { junitReporter } from './junit-reporter.ts';
import { linesReporter } from './lines-reporter.ts';
import { markdownReporter } from './markdown-reporter.ts';
import { ndjsonReporter } from './ndjson-reporter.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';
import type { ReporterName } from './reporter-names.ts';
import { sarifReporter } from './sarif-reporter.ts';

/** How each reporter is made. */
export type Reporters = Readonly<Record<ReporterName, (options: ReporterOptions) => Reporter>>;

export const reporters: Reporters = {
  human: humanReporter,
  dots: dotsReporter,
  lines: linesReporter,
  json: jsonReporter,
  ndjson: ndjsonReporter,
  junit: junitReporter,
  sarif: sarifReporter,
  github: githubReporter,
  markdown: markdownReporter,
  html: htmlReporter,
};
