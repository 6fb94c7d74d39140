// Writes what the commands in the `console` blocks of a page print now into the page: `node scripts/renew-examples.mjs README.md`.
// Review the difference. Blocks with a line `…` are left as they are.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = mkdtempSync(join(tmpdir(), 'simlet-examples-'));
const simlet = join(root, 'packages/cli/bin/simlet.js');
writeFileSync(join(bin, 'simlet'), `#!/bin/sh\nexec '${process.execPath}' '${simlet}' "$@"\n`, { mode: 0o755 });

function outputOf(command) {
  const { CI: _ci, GITHUB_ACTIONS: _actions, FORCE_COLOR: _color, ...surroundings } = process.env;
  const env = { ...surroundings, NO_COLOR: '1', PATH: `${bin}${delimiter}${process.env.PATH}` };
  return spawnSync('sh', ['-c', `{ ${command}\n} 2>&1`], { cwd: root, encoding: 'utf8', env }).stdout.trimEnd();
}

/** The block with the output of its one command renewed. */
function renewed(block) {
  if (block.includes('\n…\n')) return block;
  const command = /^\$ (.*(?:\\\n.*)*)/mu.exec(block)?.[1];
  return command === undefined ? block : `\`\`\`console\n$ ${command}\n${outputOf(command)}\n\`\`\``;
}

for (const page of process.argv.slice(2)) {
  const text = readFileSync(page, 'utf8');
  writeFileSync(page, text.replaceAll(/^```console\n[\s\S]*?^```$/gmu, renewed));
}
rmSync(bin, { recursive: true, force: true });
