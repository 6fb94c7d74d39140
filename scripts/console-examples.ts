/** A command of a page and the output that the page shows for it. */
export interface ConsoleExample {
  /** The line of the command in the page, from 1. */
  readonly line: number;
  readonly command: string;
  readonly output: string;
}

/**
 * The commands in the blocks of a Markdown page that are fenced as `console`: a line `$ command` (continued while lines
 * end in a backslash), then what it prints, up to the next command.
 */
export function consoleExamples(markdown: string): readonly ConsoleExample[] {
  const examples: { line: number; command: string; output: string[] }[] = [];
  let inBlock = false;
  let continued = false;
  for (const [index, line] of markdown.split('\n').entries()) {
    if (line.startsWith('```')) {
      inBlock = !inBlock && line.startsWith('```console');
      continued = false;
      continue;
    }
    if (!inBlock) continue;
    const last = examples.at(-1);
    if (line.startsWith('$ ')) examples.push({ line: index + 1, command: line.slice(2), output: [] });
    else if (continued && last !== undefined) last.command += `\n${line}`;
    else last?.output.push(line);
    continued = line.endsWith('\\') && (continued || line.startsWith('$ '));
  }
  return examples.map(({ line, command, output }) => ({ line, command, output: output.join('\n').trimEnd() }));
}

/** Whether a text is the expected one; a line `…` of the expected one stands for any lines, or none. */
export function matchesOutput(expected: string, actual: string): boolean {
  const parts = `\n${expected}\n`.split(/(?<=\n)…(?=\n)/);
  let rest = `\n${actual}\n`;
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    // Without an ellipsis before it, a part stands at the start; at the end, the last one.
    const at = index === 0 ? 0 : isLast ? rest.length - part.length : rest.indexOf(part);
    if (at < 0 || !rest.startsWith(part, at)) return false;
    // The line break that ends a part starts the next one.
    rest = rest.slice(at + part.length - 1);
  }
  return rest === '\n';
}
