// Runs the gates in order, one line each, and shows the output of those that fail: `npm run check`, or
// `node scripts/check.mjs lint types` for some of them. The commands are the scripts of package.json, run without pnpm
// or npm in between.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const scriptOfGate = new Map([
  ['format', 'format:check'],
  ['lint', 'lint'],
  ['types', 'typecheck'],
  ['unused', 'unused'],
  ['tests', 'test'],
]);
const root = fileURLToPath(new URL('..', import.meta.url));
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const env = { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}` };

const wanted = process.argv.length > 2 ? process.argv.slice(2) : [...scriptOfGate.keys()];
const unknown = wanted.filter((name) => !scriptOfGate.has(name));
if (unknown.length > 0) {
  console.error(`no such gate: ${unknown.join(', ')}; there are ${[...scriptOfGate.keys()].join(', ')}`);
  process.exit(2);
}

let failed = 0;
if (run(scripts.setup, ['ignore', 2, 2]).status !== 0) process.exit(1);
for (const name of wanted) {
  const start = Date.now();
  const { status, stdout, stderr } = run(scripts[scriptOfGate.get(name)], 'pipe');
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'}  ${name.padEnd(7)} ${seconds.padStart(6)} s`);
  if (status === 0) continue;
  failed += 1;
  console.log(`${stdout}${stderr}`);
}
process.exitCode = failed === 0 ? 0 : 1;

function run(command, stdio) {
  return spawnSync(command, { cwd: root, encoding: 'utf8', env, maxBuffer: 1 << 26, shell: true, stdio });
}
