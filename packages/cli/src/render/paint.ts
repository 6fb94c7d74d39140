import type { Terminal } from '../terminal.ts';

/** What a piece of text means; colour never carries the meaning alone. */
export type Tone = 'plain' | 'strong' | 'quiet' | 'good' | 'bad' | 'warning' | 'hook';

const CODES: Readonly<Record<Tone, string>> = {
  plain: '',
  strong: '1',
  quiet: '2',
  good: '32',
  bad: '31',
  warning: '33',
  hook: '36',
};

export function paint(terminal: Terminal, tone: Tone, text: string): string {
  if (!terminal.colour || tone === 'plain' || text === '') return text;
  return `\u001B[${CODES[tone]}m${text}\u001B[0m`;
}

/** The signs of a report, with what stands for them where only ASCII may be written. */
export interface Signs {
  readonly holds: string;
  readonly broken: string;
  readonly depends: string;
  readonly unmet: string;
  readonly bar: string;
  readonly rule: string;
  readonly dot: string;
  readonly ellipsis: string;
  readonly dash: string;
}

const UNICODE: Signs = {
  holds: '✓',
  broken: '✗',
  depends: '?',
  unmet: '–',
  bar: '│',
  rule: '─',
  dot: '·',
  ellipsis: '…',
  dash: '–',
};
const ASCII: Signs = {
  holds: '+',
  broken: 'x',
  depends: '?',
  unmet: '-',
  bar: '|',
  rule: '-',
  dot: '-',
  ellipsis: '...',
  dash: '-',
};

export function signsOf(terminal: Terminal): Signs {
  return terminal.unicode ? UNICODE : ASCII;
}

/** Cuts a text that is too long in its middle. */
export function cutMiddle(text: string, width: number, ellipsis: string): string {
  const characters = [...text];
  if (characters.length <= width) return text;
  const kept = Math.max(0, width - ellipsis.length);
  const head = Math.ceil(kept / 2);
  return `${characters.slice(0, head).join('')}${ellipsis}${characters.slice(characters.length - (kept - head)).join('')}`;
}

/** Cuts a text that is too long at its end. */
export function cutEnd(text: string, width: number, ellipsis: string): string {
  const characters = [...text];
  if (characters.length <= width) return text;
  return `${characters.slice(0, Math.max(0, width - ellipsis.length)).join('')}${ellipsis}`;
}

const CONTROL = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** Replaces what could steer a terminal: nothing of the input reaches the output as it is. */
export function printable(text: string): string {
  return text.replace(CONTROL, '\uFFFD');
}
