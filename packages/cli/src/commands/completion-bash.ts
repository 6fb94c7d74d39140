import { quoted } from './completion-words.ts';
import type { CommandWords, FlagWords } from './completion-words.ts';

/** For bash, also without the package bash-completion: nothing but `complete` and `compgen` is used. */
export function bashScript(commands: readonly CommandWords[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  return `# source <(simlet completion bash)
_simlet() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command= at words=
  COMPREPLY=()
  for ((at = 1; at < COMP_CWORD; at++)); do
    case \${COMP_WORDS[at]} in -*) ;; *) command=\${COMP_WORDS[at]}; break ;; esac
  done
  case $command:$before in
${commands.flatMap((command) => command.flags.flatMap((flag) => valueCases(command, flag))).join('\n')}
  esac
  case $command in
    '') words=${quoted(`${names} help --version`)}
      if [[ $word != -* ]]; then COMPREPLY=($(compgen -W "$words" -- "$word") $(compgen -f -- "$word")); return; fi ;;
${commands.map(commandCase).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o filenames -F _simlet simlet
`;
}

function valueCases({ name }: CommandWords, { long, short, takes }: FlagWords): readonly string[] {
  if (takes === undefined) return [];
  const pattern = [long, ...(short === undefined ? [] : [short])].map((flag) => `${name}:${flag}`).join('|');
  const generate = takes === 'files' ? '-f' : `-W ${quoted(takes.join(' '))}`;
  return [`    ${pattern}) COMPREPLY=($(compgen ${generate} -- "$word")); return ;;`];
}

function commandCase({ name, flags, takes }: CommandWords): string {
  const all = flags.flatMap(({ long, short }) => [long, ...(short === undefined ? [] : [short])]).join(' ');
  const files = takes === 'files' ? ['-f'] : [`-W ${quoted(takes.join(' '))}`];
  return `    ${name}) words=${quoted(`${all} --help`)}
      if [[ $word != -* ]]; then COMPREPLY=($(compgen ${files.join(' ')} -- "$word")); return; fi ;;`;
}
