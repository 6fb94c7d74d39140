import type { Scenario } from '@simlet/cluster';
import type { LifecycleHandler, Pod } from '@simlet/objects';
import { containersOf } from '../check/assumptions-of.ts';

/** A hook whose command says itself that it fails. */
export interface FailingHook {
  readonly container: string;
  readonly hook: 'postStart' | 'preStop';
  readonly exitCode: number;
}

/** The hooks of a pod that fail each time, as far as their words say so. */
export function failingHooks(pod: Pod): readonly FailingHook[] {
  return containersOf(pod).flatMap(({ container }) =>
    (['postStart', 'preStop'] as const).flatMap((hook) => {
      const exitCode = exitCodeOf(container.lifecycle?.[hook]);
      return exitCode === undefined || exitCode === 0 ? [] : [{ container: container.name, hook, exitCode }];
    }),
  );
}

/** When the run of a pod that never gets ready ends, milliseconds: some rounds of its back-off. */
const NEVER_READY_UNTIL_MS = 120_000;

/**
 * The scenario with hooks that fail. A pod whose PostStart fails each time is never ready: the moment to delete it,
 * some seconds after it got ready, never comes.
 */
export function withFailingHooks(scenario: Scenario, failing: readonly FailingHook[]): Scenario {
  let { behaviour } = scenario;
  for (const { container, hook, exitCode } of failing) {
    const before = behaviour[container] ?? {};
    const ms = before[hook]?.[0]?.ms ?? 0;
    behaviour = { ...behaviour, [container]: { ...before, [hook]: [{ ms, ok: false, exitCode }] } };
  }
  if (!failing.some(({ hook }) => hook === 'postStart')) return { ...scenario, behaviour };
  const actions = scenario.actions.filter(({ op }) => op !== 'delete');
  return { ...scenario, behaviour, actions, untilMs: NEVER_READY_UNTIL_MS };
}

const SHELL = /(?:^|\/)(?:ba|da|a|k|z)?sh$/u;
/** What makes the end of a script depend on more than its last command. */
const BRANCHES = /\|\||[|(){}`&]|(?:^|[\s;])(?:if|case|while|until|for|trap|exec)\s/u;

/** The exit code of an exec hook, where its words fix it: `false`, `exit 1`, or a script that ends so. */
function exitCodeOf(handler: LifecycleHandler | undefined): number | undefined {
  const [program = '', flags = '', script] = handler?.exec?.command ?? [];
  if (!SHELL.test(program) || !/^-[a-z]*c$/u.test(flags) || script === undefined) {
    return /(?:^|\/)false$/u.test(program) ? 1 : undefined;
  }
  const commands = script
    .replaceAll('&&', ';')
    .split(/[;\n]/u)
    .map((command) => command.trim())
    .filter((command) => command !== '' && !command.startsWith('#'));
  if (commands.some((command) => BRANCHES.test(command))) return undefined;
  const last = commands.find((command) => /^exit(?:\s|$)/u.test(command)) ?? commands.at(-1) ?? '';
  if (last === 'false') return 1;
  const [, code] = /^exit\s+(\d{1,3})$/u.exec(last) ?? [];
  return code === undefined ? undefined : Number(code) % 256;
}
