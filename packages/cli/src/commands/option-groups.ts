import { Option } from 'commander';
import type { Command } from 'commander';
import { REPORTER_NAMES } from '../report/reporter-names.ts';

/** What `--own-properties` is for. */
export const OWN_PROPERTIES = 'properties of your own (default: simlet.config.mjs here or above)';

/** The flags that say what a single run is like: those of `check`, `replay`, `describe` and `diff`. */
export function modelOptions(command: Command): Command {
  return command
    .option('--workload <kind/name>', 'only this workload')
    .option(
      '--hook-seconds <[container=]time>',
      'how long hooks take that are not read off: 20s, 5s..60s, app=20s',
      repeatable,
    )
    .option('--start-seconds <[container=]time>', 'how long the probes of a container fail at first', repeatable)
    .option('--stop-seconds <[container=]time>', 'how long after SIGTERM a container exits', repeatable)
    .option('--run-seconds <[container=]time>', 'how long init containers and containers of Jobs run', repeatable)
    .option('--grace-period <seconds>', 'the operator deletes with this grace period')
    .option(
      '--stopped-by <cause[:container]>',
      'what stops the pod: delete, drain, oom, spot, ... as in the stop table',
    )
    .option('--kube-version <version>', 'the version of Kubernetes, such as 1.36')
    .option('--ties', 'who goes first at one instant is a decision as well')
    .option('--own-properties <module>', OWN_PROPERTIES)
    .option(
      '--strict',
      'every unknown field is an error, not only one that is misplaced or nearly named like a known one',
    );
}

/** What `check` and `explore` say differently about the flags that both have. */
export interface JudgedWords {
  readonly runs: string;
  readonly workers: string;
  readonly quiet: string;
  readonly verbose: string;
}

/** The flags of the commands that make many runs and judge them: `check` and `explore`. */
export function judgedOptions(command: Command, words: JudgedWords): Command {
  return command
    .option('--runs <number>', words.runs)
    .option('--seed-from <number>', 'the first seed')
    .option('--sweep-limit <number>', 'most runs with a single deviation for each workload')
    .option('--workers <number>', words.workers)
    .option('--shard <k/n>', 'the k-th of n parts; merge puts them together')
    .option('--faults <kinds>', 'what goes wrong: kubelet-crash (the default), or none')
    .option('--no-faults', 'the kubelet never crashes: --faults none')
    .option('--property <id>', 'only this property (repeatable)', repeatable)
    .option('--skip <id>', 'not this property (repeatable)', repeatable)
    .option('--idempotent <answer>', 'whether PreStop hooks bear to run twice: yes, no or unknown')
    .option('--reporter <name[=file]>', `${REPORTER_NAMES.join(', ')}; with a file as often as wanted`, repeatable)
    .option('--json', 'for programs; its JSON Schema is in the package')
    .option('--kind <kind>', 'only workloads of this kind (repeatable)', repeatable)
    .option('-l, --selector <labels>', 'only workloads with these labels: app=web,tier!=cache')
    .option('--changed [commit]', 'only files that git says changed since then (default: HEAD)')
    .option('-q, --quiet', words.quiet)
    .option('-v, --verbose', words.verbose);
}

/** The flags that every command has. */
export function commonOptions(command: Command): Command {
  return command
    .addOption(new Option('--color <when>', 'colours in the output').choices(['auto', 'always', 'never']))
    .option('--ascii', 'no characters beyond ASCII')
    .option('--config <file>', 'settings from this file (default: .simlet.yaml here or above, up to the repository)')
    .option('--profile <name>', 'the settings of this profile of the file as well')
    .option('--cwd <folder>', 'as if it were started there');
}

/** Collects the values of a flag that may be given several times. */
export function repeatable(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
