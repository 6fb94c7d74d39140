const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  sec: 1_000,
  secs: 1_000,
  second: 1_000,
  seconds: 1_000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  minutes: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `5`, `1.5m`, `infinity` as coreutils read it; a number alone is in seconds. In milliseconds, undefined where it is none. */
export function coreutilsDuration(text: string): number | undefined {
  if (/^inf(inity)?$/i.test(text)) return Number.POSITIVE_INFINITY;
  const match = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(text);
  if (match === null) return undefined;
  const [, amount = '', unit = ''] = match;
  return Math.round(Number(amount) * (units[unit === '' ? 's' : unit] ?? 0));
}

/** `30`, `90s`, `1m30s`, `500ms` as most programs read a time-out; a number alone is in seconds. In milliseconds. */
export function programDuration(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1_000);
  if (!/^(\d+(\.\d+)?[a-z]+)+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, amount = '', unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)([a-z]+)/g)) {
    const factor = units[unit];
    if (factor === undefined) return undefined;
    sum += Number(amount) * factor;
  }
  return Math.round(sum);
}
