import type { CommandWords, FlagWords } from './completion-words.ts';

/** For PowerShell: `simlet completion powershell | Out-String | Invoke-Expression`, in `$PROFILE` for every session. */
export function powershellScript(commands: readonly CommandWords[]): string {
  const names = commands.map(({ name, description }) => `    ${quoted(name)} = ${quoted(description)}`);
  return `# simlet completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName simlet -ScriptBlock {
  param($word, $ast, $position)
  $commands = [ordered]@{
${names.join('\n')}
  }
  $flags = @{
${commands.map(flagsOf).join('\n')}
  }
  $values = @{
${commands.flatMap(valuesOf).join('\n')}
  }
  $words = @($ast.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  $done = if ($word -ne '' -and $words.Count -gt 0) { @($words | Select-Object -SkipLast 1) } else { $words }
  $command = $done | Where-Object { $commands.Contains($_) } | Select-Object -First 1
  $before = if ($done.Count -gt 0) { $done[-1] } else { '' }
  $offered = if (-not $command) { @($commands.Keys) + 'help', '--version' }
    elseif ($values.ContainsKey("$($command) $before")) { $values["$($command) $before"] }
    elseif ($word -like '-*' -or -not $values.ContainsKey("$command")) { $flags[$command] }
    else { $values["$command"] }
  # Without an offer PowerShell completes the names of files by itself.
  $offered | Where-Object { $_ -like "$word*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;
}

function flagsOf({ name, flags }: CommandWords): string {
  const all = flags.flatMap(({ long, short }) => [long, ...(short === undefined ? [] : [short])]);
  return `    ${quoted(name)} = ${listOf([...all, '--help'])}`;
}

/** What follows a command, and what follows each of its flags; files are left to PowerShell. */
function valuesOf({ name, takes, flags }: CommandWords): readonly string[] {
  const own = takes === 'files' ? [] : [`    ${quoted(name)} = ${listOf(takes)}`];
  return [...own, ...flags.flatMap((flag) => flagValues(name, flag))];
}

function flagValues(name: string, { long, short, takes }: FlagWords): readonly string[] {
  if (takes === undefined) return [];
  const words = takes === 'files' ? [] : takes;
  return [long, ...(short === undefined ? [] : [short])].map(
    (flag) => `    ${quoted(`${name} ${flag}`)} = ${listOf(words)}`,
  );
}

function listOf(words: readonly string[]): string {
  return `@(${words.map(quoted).join(', ')})`;
}

/** In single quotes PowerShell reads everything as it stands, but for the quotes themselves. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
