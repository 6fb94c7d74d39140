import { formatDuration } from '../../duration.ts';
import type { ResultLane } from '../result.ts';
import { escapeXml } from '../xml.ts';

const ROW = 22;
const BAR = 10;
const WIDTH = 1_000;
const TICKS = 8;

/** The lanes of a counter-example as a drawing; times are microseconds since its instant 0. */
export function ganttSvg(lanes: readonly ResultLane[]): string {
  const times = lanes.flatMap(({ spans, marks }) => [
    ...spans.flatMap(({ from, to }) => [from, to]),
    ...marks.map(({ at }) => at),
  ]);
  if (times.length === 0) return '';
  const from = times.reduce((least, time) => Math.min(least, time));
  const to = Math.max(
    times.reduce((most, time) => Math.max(most, time)),
    from + 1,
  );
  const x = (time: number): string => (((time - from) / (to - from)) * WIDTH).toFixed(1);
  const height = (lanes.length + 1) * ROW;
  const ticks = Array.from({ length: TICKS + 1 }, (_, index) => from + ((to - from) * index) / TICKS).map(
    (time) => `<line class="axis" x1="${x(time)}" x2="${x(time)}" y1="0" y2="${height - ROW + 4}"/>`,
  );
  const times0 = [from, 0, to].filter(
    (time, index, list) => list.indexOf(time) === index && time >= from && time <= to,
  );
  const labels = times0.map(
    (time) =>
      `<text x="${x(time)}" y="${height - 6}" text-anchor="${time === from ? 'start' : time === to ? 'end' : 'middle'}">${escapeXml(shown(time))}</text>`,
  );
  const rows = lanes.map((lane, index) => rowOf(lane, index * ROW + (ROW - BAR) / 2, x));
  const names = lanes.map(
    ({ label }, index) => `<text x="0" y="${index * ROW + ROW / 2 + 4}">${escapeXml(label)}</text>`,
  );
  const cursor = `<line class="cursor" visibility="hidden" x1="0" x2="0" y1="0" y2="${height - ROW + 4}"/>`;
  const inner = `<svg class="view" x="160" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" preserveAspectRatio="none">${[...ticks, ...rows, cursor].join('')}</svg>`;
  const foot = `<svg x="160" width="${WIDTH}" height="${height}">${labels.join('')}</svg>`;
  return `<svg class="gantt" role="img" aria-label="time-line; the table below says the same" viewBox="0 0 ${WIDTH + 160} ${height}" data-height="${height}" data-from="${from}" data-to="${to}">${names.join('')}${inner}${foot}</svg>`;
}

function rowOf({ label, spans, marks }: ResultLane, y: number, x: (time: number) => string): string {
  const bars = spans.map(({ from, to, shade }) => {
    const width = Math.max(1, Number(x(to)) - Number(x(from))).toFixed(1);
    const title = `${label}: ${shade} from ${shown(from)} to ${shown(to)}`;
    return `<rect class="${shade}" x="${x(from)}" y="${y}" width="${width}" height="${BAR}"><title>${escapeXml(title)}</title></rect>`;
  });
  const signs = marks.map(({ at, sign }) => {
    const kind = typeof sign === 'number' ? 'run' : sign;
    return `<line class="mark ${kind}" x1="${x(at)}" x2="${x(at)}" y1="${y - 2}" y2="${y + BAR + 2}"><title>${escapeXml(`${label}: ${String(sign)} at ${shown(at)}`)}</title></line>`;
  });
  return [...bars, ...signs].join('');
}

function shown(time: number): string {
  return time < 0 ? `-${formatDuration(-time)}` : formatDuration(time);
}
