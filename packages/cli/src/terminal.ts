import type { Io } from './io.ts';

/** How the output may look. */
export interface Terminal {
  readonly colour: boolean;
  readonly unicode: boolean;
  /** Columns, at least 40. */
  readonly width: number;
}

export interface TerminalFlags {
  readonly color?: string | undefined;
  readonly ascii?: boolean | undefined;
}

const LEAST_COLUMNS = 40;
const USUAL_COLUMNS = 80;

/** Flags come first, then NO_COLOR, FORCE_COLOR and the locale, then the terminal itself. */
export function terminalOf(io: Io, flags: TerminalFlags): Terminal {
  return {
    colour: wantsColour(io, flags.color ?? 'auto'),
    unicode: flags.ascii !== true && speaksUnicode(io),
    width: Math.max(LEAST_COLUMNS, io.columns ?? columnsOf(io.env['COLUMNS']) ?? USUAL_COLUMNS),
  };
}

function wantsColour(io: Io, flag: string): boolean {
  if (flag !== 'auto') return flag === 'always';
  if ((io.env['NO_COLOR'] ?? '') !== '') return false;
  const forced = io.env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return io.outIsTerminal && io.env['TERM'] !== 'dumb';
}

/** A locale that is set and is not UTF-8 says no; one that is not set at all is that of most machines today. */
function speaksUnicode(io: Io): boolean {
  const locale = [io.env['LC_ALL'], io.env['LC_CTYPE'], io.env['LANG']].find((value) => (value ?? '') !== '');
  return locale === undefined || /utf-?8/iu.test(locale) || io.env['FORCE_UNICODE'] === '1';
}

function columnsOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{2,4}$/u.test(text) ? Number(text) : undefined;
}
