// Runs the gates in order, one line each, and the output of those that fail: `npm run check`, or
// `node scripts/check.mjs lint types` for some of them. Needs no pnpm on the PATH.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const vitest = ['vitest', 'run', '--config', 'scripts/vitest.config.ts', '--root', '.'];
const gates = new Map([
  ['format', [['oxfmt', '-c', 'scripts/oxfmt.json', '--check']]],
  ['lint', [['oxlint', '-c', 'scripts/oxlint.json', '--type-aware', '--deny-warnings']]],
  [
    'types',
    [
      ['tsc', '-b', 'packages/cli'],
      ['tsc', '-p', 'scripts/tsconfig.json'],
    ],
  ],
  ['unused', [['knip', '-c', 'scripts/knip.json']]],
  ['tests', [['tsc', '-b', 'packages/cli'], vitest]],
]);

const wanted = process.argv.length > 2 ? process.argv.slice(2) : [...gates.keys()];
const unknown = wanted.filter((name) => !gates.has(name));
if (unknown.length > 0) {
  console.error(`no such gate: ${unknown.join(', ')}; there are ${[...gates.keys()].join(', ')}`);
  process.exit(2);
}

run([process.execPath, join(root, 'scripts', 'setup.mjs')], 'inherit');
let failed = 0;
for (const name of wanted) {
  const start = Date.now();
  const failure = gates
    .get(name)
    .map((command) => run(bin(command), 'pipe'))
    .find((result) => result.status !== 0);
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  console.log(`${failure === undefined ? 'ok    ' : 'FAILED'}  ${name.padEnd(7)} ${seconds.padStart(6)} s`);
  if (failure === undefined) continue;
  failed += 1;
  console.log(`${failure.stdout}${failure.stderr}`);
}
process.exitCode = failed === 0 ? 0 : 1;

function bin([name, ...rest]) {
  return [join(root, 'node_modules', '.bin', name), ...rest];
}

function run([command, ...rest], output) {
  const shell = process.platform === 'win32';
  const stdio = output === 'pipe' ? 'pipe' : ['ignore', 'inherit', 'inherit'];
  const result = spawnSync(command, rest, { cwd: root, encoding: 'utf8', stdio, shell, maxBuffer: 64 * 1024 * 1024 });
  return {
    status: result.status ?? 1,
    stdout: result.stdout ?? '',
    stderr: result.stderr ?? String(result.error ?? ''),
  };
}
