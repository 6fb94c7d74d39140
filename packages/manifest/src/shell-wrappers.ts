import type { Words } from './shell-commands.ts';

/** Programs that run the rest of their words as a command, with the number of words of their own (options not counted). */
const wrappers: ReadonlyMap<string, number> = new Map([
  ['command', 0],
  ['env', 0],
  ['exec', 0],
  ['nice', 0],
  ['nohup', 0],
  ['setsid', 0],
  ['stdbuf', 0],
  ['sudo', 0],
  ['time', 0],
  ['dumb-init', 0],
  ['tini', 0],
  ['gosu', 1],
  ['su-exec', 1],
]);

/** Where the command begins that a wrapper such as `exec` or `nohup` runs; undefined where there is none. */
export function wrappedCommand(words: Words): number | undefined {
  const own = wrappers.get(programName(words));
  const at = own === undefined ? -1 : firstOperand(words, 1, own);
  return at === -1 ? undefined : at;
}

/** The program without its folder. */
export function programName([program = '']: Words): string {
  return program.slice(program.lastIndexOf('/') + 1);
}

/** The first word that is no option, no assignment and not one of the `own` words of a wrapper; -1 where there is none. */
function firstOperand(words: Words, from: number, own: number): number {
  const isOperand = (word: string | undefined, index: number): boolean =>
    index >= from && word?.startsWith('-') !== true && words[index - 1] !== '-n' && !/^\w+=/.test(word ?? '');
  const at = words.findIndex(isOperand);
  return at === -1 || words[at + own] === undefined ? -1 : at + own;
}

/** The script of `sh -c script`; undefined where the words are something else. */
export function shellScriptOf(words: Words): string | undefined {
  const [program = '', ...rest] = words;
  const busybox = program.endsWith('busybox') ? 1 : 0;
  const shell = busybox === 1 ? (rest[0] ?? '') : program;
  if (!/(^|\/)(sh|bash|ash|dash|zsh|ksh)$/.test(shell)) return undefined;
  const options = rest.slice(busybox);
  const at = options.findIndex((word) => word !== undefined && /^-[a-zA-Z]*c$/.test(word));
  if (at === -1) return undefined;
  return options.slice(at + 1).find((word) => word !== '--');
}
