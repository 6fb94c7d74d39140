import type { Standing } from './goals.ts';
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

function millions(rate: number): string {
  return `${(rate / 1e6).toFixed(rate < 1e5 ? 4 : 2)} M`;
}
