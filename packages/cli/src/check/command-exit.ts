import { maximumCommandLength } from '@simlet/manifest';

const SHELL = /(?:^|\/)(?:ba|da|a|k|z)?sh$/u;
/** What makes the end of a script depend on more than its last command. */
const BRANCHES = /\|\||[|(){}`&]|(?:^|[\s;])(?:if|case|while|until|for|trap|exec)\s/u;

/** The exit code of a command, where its words fix it: `false`, `exit 1`, or a script that ends so. */
export function exitCodeOf(command: readonly string[] | undefined): number | undefined {
  const [program = '', flags = '', script] = command ?? [];
  if (!SHELL.test(program) || !/^-[a-z]*c$/u.test(flags) || script === undefined) {
    return /(?:^|\/)false$/u.test(program) ? 1 : undefined;
  }
  if (script.length > maximumCommandLength) return undefined;
  const commands = script
    .replaceAll('&&', ';')
    .split(/[;\n]/u)
    .map((part) => part.trim())
    .filter((part) => part !== '' && !part.startsWith('#'));
  if (commands.some((part) => BRANCHES.test(part))) return undefined;
  const last = commands.find((part) => /^exit(?:\s|$)/u.test(part)) ?? commands.at(-1) ?? '';
  if (last === 'false') return 1;
  const [, code] = /^exit\s+(\d{1,3})$/u.exec(last) ?? [];
  return code === undefined ? undefined : Number(code) % 256;
}
