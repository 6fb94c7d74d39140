import { readCommand } from './shell-commands.ts';
import { parseShell } from './shell-parse.ts';
import type { ShellNode } from './shell-syntax.ts';
import type { Word } from './shell-tokens.ts';

/** What `sh -c SCRIPT` is there to run, and what that means for process 1. */
export type ShellProgram =
  /** `exec` puts it in the place of the shell. */
  | { readonly how: 'exec'; readonly text: string; readonly at: number }
  /** It is the last command of the script, and a simple one: some shells put it in their own place. */
  | { readonly how: 'last'; readonly text: string; readonly at: number; readonly isRedirected: boolean }
  /** The shell waits for it: other commands follow it, or it is part of a pipe, a loop or a group. */
  | { readonly how: 'waited for'; readonly text: string; readonly at: number };

type Command = Extract<ShellNode, { readonly kind: 'command' }>;

/** Parts of the shell itself: nothing else can take its place for them. */
const BUILTINS: ReadonlySet<string> = new Set(['.', 'source', 'eval', 'read', 'wait']);

/**
 * The program of a script: the last of its commands that is not over at once. `at` counts characters of the script, `text` is without
 * `exec`. Undefined where the script cannot be read.
 */
export function shellProgramOf(script: string): ShellProgram | undefined {
  const node = parseShell(script);
  const found = node === undefined ? undefined : programIn(node, true);
  if (found === undefined) return undefined;
  const { words } = found.command;
  const isExec = words[0]?.text === 'exec';
  const [first] = isExec ? words.slice(1) : words;
  const last = words.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const at = first.at;
  const text = script.slice(at, last.at + last.text.length);
  if (isExec) return { how: 'exec', text, at };
  if (!found.isLast || BUILTINS.has(nameOf(words))) return { how: 'waited for', text, at };
  const written = words.reduce((rest, word) => rest.replace(word.text, ''), script.slice(at));
  return { how: 'last', text, at, isRedirected: /[<>]/.test(written) };
}

interface Found {
  readonly command: Command;
  readonly isLast: boolean;
}

/** `isLast`: nothing of the script comes after this node, and the shell runs it itself. */
function programIn(node: ShellNode, isLast: boolean): Found | undefined {
  switch (node.kind) {
    case 'command':
      return { command: node, isLast };
    case 'sequence':
      return chosen(node.items, isLast);
    case 'and':
    case 'or':
      return chosen([node.left, node.right], isLast);
    case 'if': {
      const bodies = [
        ...node.branches.map(({ body }) => body),
        ...(node.otherwise === undefined ? [] : [node.otherwise]),
      ];
      const found = bodies.map((body) => programIn(body, false));
      // Whichever branch is taken: one that the shell waits for tells more than one that takes its place.
      return found.find((one) => one !== undefined && !isExec(one.command)) ?? found[0];
    }
    case 'while':
    case 'until':
    case 'for':
    case 'count':
      return programIn(node.body, false);
    case 'case':
      return chosen(node.bodies, false);
    case 'pipe':
      return hidden(node.parts[0] === undefined ? undefined : programIn(node.parts[0], false));
    case 'background':
    case 'subshell':
      return hidden(programIn(node.body, false));
    case 'arithmetic':
    case 'function':
      return undefined;
  }
}

/** Of commands one after the other: the first that takes the place of the shell, or the last that is not over at once. */
function chosen(items: readonly ShellNode[], isLast: boolean): Found | undefined {
  const all = items.flatMap((item, index) => programIn(item, isLast && index === items.length - 1) ?? []);
  return all.find(({ command }) => isExec(command)) ?? all.findLast(({ command }) => stays(command)) ?? all.at(-1);
}

/** What a child of the shell runs, whether with `exec` or not, does not take the place of process 1. */
function hidden(found: Found | undefined): Found | undefined {
  if (found === undefined || !isExec(found.command)) return found;
  return { command: { kind: 'command', words: found.command.words.slice(1) }, isLast: false };
}

function isExec({ words }: Command): boolean {
  return words.length > 1 && words[0]?.text === 'exec';
}

function stays({ words }: Command): boolean {
  const program = words.slice(
    Math.max(
      0,
      words.findIndex(({ text }) => !/^\w+=/.test(text)),
    ),
  );
  return (
    readCommand(program.map(({ text }) => text.replaceAll(/["']/g, ''))).how !== 'instant' && nameOf(words) !== 'wait'
  );
}

function nameOf(words: readonly Word[]): string {
  const text = words.find((word) => !/^\w+=/.test(word.text))?.text ?? '';
  return text.slice(text.lastIndexOf('/') + 1);
}
