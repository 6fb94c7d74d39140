import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CONFIG_NAME } from '../config-file.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import { whyUnreadable } from '../why-unreadable.ts';

export interface InitFlags {
  readonly ci?: 'github' | 'none';
  readonly force?: boolean;
}

const CONFIG = `# Settings of simlet for this folder and those below it. The names are those of the flags (simlet help check).
# What is typed wins over SIMLET_... in the environment, that over a profile, that over what stands here.

# How long programs take that the manifests do not tell; "container=time", or a time for all.
# stop-seconds: [app=5s]
# start-seconds: [app=10s..40s]
# hook-seconds: [app=20s]

# Seeded runs for each workload.
# runs: 200

# What is not asked, with the reason beside it.
# skip: [prestop-once]   # our hooks bear to run twice: see ...

# error: what is broken; warning: what depends on a number not given as well; vacuous: what was not met as well.
# fail-on: error

# kube-version: "1.36"

# simlet check --profile ci
profiles:
  ci:
    runs: 500
    reporter: [junit=simlet-report/junit.xml, sarif=simlet-report/simlet.sarif]
    report-dir: simlet-report
`;

const WORKFLOW = `name: simlet
on: [pull_request]
permissions:
  contents: read
  security-events: write # for the upload to code scanning
jobs:
  simlet:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 22 }
      # Annotations and the summary of the job come by themselves.
      - run: npx --yes simlet check k8s/ --profile ci
      - uses: github/codeql-action/upload-sarif@v3
        if: always()
        with: { sarif_file: simlet-report/simlet.sarif }
      - uses: actions/upload-artifact@v4
        if: always()
        with: { name: simlet-report, path: simlet-report }
`;

/** `simlet init`: settings to start from, and a workflow that uses them. Nothing is written over. */
export function init({ ci = 'github', force }: InitFlags, io: Io): ExitCode {
  const files: readonly (readonly [path: string, text: string])[] = [
    [CONFIG_NAME, CONFIG],
    ...(ci === 'github' ? [['.github/workflows/simlet.yaml', WORKFLOW] as const] : []),
  ];
  const there = files.map(([path]) => path).filter((path) => existsSync(join(io.cwd, path)));
  if (there.length > 0 && force !== true) {
    throw new UsageError(
      `${there.join(' and ')} ${there.length === 1 ? 'is' : 'are'} there already: --force writes over`,
    );
  }
  for (const [path, text] of files) {
    write(join(io.cwd, path), path, text);
    io.out(` wrote ${path}\n`);
  }
  io.out(` try it: npx simlet check . ${ci === 'github' ? '--profile ci' : ''}`.trimEnd().concat('\n'));
  return EXIT.held;
}

function write(full: string, path: string, text: string): void {
  try {
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
  } catch (error) {
    throw new UsageError(`${path}: cannot be written: ${whyUnreadable(error)}`);
  }
}
