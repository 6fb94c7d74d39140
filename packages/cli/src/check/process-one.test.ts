import { expect, test } from 'vitest';
import { processOneOf } from './process-one.ts';

test.each([
  ['the image says', undefined, 'a:1', undefined],
  ['the program itself', ['node', 'server.js'], 'node:22', undefined],
  ['exec', ['sh', '-c', 'exec node server.js'], 'a:1', 'yes'],
  ['exec at the end', ['/bin/sh', '-ec', 'cp a b\nexec node server.js\n'], 'a:1', 'yes'],
  ['exec after a line that goes on', ['sh', '-exc', 'export A=1 && \\\nexec run\n'], 'debian:12', 'yes'],
  ['a shell that nobody knows', ['sh', '-c', 'node server.js'], 'a:1', 'depends'],
  ['dash', ['sh', '-c', 'node server.js'], 'node:22-slim', 'no'],
  ['dash, several commands', ['/bin/sh', '-c', 'cd /app && node server.js'], 'debian:12', 'no'],
  ['busybox', ['sh', '-c', 'node server.js'], 'node:22-alpine', 'yes'],
  ['bash', ['bash', '-c', 'cd /app; node server.js'], 'a:1', 'yes'],
  ['a pipe', ['bash', '-c', 'node server.js | tee log'], 'a:1', 'no'],
  ['a loop', ['sh', '-c', 'while true; do node server.js; done'], 'node:22-alpine', 'no'],
  ['the background', ['bash', '-c', 'node server.js & wait'], 'a:1', 'no'],
  ['a trap', ['sh', '-c', 'trap "kill 7" TERM; node server.js & wait'], 'a:1', 'yes'],
  ['what others follow', ['bash', '-c', 'node server.js; echo done'], 'a:1', 'no'],
  ['what else would run', ['bash', '-c', 'node server.js || true'], 'a:1', 'no'],
  ['bash with a redirection', ['bash', '-c', 'node server.js > log'], 'a:1', 'no'],
  ['bash after a pipe inside', ['bash', '-c', 'a=$(b | c)\nnode server.js\n'], 'a:1', 'yes'],
  ['a script that nobody understands', ['sh', '-c', 'case "'], 'a:1', 'depends'],
  ['bash by the name of sh', ['sh', '-c', 'node server.js'], 'registry.access.redhat.com/ubi9/nodejs-20', 'yes'],
  ['npm', ['npm', 'start'], 'node:22', 'depends'],
  ['sleep, which handles no signal', ['sleep', 'infinity'], 'busybox', 'no'],
  ['tail in the place of a shell', ['sh', '-c', 'setup && exec tail -f /dev/null'], 'a:1', 'no'],
  ['sleep in the place of bash', ['/bin/bash', '-c', '/bin/sleep 1d'], 'a:1', 'no'],
  ['a program whose name begins alike', ['catalina.sh', 'run'], 'a:1', undefined],
])('process 1 is %s', (_what, command, image, gets) => {
  expect(processOneOf(command, image)?.gets).toBe(gets);
});

test('exec would stand before the last command', () => {
  const script = 'cd "a; b" && node server.js';
  expect(processOneOf(['sh', '-c', script], 'debian:12')?.exec).toEqual({ part: 2, at: script.indexOf('node') });
});
