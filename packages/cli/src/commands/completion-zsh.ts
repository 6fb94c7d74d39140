import { quoted } from './completion-words.ts';
import type { CommandWords, FlagWords } from './completion-words.ts';

/** For zsh: a function on the `fpath`, or `source <(simlet completion zsh)` after `compinit`. */
export function zshScript(commands: readonly CommandWords[]): string {
  const names = commands.map(({ name, description }) => `    ${quoted(`${name}:${description}`)}`);
  return `#compdef simlet
_simlet() {
  local context state state_descr line
  typeset -A opt_args
  local -a commands=(
${names.join('\n')}
  )
  _arguments -C '1: :->command' '*:: :->words'
  case $state in
    command) _describe command commands; _files ;;
    words)
      case $line[1] in
${commands.map(commandCase).join('\n')}
      esac ;;
  esac
}
if [[ $funcstack[1] == _simlet ]]; then _simlet "$@"; else compdef _simlet simlet; fi
`;
}

function commandCase({ name, flags, takes }: CommandWords): string {
  const rest = takes === 'files' ? quoted('*: :_files') : quoted(`1: :(${takes.join(' ')})`);
  const lines = [...flags.flatMap(flagSpecs), rest].map((spec) => `          ${spec}`);
  return `        ${name}) _arguments \\\n${lines.join(' \\\n')} ;;`;
}

function flagSpecs({ long, short, description, takes }: FlagWords): readonly string[] {
  const words = description.replaceAll(/[[\]:]/gu, (sign) => `\\${sign}`);
  const value = takes === undefined ? '' : takes === 'files' ? ':file:_files' : `:value:(${takes.join(' ')})`;
  return [long, ...(short === undefined ? [] : [short])].map((flag) => quoted(`*${flag}[${words}]${value}`));
}
