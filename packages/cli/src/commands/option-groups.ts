import { Option } from 'commander';
import type { Command } from 'commander';

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
    .option(
      '--strict',
      'every unknown field is an error, not only one that is misplaced or nearly named like a known one',
    );
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
