import { quoted } from './completion-words.ts';
import type { CommandWords, FlagWords } from './completion-words.ts';

/** For fish: `simlet completion fish > ~/.config/fish/completions/simlet.fish`. */
export function fishScript(commands: readonly CommandWords[]): string {
  const lines = commands.flatMap((command) => [
    `complete -c simlet -n __fish_use_subcommand -a ${command.name} -d ${quoted(command.description)}`,
    ...wordsLine(command),
    ...command.flags.map((flag) => flagLine(command.name, flag)),
  ]);
  return `# simlet completion fish | source\n${lines.join('\n')}\n`;
}

function seen(name: string): string {
  return quoted(`__fish_seen_subcommand_from ${name}`);
}

function wordsLine({ name, takes }: CommandWords): readonly string[] {
  return takes === 'files' ? [] : [`complete -c simlet -n ${seen(name)} -f -a ${quoted(takes.join(' '))}`];
}

function flagLine(command: string, { long, short, description, takes }: FlagWords): string {
  const parts = [
    `complete -c simlet -n ${seen(command)} -l ${long.replace(/^--/u, '')}`,
    ...(short === undefined ? [] : [`-s ${short.slice(1)}`]),
    ...(takes === undefined ? [] : [takes === 'files' ? '-r' : `-x -a ${quoted(takes.join(' '))}`]),
    `-d ${quoted(description)}`,
  ];
  return parts.join(' ');
}
