/** A time of the API: whole seconds since the start of the run; before it only what never happened is. */
export function virtualSecond(seconds: number | undefined): string {
  if (seconds === undefined) return '<unknown>';
  return seconds < 0 ? 'never' : `at ${seconds} s`;
}
