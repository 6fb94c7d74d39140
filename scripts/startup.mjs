// `npm run -s startup`: what a command costs before its first output, beyond what Node itself costs (`node -e 0`), from the package as it
// would be published. Told is CPU time, which other work on the machine hardly changes; all commands are started in turns.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packAll } from './pack.mjs';

const ROUNDS = 15;
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'simlet-startup-'));
// At the first output, or else at the end, the process tells its CPU time on a channel of its own, and is done.
const hook = `import { writeSync } from 'node:fs';
const tell = () => {
  const { user, system } = process.cpuUsage();
  writeSync(3, String((user + system) / 1000));
  process.kill(process.pid, 'SIGKILL');
};
process.stdout.write = tell;
process.on('exit', tell);`;

try {
  const tarballs = await packAll(join(folder, 'tarballs'));
  const simlet = tarballs.find((path) => /simlet-\d[^/]*$/u.test(path));
  spawnSync('npm', ['install', '--offline', '--no-audit', '--no-fund', '--prefix', folder, simlet]);
  const program = join(folder, 'node_modules', 'simlet', 'bin', 'simlet.js');
  const sample = join(root, 'packages', 'cli', 'samples', 'memcached.yaml');
  const lines = [
    ['--version'],
    ['help', 'check'],
    ['explain', 'prestop-once'],
    ['list', 'properties'],
    ['check', sample],
  ];
  const commands = [['-e', '0'], ...lines.map((words) => [program, ...words])];
  const times = commands.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, words] of commands.entries()) times[index].push(cpuUntilOutput(words));
  }
  const [bare, ...others] = times.map(median);
  console.log(`node itself ${bare.toFixed(0)} ms; beyond it, until the first output (median of ${ROUNDS}, CPU time):`);
  for (const [index, time] of others.entries()) {
    const name = lines[index].map((word) => (word === sample ? 'memcached.yaml' : word)).join(' ');
    console.log(`  simlet ${name.padEnd(24)} ${(time - bare).toFixed(0).padStart(4)} ms`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function cpuUntilOutput(words) {
  const options = { encoding: 'utf8', stdio: ['ignore', 'ignore', 'ignore', 'pipe'] };
  const started = ['--import', `data:text/javascript,${encodeURIComponent(hook)}`, ...words];
  return Number(spawnSync(process.execPath, started, options).output[3]);
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
