/** Code of a world reached for the real one: its clock, its randomness, its timers, its input and output. */
export class GuardError extends Error {
  /** What was reached for, e.g. `Date.now`. */
  readonly api: string;
  /** File, line and column of the code that did. */
  readonly callSite: string;

  constructor(api: string, callSite: string, why: string) {
    super(`${api} ${why}, at ${callSite}`);
    this.name = 'GuardError';
    this.api = api;
    this.callSite = callSite;
  }
}

/** An error that names the line which called `called`. */
export function guardError(api: string, why: string, called: (...given: never[]) => unknown): GuardError {
  const probe: { stack?: string } = {};
  Error.captureStackTrace(probe, called);
  const line = (probe.stack ?? '').split('\n')[1] ?? '';
  const error = new GuardError(api, callSiteOf(line), why);
  Error.captureStackTrace(error, called);
  return error;
}

// "    at name (file:///a/b.ts:1:2)" or "    at /a/b.ts:1:2".
function callSiteOf(line: string): string {
  const text = line.trim().replace(/^at /, '');
  return /\(([^()]+:\d+:\d+)\)$/.exec(text)?.[1] ?? (text === '' ? 'an unknown place' : text);
}
