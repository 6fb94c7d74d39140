import type { Standing } from './goals.ts';
import type { MeasuredCost } from './kernel-costs.ts';
import type { Result } from './result.ts';

/** One line for people: what was measured, and how fast it was. */
export function resultLine({ workload, n, contestant, median, min, max, order }: Result): string {
  const what = `${workload} ${n}`.padEnd(20) + contestant.padEnd(20);
  const rate = `${millions(median)} (${millions(min)} to ${millions(max)})`;
  return `${what}${rate.padEnd(32)}order ${order ?? '-'}`;
}

/** One line for people: a ratio, its goal and whether it was reached. */
export function goalLine({ workload, n, ours, peer, atLeast, ratio }: Standing): string {
  const what = `${workload} ${n}`.padEnd(20) + `${ours} / ${peer}`.padEnd(32);
  return `${what}${ratio.toFixed(2).padStart(8)}, goal ${atLeast}: ${ratio >= atLeast ? 'reached' : 'missed'}`;
}

/** One line for people: what the kernel takes for one thing, its goal and whether it was reached. */
export function costLine({ name, unit, atMost, value }: MeasuredCost): string {
  const verdict = value <= atMost ? 'reached' : 'missed';
  return `${name.padEnd(36)}${value.toFixed(1).padStart(8)} ${unit}, goal at most ${atMost}: ${verdict}`;
}

function millions(rate: number): string {
  return `${(rate / 1e6).toFixed(rate < 1e5 ? 4 : 2)} M`;
}
