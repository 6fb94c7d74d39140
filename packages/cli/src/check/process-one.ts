import { shellProgramOf } from '@simlet/manifest';

/** Whether SIGTERM reaches the program of a container: as far as the command in the manifest tells. */
export interface ProcessOne {
  readonly gets: 'yes' | 'no' | 'depends';
  /** Why, for people. */
  readonly because: string;
  /** Where `exec` would have to stand so that it does: an index in this part of the command; absent: nowhere. */
  readonly exec?: { readonly part: number; readonly at: number };
}

const SHELL = /(?:^|\/)(?<shell>bash|dash|ash|zsh|ksh|sh)$/u;
const RUNNER = /(?:^|\/)(?:npm|npx|yarn|pnpm)$/u;

/** They have no handler for SIGTERM. *Source*: kill(2), pid_namespaces(7): process 1 gets only the signals that it handles. */
const DEAF = /^(?:\S*\/)?(?:sleep|tail|cat|yes)(?=\s|$)/u;

/** Reads it off the command line of a container; undefined where the image says what runs. */
export function processOneOf(command: readonly string[] | undefined, image: string): ProcessOne | undefined {
  if (command === undefined || command.length === 0) return undefined;
  const words = /(?:^|\/)busybox$/u.test(command[0] ?? '') ? command.slice(1) : command;
  const offset = command.length - words.length;
  const [program = '', ...rest] = words;
  if (RUNNER.test(program)) {
    const name = program.split('/').at(-1) ?? program;
    return {
      gets: 'depends',
      because: `${name} is process 1: what it runs gets SIGTERM through a shell, or not at all`,
    };
  }
  if (DEAF.test(program)) return deaf(program);
  const shell = SHELL.exec(program)?.groups?.['shell'];
  const flags = rest.findIndex((word) => /^-[a-z]*c$/u.test(word));
  const script = flags < 0 ? undefined : rest[flags + 1];
  if (shell === undefined || script === undefined) return undefined;
  return shellOf(offset > 0 ? 'busybox' : shell, image, script, offset + 1 + flags + 1);
}

function deaf(command: string): ProcessOne {
  const name = command.split(/\s/u)[0] ?? command;
  return { gets: 'no', because: `${name} is process 1 and has no handler for SIGTERM, so that it does not get it` };
}

function shellOf(shell: string, image: string, script: string, part: number): ProcessOne {
  if (/(?:^|[\s;&|])trap\s/u.test(script)) return { gets: 'yes', because: 'its shell traps signals' };
  const program = shellProgramOf(script);
  const kind = handsOver(shell, image);
  if (program === undefined)
    return { gets: 'depends', because: `${shell} -c is process 1, with a script that simlet does not follow` };
  const { how, text, at } = program;
  if (DEAF.test(text) && (how === 'exec' || (how === 'last' && kind !== 'no'))) return deaf(text);
  if (how === 'exec') return { gets: 'yes', because: 'exec hands over process 1' };
  if (how === 'waited for')
    return { gets: 'no', because: `${shell} -c is process 1 and waits for ${nameIn(text)}: it ignores SIGTERM` };
  const exec = { part, at };
  // Tried: bash 5.2 does not where the command is redirected.
  const isKept = program.isRedirected && shell === 'bash';
  if (kind === 'yes' && !isKept) return { gets: 'yes', because: `${shell} -c runs its last command in its own place` };
  if (kind === 'no' || isKept)
    return { gets: 'no', because: `${shell} -c without exec is process 1: it ignores SIGTERM`, exec };
  return {
    gets: 'depends',
    because: `${shell} -c without exec: process 1 is a shell that ignores SIGTERM where it is dash (Debian, Ubuntu), not where it is busybox or bash`,
    exec,
  };
}

function nameIn(text: string): string {
  const program = text.split(/\s/u).find((word) => !/^\w+=/u.test(word)) ?? text;
  return program.slice(program.lastIndexOf('/') + 1);
}

/**
 * Whether a shell runs its last command in its own place; an image may tell which shell its `sh` is. Tried: bash 5.2 (also as `sh`) and
 * the ash of busybox 1.35 do, dash 0.5.12 does not.
 */
function handsOver(shell: string, image: string): 'yes' | 'no' | 'depends' {
  if (shell === 'bash' || shell === 'busybox' || shell === 'ash') return 'yes';
  if (shell === 'dash') return 'no';
  if (/alpine|busybox|\/ubi[89]|centos|fedora|rockylinux|almalinux|amazonlinux/u.test(image)) return 'yes';
  return /debian|ubuntu|slim|bookworm|bullseye|trixie|buster|jammy|noble|focal/u.test(image) ? 'no' : 'depends';
}
