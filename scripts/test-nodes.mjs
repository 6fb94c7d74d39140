// Runs the same simulations on every Node that is supported and compares their digests line by line. The other
// versions of Node come from the npm package `node`, so the first time needs a network.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const versions = ['20', '22', '24', '26'];
const root = fileURLToPath(new URL('..', import.meta.url));

run(process.execPath, ['scripts/setup.mjs']);
run('node_modules/.bin/tsc', ['-b', 'packages/cli']);
const runs = versions.map((version) => {
  const output = run('npx', ['-y', '-p', `node@${version}`, '--', 'node', 'scripts/digests.mjs']);
  const [actual, ...digests] = output.trimEnd().split('\n');
  return { actual, digests };
});
const [first] = runs;
let failed = 0;
for (const { actual, digests } of runs) {
  const at = digests.findIndex((line, index) => line !== first.digests[index]);
  const same = at < 0 && digests.length === first.digests.length;
  failed += same ? 0 : 1;
  const difference =
    at < 0 ? `${digests.length} digests` : `${digests[at]}\n        ${first.actual}: ${first.digests[at]}`;
  console.log(same ? `ok      ${actual}: ${digests.length} digests` : `FAILED  ${actual}: ${difference}`);
}
process.exitCode = failed === 0 && first.digests.length > 0 ? 0 : 1;

function run(command, rest) {
  const shell = process.platform === 'win32';
  const options = { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], shell, maxBuffer: 1 << 26 };
  const result = spawnSync(command, rest, options);
  if (result.status === 0) return result.stdout;
  console.error(result.error ?? result.stdout);
  process.exit(1);
}
