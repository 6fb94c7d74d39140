import { expect, test } from 'vitest';
import { shellProgramOf } from './shell-program.ts';

test.each([
  ['serve', 'last', 'serve'],
  ['cd /app && serve --port 80', 'last', 'serve --port 80'],
  ['echo starting; serve\n', 'last', 'serve'],
  ["# it's a script\nif [ -f a ]; then\n  cp a b\nfi\nx=$(echo a | tr a b)\nserve", 'last', 'serve'],
  ['a=(one $(two "(" | three))\nserve', 'last', 'serve'],
  ['exec serve', 'exec', 'serve'],
  ['prepare && exec \\\n  serve --all', 'exec', 'serve --all'],
  ['if [ -z "$A" ]; then exec one; else exec two; fi', 'exec', 'one'],
  ['if [ -z "$A" ]; then exec one; else two; fi', 'waited for', 'two'],
  ['serve || true', 'waited for', 'serve'],
  ['serve; echo done', 'waited for', 'serve'],
  ['dump > file && echo done', 'waited for', 'dump'],
  ['serve | tee log', 'waited for', 'serve'],
  ['exec serve | tee log', 'waited for', 'serve'],
  ['(exec serve)', 'waited for', 'serve'],
  ['serve & wait', 'waited for', 'serve'],
  ['while true; do serve; done', 'waited for', 'serve'],
  ['. /etc/profile', 'waited for', '. /etc/profile'],
])('of %j the program is %s: %s', (script, how, text) => {
  const found = shellProgramOf(script);
  expect(found).toMatchObject({ how, text });
  expect(script.slice(found?.at).startsWith(text)).toBe(true);
});

test('a redirection is noticed', () => {
  expect(shellProgramOf('serve > log 2>&1')).toMatchObject({ how: 'last', isRedirected: true });
  expect(shellProgramOf('serve "a > b"')).toMatchObject({ how: 'last', isRedirected: false });
});

test('a script that is not understood has no program that is known', () => {
  expect(shellProgramOf('if then "')).toBeUndefined();
  expect(shellProgramOf('')).toBeUndefined();
});
