import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { EXIT } from './exit-code.ts';

const cwd = fileURLToPath(new URL('..', import.meta.url));
const QUICK = ['samples/memcached.yaml', '--runs', '0', '--no-faults', '--property', 'prestop-completes'];

test('a reader that goes away does not change how a check ends', async () => {
  const child = spawn(process.execPath, ['bin/simlet.js', 'check', ...QUICK], {
    cwd,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  child.stdout.destroy();
  const code = await new Promise((resolve) => {
    child.on('close', resolve);
  });
  expect(code).toBe(EXIT.broken);
});

test('that the reader of the error stream goes away does not change it either', async () => {
  const words = ['bin/simlet.js', 'check', 'nowhere.yaml', 'nowhere-else.yaml'];
  const child = spawn(process.execPath, words, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  child.stderr.destroy();
  const code = await new Promise((resolve) => {
    child.on('close', resolve);
  });
  expect(code).toBe(EXIT.input);
});

test('SIGINT ends a check with a line of what was found and 130', async () => {
  const words = ['bin/simlet.js', 'check', 'samples/memcached.yaml', '--runs', '100000'];
  const child = spawn(process.execPath, words, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  // The header is printed before the first run; the handler of signals stands when the first run begins.
  child.stdout.once('data', () => {
    setTimeout(() => child.kill('SIGINT'), 500);
  });
  const code = await new Promise((resolve) => {
    child.on('close', resolve);
  });
  expect(errors).toContain('interrupted after');
  expect(code).toBe(EXIT.interrupted);
});
