import type { Outcome, Span } from './shell-span.ts';
import { exactly, instant, unknownSpan } from './shell-span.ts';
import { coreutilsDuration, programDuration } from './shell-duration.ts';

/** How long a command takes, and how that is known. */
export interface CommandReading {
  readonly outcome: Outcome;
  readonly how: 'said' | 'instant' | 'bounded' | 'unbounded' | 'opaque';
  /** What the words say, for a reader. */
  readonly says: string;
}

/** Words of which undefined ones depend on something that only the running container knows. */
export type Words = readonly (string | undefined)[];

/** Commands that are over at once as far as a grace period of seconds is concerned. */
const quick = new Set(
  (
    ': . [ [[ alias awk basename cat cd chmod chown command cp cut date declare dirname echo eval export expr false grep head hostname id kill ' +
    'killall let ln local ls mkdir mv pgrep pidof pkill printf ps pwd read readonly rm sed set shift shopt sort stat tail test touch tr trap true ' +
    'type typeset umask unalias uname unset wc whoami which'
  ).split(' '),
);

/** Reads the time that a simple command takes off its words; the first is the program. */
export function readCommand(words: Words): CommandReading {
  const [program = '', ...rest] = words;
  const name = program.slice(program.lastIndexOf('/') + 1);
  switch (name) {
    case 'sleep':
    case 'usleep':
      return readSleep(rest, name === 'usleep');
    case 'exit':
    case 'return':
      return { outcome: { leave: exactly(0) }, how: 'instant', says: 'ends the script' };
    case 'break':
      return { outcome: { stop: exactly(0) }, how: 'instant', says: 'ends the loop' };
    case 'curl':
      return readCurl(rest);
    case 'tail':
      if (rest.some((word) => word !== undefined && /^(-[a-zA-Z]*[fF]|--follow)/.test(word)))
        return endless('follows a file without end');
      return over;
    case 'nginx':
    case 'apachectl':
    case 'apache2ctl':
    case 'httpd':
      return readServer(rest);
    case 'nc':
      return readWithLimit(rest, ['-w']);
    case 'rabbitmq-upgrade':
      return readWithLimit(rest, ['-t', ...timeoutOptions]);
    case 'Start-Sleep':
      return readStartSleep(rest);
    default:
      return quick.has(name) ? over : readWithLimit(rest, timeoutOptions);
  }
}

const over: CommandReading = { outcome: instant, how: 'instant', says: 'taken as over at once' };
const endless = (says: string): CommandReading => ({
  outcome: { go: exactly(Number.POSITIVE_INFINITY) },
  how: 'said',
  says,
});
const opaque = (says: string): CommandReading => ({ outcome: { go: unknownSpan }, how: 'opaque', says });
const lasts = (milliseconds: number, says: string): CommandReading => ({
  outcome: { go: exactly(milliseconds) },
  how: 'said',
  says,
});

function readSleep(words: Words, micros: boolean): CommandReading {
  const parts = words.map((word) => (word === undefined ? undefined : coreutilsDuration(word)));
  if (parts.length === 0 || parts.includes(undefined)) return opaque('sleeps for a time that only the container knows');
  const sum = parts.reduce<number>((total, part) => total + (part ?? 0), 0);
  if (!Number.isFinite(sum)) return endless('sleeps without end');
  const milliseconds = micros ? Math.round(sum / 1_000_000) : sum;
  return lasts(milliseconds, `sleeps ${seconds(milliseconds)}`);
}

function readStartSleep(words: Words): CommandReading {
  const [option = '', amount = option] = words;
  const unit = /^-m/i.test(option) ? 1 : 1_000;
  const number = /^\d+(\.\d+)?$/.test(amount) ? Math.round(Number(amount) * unit) : undefined;
  return number === undefined
    ? opaque('sleeps for a time that only the container knows')
    : lasts(number, `sleeps ${seconds(number)}`);
}

/** *Source*: curl(1): `-m` bounds one transfer, retries wait 1, 2, 4, ... s up to 10 minutes unless `--retry-delay` says otherwise. */
function readCurl(words: Words): CommandReading {
  const most = optionValue(words, ['-m', '--max-time']);
  const limit = most === undefined ? undefined : programDuration(most);
  if (limit === undefined) return opaque('waits for an answer without a bound (no -m)');
  const retries = Number(optionValue(words, ['--retry']) ?? 0);
  const fixed = programDuration(optionValue(words, ['--retry-delay']) ?? '');
  if (!Number.isSafeInteger(retries) || retries < 0 || retries > 1_000)
    return opaque('retries a number of times that is not known');
  let sum = limit;
  for (let retry = 0; retry < retries; retry += 1) {
    sum += limit + (fixed === undefined || fixed === 0 ? Math.min(1_000 * (1 << Math.min(retry, 10)), 600_000) : fixed);
  }
  return bounded(sum, `waits for an answer for at most ${seconds(sum)}`);
}

const timeoutOptions = ['--timeout', '-timeout', '--max-time', '--wait-timeout', '--timeout-seconds'];

/** A program may be told how long it may take at most. */
function readWithLimit(words: Words, names: readonly string[]): CommandReading {
  const limit = programDuration(optionValue(words, names) ?? '');
  if (limit === undefined) return opaque('not known how long it takes');
  return bounded(limit, `its own time-out is ${seconds(limit)}`);
}

/** Web servers whose control command only sends a signal. */
function readServer(words: Words): CommandReading {
  const signals = words.some((word) => word === '-s' || word === '-k' || word === 'graceful-stop' || word === 'stop');
  return signals
    ? { outcome: instant, how: 'instant', says: 'sends a signal and does not wait' }
    : opaque('not known how long it takes');
}

const bounded = (limit: number, says: string): CommandReading => ({
  outcome: { go: { min: 0, max: limit } },
  how: 'bounded',
  says,
});

/** The value of `--name value`, `--name=value` or `-nvalue`. */
function optionValue(words: Words, names: readonly string[]): string | undefined {
  for (const [index, word] of words.entries()) {
    if (word === undefined) continue;
    if (names.includes(word)) return words[index + 1];
    const joined = names.find((name) => word.startsWith(`${name}=`));
    if (joined !== undefined) return word.slice(joined.length + 1);
    const short = names.find((name) => /^-[a-z]$/.test(name) && word.startsWith(name) && /^\d/.test(word.slice(2)));
    if (short !== undefined) return word.slice(2);
  }
  return undefined;
}

/**
 * `timeout [options] DURATION command`: the duration, the time until a KILL after it, and where the command begins; undefined
 * where the duration is not known.
 */
export function readTimeout(words: Words): { readonly span: Span; readonly command: number } | undefined {
  let kill = 0;
  let at = 1;
  for (; words[at]?.startsWith('-') === true; at += 1) {
    const word = words[at] ?? '';
    const after =
      /^(?:--kill-after=|-k)(.+)$/.exec(word)?.[1] ??
      (word === '-k' || word === '--kill-after' ? words[at + 1] : undefined);
    if (after !== undefined) kill = coreutilsDuration(after) ?? 0;
    if (['-k', '--kill-after', '-s', '--signal', '-t'].includes(word) && !/^-t\d/.test(word))
      at += word === '-t' ? 0 : 1;
  }
  const duration = words[at] === undefined ? undefined : coreutilsDuration(words[at] ?? '');
  // A time-out of 0 is none.
  if (duration === undefined) return undefined;
  const max = duration === 0 ? Number.POSITIVE_INFINITY : duration + kill;
  return { span: { min: duration === 0 ? max : duration, max }, command: at + 1 };
}

export function seconds(milliseconds: number): string {
  return `${String(milliseconds / 1_000)} s`;
}
