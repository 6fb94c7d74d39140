/** The error with which the `fetch` of Node rejects: why is in its cause, with a code where that has one. */
export function fetchFailed(why: string, code?: string): TypeError {
  const cause = new Error(why);
  return new TypeError('fetch failed', { cause: code === undefined ? cause : Object.assign(cause, { code }) });
}
