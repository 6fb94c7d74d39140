import { spawn, spawnSync } from 'node:child_process';
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

test('a bug of simlet itself ends with 70, and the command line to report stands on one line without control characters', () => {
  const broken = "data:text/javascript,Map.prototype.get = () => { throw new Error('a bug'); };";
  const words = ['--import', broken, 'bin/simlet.js', 'check', ...QUICK, '--workload', "it's\u001B[31m"];
  const { status, stderr } = spawnSync(process.execPath, words, { cwd, encoding: 'utf8' });
  expect(status).toBe(EXIT.internal);
  expect(stderr).toContain('internal error');
  expect(stderr).toMatch(/^ {2}npx simlet check samples\/memcached\.yaml [^\p{Cc}]+ 'it'\\''s\uFFFD\[31m'$/mu);
});

test('nothing steers the terminal where it is none, is dumb, or colours are not wanted', () => {
  const { FORCE_COLOR: _forced, ...surroundings } = process.env;
  for (const env of [{}, { TERM: 'dumb' }, { NO_COLOR: '1', FORCE_COLOR: '1' }]) {
    const words = ['bin/simlet.js', 'check', ...QUICK];
    const { stdout, stderr } = spawnSync(process.execPath, words, {
      cwd,
      encoding: 'utf8',
      env: { ...surroundings, ...env },
    });
    expect(stdout).toContain('Summary');
    expect(stdout + stderr).not.toMatch(/[^\P{Cc}\n]/u);
  }
});

test('any number of threads prints the same bytes', () => {
  const check = (workers: string): string => {
    const words = ['bin/simlet.js', 'check', 'samples', '--runs', '4', '--sweep-limit', '6', '--workers', workers];
    return spawnSync(process.execPath, words, { cwd, encoding: 'utf8' }).stdout;
  };
  const alone = check('1');
  expect(alone).toContain('Summary');
  expect(check('3')).toBe(alone);
});
