// Installs the workspace with the pinned pnpm when the lock file and what is installed differ. No dependencies:
// it is the first thing that runs on a machine that has only Node and npm.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const text = (path) => {
  const url = new URL(path, root);
  return existsSync(url) ? readFileSync(url, 'utf8') : '';
};
if (text('node_modules/.pnpm/lock.yaml') !== text('pnpm-lock.yaml')) {
  const { packageManager } = JSON.parse(text('package.json'));
  execFileSync('npx', ['-y', packageManager, 'install', '--frozen-lockfile'], {
    cwd: root,
    // pnpm talks on the error stream, so that a command that prints data keeps its standard output clean.
    stdio: ['ignore', 2, 2],
    // Without a terminal pnpm refuses to replace a node_modules made from another store unless CI says so.
    env: { ...process.env, CI: process.env.CI ?? 'true' },
    shell: process.platform === 'win32',
  });
}
