import { existsSync, readFileSync } from 'node:fs';

const STATISTICS = `/proc/self/task/${process.pid}/schedstat`;
const hasStatistics = existsSync(STATISTICS);

/** CPU time of the main thread where the system tells it (Linux), otherwise of the whole process, in seconds. */
export function cpuSeconds(): number {
  if (hasStatistics) return Number(readFileSync(STATISTICS, 'utf8').split(' ', 1)[0]) / 1e9;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
